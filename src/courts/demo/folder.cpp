#include "courts/demo/folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>

#include "courts/demo/pages.h"
#include "courts/ids/court_date.h"

namespace waymark::courts {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kWhere = "courts/demo";

class Writer {
 public:
  Writer(const World& world, fs::path folder) : world_(world), folder_(std::move(folder)) {}

  Result<DemoPages> write_all() {
    for (std::size_t s = 0; s < kSnapshots; ++s) {
      TRY(write_lists(s));
      TRY(write_cards(s));
    }
    TRY(write_uid_pages());
    const Truth truth = truth_of(world_);
    TRY(put(folder_ / "truth_persons.csv", truth_persons_csv(world_, truth)));
    TRY(put(folder_ / "truth_instances.csv", truth_instances_csv(world_, truth)));
    TRY(put(folder_ / "truth.json", truth_json(world_, truth)));
    return pages_;
  }

 private:
  [[nodiscard]] fs::path day_folder(std::size_t snapshot) const { return folder_ / iso_day(snapshot_day(snapshot)); }

  Result<void> put(const fs::path& file, std::string_view bytes) {
    std::error_code error;
    if (file.parent_path() != made_) fs::create_directories(made_ = file.parent_path(), error);
    std::ofstream stream{file, std::ios::binary};
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    pages_.bytes += static_cast<std::int64_t>(bytes.size());
    if (!stream.flush()) return fail(Code::kStorage, kWhere, "A file of the demonstration could not be written.");
    return {};
  }

  Result<void> write_lists(std::size_t snapshot) {
    std::map<std::pair<std::uint32_t, Stage>, std::vector<const DemoCase*>> lists;
    for (const DemoCase& one : world_.cases) {
      if (one.is_listed(snapshot)) lists[{one.court, one.stage}].push_back(&one);
    }
    for (const auto& [of, rows] : lists) TRY(write_list(of.first, of.second, rows, snapshot));
    return {};
  }
  Result<void> write_list(std::uint32_t court, Stage stage, const std::vector<const DemoCase*>& rows,
                          std::size_t snapshot) {
    const DemoCourt& of = world_.courts[court];
    const fs::path folder = day_folder(snapshot) / "lists" / of.code;
    if (of.captcha_at == snapshot) {
      ++pages_.no_answers;
      return put(folder / fmt::format("{}-1.html", name_of(stage)), encoded(captcha_page(of), of.utf8));
    }
    // At some courts a case comes in while somebody turns the page: the last row is the first of the next page again.
    const std::size_t overlap = court % 5 == 0 ? 1 : 0;
    std::size_t number = 0;
    for (std::size_t at = 0; at < rows.size(); at += kListRows - overlap) {
      const std::size_t count = std::min(kListRows, rows.size() - at);
      const std::string page =
          list_page(world_, court, std::span{rows}.subspan(at, count), at + 1, rows.size(), snapshot);
      TRY(put(folder / fmt::format("{}-{}.html", name_of(stage), ++number), encoded(page, of.utf8)));
      ++pages_.lists;
      if (at + count == rows.size()) break;
    }
    return {};
  }

