#include "courts/import/importer.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>

#include "courts/files/rows.h"
#include "courts/files/stray.h"
#include "courts/ids/words.h"
#include "courts/pages/encoding.h"
#include "courts/pages/html.h"

namespace waymark::courts {
namespace {

constexpr std::int64_t kCommitEvery = 200;
constexpr std::size_t kExampleBytesMax = 120;

struct Input {
  std::filesystem::path file;
  std::string name;  ///< relative to what the user named
};

std::vector<Input> files_in(const std::vector<std::filesystem::path>& inputs) {
  std::vector<Input> files;
  for (const std::filesystem::path& input : inputs) {
    std::error_code error;
    if (!std::filesystem::is_directory(input, error)) {
      files.push_back({input, input.filename().string()});
      continue;
    }
    std::vector<Input> inside;
    const auto is_file = [&](const std::string& name) {
      std::error_code ignored;
      return std::filesystem::is_regular_file(input / name, ignored);
    };
    for (auto entry = std::filesystem::recursive_directory_iterator{input, error};
         !error && entry != std::filesystem::recursive_directory_iterator{}; entry.increment(error)) {
      std::error_code ignored;
      const std::string name = entry->path().lexically_relative(input).generic_string();
      if (!entry->is_regular_file(ignored) || is_stray(name) || is_of_a_saved_page(name, is_file)) continue;
      inside.push_back({entry->path(), name});
    }
    std::sort(inside.begin(), inside.end(), [](const Input& a, const Input& b) { return a.name < b.name; });
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

Result<std::string> bytes_of(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return fail(Code::kNotFound, "courts/import");
  if (size > kFileBytesMax) return fail(Code::kTooLarge, "courts/import");
  std::string bytes(size, '\0');
  std::ifstream stream{file, std::ios::binary};
  stream.read(bytes.data(), static_cast<std::streamsize>(size));
  if (stream.gcount() != static_cast<std::streamsize>(size)) return fail(Code::kStorage, "courts/import");
  return bytes;
}

std::int32_t day_of_file(const std::filesystem::path& file, std::int32_t fallback) {
  std::error_code error;
  const auto time = std::filesystem::last_write_time(file, error);
  if (error) return fallback;
  const auto system = std::chrono::file_clock::to_sys(time);
  return static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(system).time_since_epoch().count());
}

std::string cut(std::string_view text) {
  std::string out = squeezed(text);
  if (out.size() <= kExampleBytesMax) return out;
  std::size_t size = kExampleBytesMax;
  while (size > 0 && (static_cast<unsigned char>(out[size]) & 0xc0) == 0x80) --size;
  return out.substr(0, size) + "…";
}

}  // namespace

Importer::Importer(ArchiveWriter& archive, ImportOptions options, std::int32_t today, Show show)
    : archive_(archive), options_(std::move(options)), today_(today), show_(std::move(show)) {}

void Importer::note(std::string_view kind, std::string_view example, std::string_view source) {
  auto found = report_.not_understood.find(kind);
  if (found == report_.not_understood.end())
    found = report_.not_understood.emplace(std::string{kind}, ReportLine{}).first;
  ReportLine& line = found->second;
  ++line.count;
  const std::string text = cut(example) + " (" + std::string{source} + ")";
  if (line.examples.size() < kExamplesMax &&
      std::find(line.examples.begin(), line.examples.end(), text) == line.examples.end())
    line.examples.push_back(text);
}

void Importer::count_non_answer(const PageReading& page) {
  if (is_answer(page.kind)) return;
  if (page.court_code.empty())
    report_.snapshot_incomplete = true;
  else
    report_.courts_left_out.insert(page.court_code);
}

void Importer::count_list(const PageReading& page) {
  const bool list = page.kind == PageKind::kList || page.kind == PageKind::kUidList;
  if (options_.snapshot.empty() || !list) return;
  // A search by УИД speaks of many courts at once: a part of it leaves every one of them open.
  std::string court = page.kind == PageKind::kUidList ? std::string{} : page.court_code;
  if (court.empty() && page.kind == PageKind::kList) court = options_.court_code;
  const auto rows = static_cast<std::int64_t>(page.cards.size());
  std::set<std::string> cases;
  for (const Card& card : page.cards) cases.insert(card.number.written);
  if (page.found_in_all <
      std::ssize(cases)) {  // nothing says that these are all, or it says something else than the rows
    if (court.empty())
      report_.snapshot_incomplete = true;
    else
      report_.courts_listed_in_part.insert(court);
    return;
  }
  const Stage stage = page.cards.empty() ? Stage::kUnknown : page.cards.front().stage;
  // A row that the page counts and nobody could read may be the very case that would be called vanished.
  const bool says = page.first_row >= 0 && page.last_row >= page.first_row;
  const std::int64_t first = says ? page.first_row : 1;
  const std::int64_t last = says ? std::min(page.last_row, first + rows - 1) : rows;
  lists_[{court, stage, page.found_in_all}].insert({first, last, std::move(cases)});
}

bool are_whole(const std::set<ListPage>& pages, std::int64_t in_all) {
  std::vector<const ListPage*> single, parts;
  for (const ListPage& page : pages) (page.first == 1 && page.last >= in_all ? single : parts).push_back(&page);
  const auto is_in = [](const ListPage* part, const ListPage* whole) {
    return std::ranges::includes(whole->cases, part->cases);
  };
  std::erase_if(parts, [&](const ListPage* part) {
    return std::ranges::any_of(single, [&](const ListPage* whole) { return is_in(part, whole); });
  });
  if (parts.empty()) return !single.empty();
  std::int64_t covered = 0;
  std::map<std::pair<std::int64_t, std::int64_t>, int> versions;
  for (const ListPage* page : parts) {  // by first rows
    if (page->first <= covered + 1) covered = std::max(covered, page->last);
    ++versions[{page->first, page->last}];
  }
  const int lists = versions.begin()->second;
  return covered >= in_all && std::ranges::all_of(versions, [&](const auto& one) { return one.second == lists; });
}

void Importer::find_lists_in_part() {
  for (const auto& [list, pages] : lists_) {
    const auto& [court, stage, in_all] = list;
    if (are_whole(pages, in_all)) continue;
    if (court.empty())
      report_.snapshot_incomplete = true;
    else
      report_.courts_listed_in_part.insert(court);
  }
}

namespace {

/// Adds what is new of a list to another one of the same kind.
template <typename T, typename Same>
void add_new(std::vector<T>& into, std::vector<T>& from, const Same& same) {
  for (T& one : from)
    if (std::none_of(into.begin(), into.end(), [&](const T& there) { return same(there, one); }))
      into.push_back(std::move(one));
}

/// Lists give a case a row for each of its people: one record, or each row would be an edit of the one before.
void join(Card& card, Card& row) {
  add_new(card.persons, row.persons, [](const Person& a, const Person& b) {
    return a.name == b.name && a.role == b.role && a.articles_written == b.articles_written && a.result == b.result;
  });
  add_new(card.parties, row.parties,
          [](const Party& a, const Party& b) { return a.role == b.role && a.name == b.name; });
  add_new(card.sections, row.sections, [](const Section& a, const Section& b) { return a == b; });
}

}  // namespace

void Importer::join_rows_of_one_case(std::vector<Card>& cards) {
  std::map<std::string, std::size_t> places;
  std::vector<Card> joined;
  for (Card& card : cards) {
    if (card.court_code.empty() && !options_.court_code.empty()) card.court_code = options_.court_code;
    const std::string key = case_key(card) + "|" + std::string{name_of(card.view)};
    const auto [found, fresh] = places.try_emplace(key, joined.size());
    if (fresh || case_key(card).empty()) {
      joined.push_back(std::move(card));
      continue;
    }
    ++report_.repeated_rows;
    join(joined[found->second], card);
  }
  cards = std::move(joined);
}

Result<void> Importer::put(const std::string& name, PageRecord& record, std::vector<Card>& cards) {
  join_rows_of_one_case(cards);
  for (const Card& card : cards) {
    const std::string key = case_key(card);
    if (!key.empty() && !records_seen_.insert(key + "|" + std::string{name_of(card.view)}).second)
      ++report_.repeated_rows;
    if (const auto uid = card.uid.key()) {
      auto& courts = courts_of_uid_[*uid];
      if (courts.insert(key.substr(0, key.find('|'))).second && courts.size() == 2) ++report_.uid_in_several_courts;
    }
  }
  LET(const PutCounts counts, archive_.put_page(name, record, cards));
  report_.put.new_cases += counts.new_cases;
  report_.put.new_revisions += counts.new_revisions;
  report_.put.unchanged += counts.unchanged;
  report_.put.returned += counts.returned;
  report_.cards += static_cast<std::int64_t>(cards.size());
  ++report_.items;
  ++report_.kinds[record.kind];
  progress_.items = report_.items;
  progress_.cards = report_.cards;
  if (++uncommitted_ >= kCommitEvery) {
    TRY(archive_.commit());
    uncommitted_ = 0;
  }
  show_(progress_);
  return {};
}

Result<void> Importer::take_page(Item& item, std::int32_t seen, SeenFrom from) {
  auto page = read_page(item.bytes);
  if (!page) {
    note("page over the limits", describe(page.error()), item.name);
    page = PageReading{};
  }
  if (!is_answer(page->kind) && item.http_status == 429) page->kind = PageKind::kThrottled;
  if (!is_answer(page->kind) && item.http_status >= 500) page->kind = PageKind::kUnavailable;
  // An advertisement, a counter: its page is the answer. What breaks off may have been one.
  if (item.inner && !is_answer(page->kind) && page->kind != PageKind::kTruncated) return {};
  count_non_answer(*page);
  count_list(*page);
  if (page->kind == PageKind::kUnknown) note("page not recognised", item.url, item.name);
  for (const Note& one : page->notes) note(name_of(one.kind), one.text, item.name);
  PageRecord record{.source = item.name,
                    .url = item.url.empty() ? page->url : item.url,
                    .seen = seen,
                    .seen_from = from,
                    .kind = page->kind,
                    .encoding = std::string{name_of(page->encoding)},
                    .court_code = page->court_code,
                    .sha256 = crypto::sha256(view_of(item.bytes)),
                    .bytes = item.bytes};
  return put(item.name, record, page->cards);
}

Result<void> Importer::take_rows(Item& item, std::int32_t seen, SeenFrom from) {
  Decoded decoded;
  decode(item.bytes, decoded);
  const TakeBlock take = [&](RowBlock& block) -> Result<void> {
    const std::string name = fmt::format("{}#{}", item.name, block.first_row);
    report_.rows += block.rows;
    if (block.cut_off) report_.snapshot_incomplete = true;
    LET(const bool done, archive_.item_done(name));
    if (done) {
      ++report_.skipped_done;
      return {};
    }
    for (const Note& one : block.notes) note(name_of(one.kind), one.text, name);
    report_.repeated_rows += block.repeats;
    PageRecord record{.source = name,
                      .url = item.url,
                      .seen = seen,
                      .seen_from = from,
                      .kind = PageKind::kScrape,
                      .encoding = std::string{name_of(decoded.encoding)},
                      .court_code = {},
                      .sha256 = crypto::sha256(view_of(block.bytes)),
                      .bytes = block.bytes};
    return put(name, record, block.cards);
  };
  const auto taken = file_kind_of(item.bytes, item.name) == FileKind::kCsv ? for_each_csv_block(decoded.text, take)
                                                                           : for_each_json_block(decoded.text, take);
  if (!taken && taken.error().code == Code::kMalformed && taken.error().where == "courts/csv") {
    note("file of rows not understood", taken.error().detail, item.name);
    report_.snapshot_incomplete = true;
    return {};
  }
  return taken;
}

Result<void> Importer::take_item(Item& item, std::int32_t file_day) {
  LET(const bool done, archive_.item_done(item.name));
  if (done) {
    ++report_.skipped_done;
    // Whether its court answered still counts for what may be called vanished.
    if (!options_.snapshot.empty() && file_kind_of(item.bytes, item.name) == FileKind::kPage) {
      const PageReading page = read_page(item.bytes).value_or(PageReading{});
      count_non_answer(page);
      count_list(page);
    }
    return {};
  }
  const SeenFrom from = options_.seen ? SeenFrom::kGiven : item.seen ? SeenFrom::kContainer : SeenFrom::kFileTime;
  const std::int32_t seen = options_.seen.value_or(item.seen.value_or(file_day));
  const FileKind kind = file_kind_of(item.bytes, item.name);
  if (kind == FileKind::kCsv || kind == FileKind::kJsonLines) return take_rows(item, seen, from);
  return take_page(item, seen, from);
}

Result<void> Importer::take_file(const std::filesystem::path& file, const std::string& name) {
  auto bytes = bytes_of(file);
  if (!bytes) {
    note("file that cannot be read", describe(bytes.error()), name);
    return {};
  }
  const std::int32_t day = day_of_file(file, today_);
  std::optional<Error> ours;
  const auto done = for_each_item(*bytes, {.name = name}, [&](Item& item) {
    auto taken = take_item(item, day);
    if (!taken) ours = taken.error();  // the archive's failure, not the file's
    return taken;
  });
  if (ours) return std::unexpected<Error>(*ours);
  if (!done) {
    note("file broken or cut off", describe(done.error()), name);
    report_.snapshot_incomplete = true;
  }
  return {};
}

Result<ImportReport> Importer::run(const std::vector<std::filesystem::path>& inputs) {
  std::string name;
  for (const std::filesystem::path& input : inputs) name += (name.empty() ? "" : "\n") + input.filename().string();
  LET(report_.continued, archive_.begin_import(name, options_.snapshot, options_.seen.value_or(today_)));
  TRY(archive_.commit());
  const std::vector<Input> files = files_in(inputs);
  progress_.files_in_all = static_cast<std::int64_t>(files.size());
  for (const Input& input : files) {
    TRY(take_file(input.file, input.name));
    ++progress_.files_done;
    show_(progress_);
  }
  find_lists_in_part();
  std::vector<std::string> left_out{report_.courts_left_out.begin(), report_.courts_left_out.end()};
  left_out.insert(left_out.end(), report_.courts_listed_in_part.begin(), report_.courts_listed_in_part.end());
  LET(report_.tombstones, archive_.end_import(left_out, report_.snapshot_incomplete));
  return report_;
}

}  // namespace waymark::courts