  Result<void> write_cards(std::size_t snapshot) {
    last_.resize(world_.cases.size());
    for (std::size_t i = 0; i < world_.cases.size(); ++i) {
      const DemoCase& one = world_.cases[i];
      if (!one.has_card || !one.is_listed(snapshot)) continue;
      const DemoCourt& court = world_.courts[one.court];
      std::string page = encoded(card_page(world_, one, snapshot), court.utf8);
      const std::size_t mark = std::hash<std::string>{}(page);
      if (mark == last_[i]) continue;
      last_[i] = mark;
      const fs::path folder = day_folder(snapshot) / "cards" / court.code;
      TRY(write_accidents(folder, i, snapshot, page));
      TRY(put(folder / file_name(one), page));
      ++pages_.cards;
    }
    return {};
  }
  static std::string file_name(const DemoCase& one) {
    std::string name = one.number.substr(0, one.number.find(' ')) + ".html";
    std::replace(name.begin(), name.end(), '/', '_');
    return name;
  }
  /// The saving went wrong before it went well: throttled, cut off, nothing found.
  Result<void> write_accidents(const fs::path& folder, std::size_t index, std::size_t snapshot,
                               const std::string& page) {
    Dice dice{world_.options.seed ^ (index * 64 + snapshot + 1)};
    const DemoCourt& court = world_.courts[world_.cases[index].court];
    const auto name = [&](const char* what) { return folder / fmt::format("{}_{}.html", what, index); };
    if (dice.chance(5)) {
      ++pages_.no_answers;
      TRY(put(name("throttled"), encoded(throttle_page(court), court.utf8)));
    }
    if (dice.chance(4)) {
      ++pages_.truncated;
      TRY(put(name("cut"), std::string_view{page}.substr(0, page.size() * 2 / 3)));
    }
    if (dice.chance(3)) {
      ++pages_.no_answers;
      TRY(put(name("nothing"), encoded(nothing_found_page(court), court.utf8)));
    }
    return {};
  }
  Result<void> write_uid_pages() {
    const std::size_t last = kSnapshots - 1;
    for (const auto& [first, second] : world_.uid_pages) {
      ++pages_.lists;
      TRY(put(day_folder(last) / "cards" / "by-uid" / fmt::format("{}.html", first),
              uid_page(world_, world_.cases[first], world_.cases[second], last)));
    }
    return {};
  }

  const World& world_;
  const fs::path folder_;
  fs::path made_;
  DemoPages pages_;
  std::vector<std::size_t> last_;  ///< hash of the page that was saved last
};

std::optional<std::uint64_t> number_in(std::string_view text, std::string_view name) {
  const std::size_t at = text.find(name);
  if (at == std::string_view::npos) return std::nullopt;
  std::uint64_t value = 0;
  const char* const begin = text.data() + at + name.size();
  if (std::from_chars(begin, text.data() + text.size(), value).ec != std::errc{}) return std::nullopt;
  return value;
}

}  // namespace

Result<DemoPages> write_demo(const World& world, const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder, error) && !(fs::is_directory(folder, error) && fs::is_empty(folder, error)))
    return fail(Code::kConflict, kWhere, "The folder is there already and is not empty.");
  fs::path part = folder;
  if (!part.has_filename()) part = part.parent_path();
  const fs::path whole = part;
  part += ".part";
  fs::remove_all(part, error);
  fs::create_directories(part, error);
  if (error) return fail(Code::kStorage, kWhere, "The folder could not be made.");
  LET(const DemoPages pages, Writer(world, part).write_all());
  fs::remove(whole, error);
  fs::rename(part, whole, error);
  if (error) return fail(Code::kStorage, kWhere, "The folder could not be put in its place.");
  return pages;
}

Result<DemoOptions> read_demo_options(const fs::path& folder) {
  std::ifstream file{folder / "truth.json", std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open()) return fail(Code::kNotFound, kWhere, "There is no truth.json in this folder.");
  const auto seed = number_in(text, "\"seed\":"), courts = number_in(text, "\"courts\":"),
             cases = number_in(text, "\"cases\":");
  const bool fits =
      seed && courts && cases && *courts >= 1 && *courts <= kDemoCourtsMax && *cases >= 1 && *cases <= kDemoCasesMax;
  if (!fits) return fail(Code::kMalformed, kWhere, "truth.json is not one of a demonstration.");
  const DemoOptions options{
      .seed = *seed, .courts = static_cast<std::uint32_t>(*courts), .cases = static_cast<std::uint32_t>(*cases)};
  const World world = build_world(options);
  if (truth_json(world, truth_of(world)) != text)
    return fail(Code::kMalformed, kWhere, "truth.json was changed, or made by another version of this program.");
  return options;
}

}  // namespace waymark::courts
