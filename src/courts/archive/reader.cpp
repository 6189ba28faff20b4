#include "courts/archive/reader.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "courts/archive/fact_numbers.h"
#include "courts/archive/open_to_read.h"
#include "courts/archive/schema.h"
#include "courts/archive/store_cards.h"
#include "text/json.h"

namespace waymark::courts {
namespace {

constexpr std::size_t kBatch = 4096;

constexpr std::string_view kFactsInRange =
    "SELECT id, case_id, first_seen, last_seen, gone, numbers FROM fact WHERE id BETWEEN ? AND ? ORDER BY id";
constexpr std::string_view kFactsOfCase =
    "SELECT id, case_id, first_seen, last_seen, gone, numbers FROM fact WHERE case_id = ? ORDER BY id";

std::int32_t small(const store::Rows& rows, int column) { return static_cast<std::int32_t>(rows.integer(column)); }

Result<Fact> fact_at(const store::Rows& rows) {
  Fact fact;
  fact.id = rows.integer(0);
  fact.case_id = rows.integer(1);
  fact.first_seen = day_at(rows, 2);
  fact.last_seen = day_at(rows, 3);
  fact.gone = day_at(rows, 4);
  TRY(read_fact_numbers(rows.blob(5), fact));
  return fact;
}

}  // namespace

class ArchiveReader::Impl {
 public:
  explicit Impl(std::unique_ptr<store::Connection> connection) : db(std::move(connection)) {}

  Result<std::vector<std::int64_t>> numbers(store::Rows rows) {
    std::vector<std::int64_t> out;
    while (true) {
      LET(const bool more, rows.next());
      if (!more) return out;
      out.push_back(rows.integer(0));
    }
  }
  /// The views of a case as they stood on a day.
  Result<std::vector<ViewNow>> views_as_of(std::int64_t case_id, std::int32_t day);
  Result<std::optional<std::int32_t>> newest_sighting(std::int64_t case_id, std::int32_t day);

  std::unique_ptr<store::Connection> db;
  std::unordered_map<std::string, std::int32_t> extra_terms;  ///< terms that only an as-of reading met
};

Result<std::optional<std::int32_t>> ArchiveReader::Impl::newest_sighting(std::int64_t case_id, std::int32_t day) {
  LET(auto rows,
      db->query("SELECT max(p.day) FROM said s JOIN page p ON p.entry = s.page WHERE s.case_id = ? AND p.day <= ?",
                case_id, day));
  LET(const bool found, rows.next());
  if (!found || rows.is_null(0)) return std::optional<std::int32_t>{};
  return std::optional{static_cast<std::int32_t>(rows.integer(0))};
}

Result<std::vector<ViewNow>> ArchiveReader::Impl::views_as_of(std::int64_t case_id, std::int32_t day) {
  std::vector<ViewNow> views;
  LET(const auto last_seen, newest_sighting(case_id, day));
  LET(auto rows, db->query("SELECT entry, view, day, gone FROM revision WHERE case_id = ? AND day <= ? AND gone < 10 "
                           "ORDER BY view, day, entry",
                           case_id, day));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return views;
    const auto view = static_cast<View>(rows.integer(1));
    const bool same_view = !views.empty() && views.back().card.view == view;
    const auto when = static_cast<std::int32_t>(rows.integer(2));
    if (rows.integer(3) != 0) {
      if (same_view) views.back().gone = rows.integer(3) == 1 ? when : kNoDay;
      continue;
    }
    LET(const std::string body, body_of_entry(*db, rows.integer(0)));
    LET(Card card, card_of_body(body));
    TRY(load_acts(*db, card));
    if (!same_view) views.push_back({.card = {}, .first_seen = when, .last_seen = when, .gone = kNoDay});
    views.back().card = std::move(card);
    views.back().last_seen = last_seen.value_or(when);
    views.back().gone = kNoDay;
  }
}

ArchiveReader::ArchiveReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ArchiveReader::~ArchiveReader() = default;

Result<std::unique_ptr<ArchiveReader>> ArchiveReader::open(const std::filesystem::path& file) {
  LET(auto db, open_to_read(file, 65'536));
  LET(const std::int64_t version, store::version_of(*db, archive_schema()));
  const auto newest = static_cast<std::int64_t>(archive_schema().steps.size());
  if (version == 0) return fail(Code::kUnsupported, "courts/archive", "That is no archive of court records.");
  if (version < newest)
    return fail(Code::kUnsupported, "courts/archive",
                "An earlier version of this program made the archive. waymark-courts rebuild brings it up to date.");
  if (version > newest)
    return fail(Code::kUnsupported, "courts/archive", "A newer version of this program made the archive.");
  TRY(check_tables(*db, version));
  return std::unique_ptr<ArchiveReader>{new ArchiveReader{std::make_unique<Impl>(std::move(db))}};
}

Result<std::int64_t> ArchiveReader::fact_count() { return impl_->db->number("SELECT count(*) FROM fact"); }
Result<std::int64_t> ArchiveReader::last_fact_id() {
  return impl_->db->number("SELECT coalesce(max(id), 0) FROM fact");
}

Result<void> ArchiveReader::for_each_fact(FactRange range, const std::function<void(std::span<const Fact>)>& take) {
  std::vector<Fact> batch;
  batch.reserve(kBatch);
  LET(auto rows, impl_->db->query(kFactsInRange, range.first, range.last));
  while (true) {
    LET(const bool more, rows.next());
    if (more) {
      LET(batch.emplace_back(), fact_at(rows));
    }
    if (batch.size() == kBatch || (!more && !batch.empty())) {
      take(batch);
      batch.clear();
    }
    if (!more) return {};
  }
}

Result<void> ArchiveReader::for_each_text(FactRange range, const std::function<void(const FactTexts&)>& take) {
  LET(auto rows,
      impl_->db->query("SELECT fact, name, number, uid, judge, sentence, category_sentence, lower_court, lower_number "
                       "FROM fact_text WHERE fact BETWEEN ? AND ? ORDER BY fact",
                       range.first, range.last));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return {};
    const auto text = [&](int column) { return std::string{rows.text(column)}; };
    take({.fact = rows.integer(0),
          .name = text(1),
          .number = text(2),
          .uid = text(3),
          .judge = text(4),
          .sentence = text(5),
          .category_sentence = text(6),
          .lower_court = text(7),
          .lower_number = text(8)});
  }
}

Result<std::vector<std::string>> ArchiveReader::terms() {
  LET(const std::int64_t last, impl_->db->number("SELECT max(id) FROM term"));
  std::vector<std::string> terms(static_cast<std::size_t>(last) + 1 + impl_->extra_terms.size());
  LET(auto rows, impl_->db->query("SELECT id, text FROM term"));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) break;
    const auto id = static_cast<std::size_t>(rows.integer(0));
    if (id < terms.size()) terms[id] = std::string{rows.text(1)};
  }
  for (const auto& [text, id] : impl_->extra_terms) {
    if (static_cast<std::size_t>(id) < terms.size()) terms[static_cast<std::size_t>(id)] = text;
  }
  return terms;
}

Result<std::vector<Fact>> ArchiveReader::facts_of(std::int64_t case_id) {
  std::vector<Fact> facts;
  LET(auto rows, impl_->db->query(kFactsOfCase, case_id));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return facts;
    LET(facts.emplace_back(), fact_at(rows));
  }
}

Result<void> ArchiveReader::for_each_fact_as_of(std::int32_t day,
                                                const std::function<void(std::span<const Fact>)>& take) {
  LET(const std::vector<std::string> known, terms());
  std::unordered_map<std::string, std::int32_t> ids;
  for (std::size_t id = 0; id < known.size(); ++id) ids.emplace(known[id], static_cast<std::int32_t>(id));
  const auto term = [&](const std::string& text) {
    const auto [found, fresh] = ids.try_emplace(text, static_cast<std::int32_t>(ids.size()));
    if (fresh) impl_->extra_terms.emplace(text, found->second);
    return found->second;
  };
  LET(auto case_rows, impl_->db->query("SELECT id FROM case_file WHERE first_seen <= ? ORDER BY id", day));
  LET(const auto cases, impl_->numbers(std::move(case_rows)));
  std::int64_t next_id = 1;
  for (const std::int64_t id : cases) {
    LET(const auto views, impl_->views_as_of(id, day));
    if (views.empty()) continue;
    LET(const auto decided_seen, decided_seen_of(*impl_->db, id));
    std::vector<Fact> facts;
    for (const DraftFact& draft : derive_facts(views)) {
      Fact fact = draft.fact;
      fact.id = next_id++;
      fact.case_id = id;
      fact.court = term(draft.court);
      fact.articles = term(draft.articles);
      fact.main_article = term(draft.main_article);
      fact.decided_seen = decided_seen.value_or(kNoDay) <= day ? decided_seen.value_or(kNoDay) : kNoDay;
      facts.push_back(fact);
    }
    take(facts);
  }
  return {};
}

Result<CaseFile> ArchiveReader::case_file(std::int64_t case_id) {
  LET(auto rows, impl_->db->query("SELECT id, key, first_seen FROM case_file WHERE id = ?", case_id));
  LET(const bool found, rows.next());
  if (!found) return fail(Code::kNotFound, "courts/archive", "no such case");
  return CaseFile{.id = rows.integer(0), .key = std::string{rows.text(1)}, .first_seen = small(rows, 2)};
}

Result<CaseFile> ArchiveReader::find_case(std::string_view key) {
  LET(auto rows, impl_->db->query("SELECT id, key, first_seen FROM case_file WHERE key = ?", key));
  LET(const bool found, rows.next());
  if (!found) return fail(Code::kNotFound, "courts/archive", "no such case");
  return CaseFile{.id = rows.integer(0), .key = std::string{rows.text(1)}, .first_seen = small(rows, 2)};
}

// Keys begin with the code and "|", and are in order; "}" comes after "|".
Result<std::vector<std::int64_t>> ArchiveReader::cases_of_court(std::string_view code, int limit) {
  const std::string from = std::string{code} + "|";
  const std::string to = std::string{code} + "}";
  LET(auto rows,
      impl_->db->query("SELECT id FROM case_file WHERE key >= ? AND key < ? ORDER BY key LIMIT ?", from, to, limit));
  return impl_->numbers(std::move(rows));
}

Result<std::vector<std::int64_t>> ArchiveReader::cases_with_uid(std::string_view uid_key) {
  LET(auto rows, impl_->db->query("SELECT case_id FROM uid WHERE uid = ? ORDER BY case_id", uid_key));
  return impl_->numbers(std::move(rows));
}

Result<void> ArchiveReader::for_each_shared_uid(std::string_view from, std::string_view to,
                                                const std::function<void(std::span<const std::int64_t>)>& take) {
  constexpr std::string_view kAfterAll = "\xFF";  // no УИД begins so
  LET(auto rows, impl_->db->query("SELECT uid, case_id FROM uid WHERE uid >= ? AND uid < ? ORDER BY uid, case_id", from,
                                  to.empty() ? kAfterAll : to));
  std::string uid;
  std::vector<std::int64_t> cases;
  while (true) {
    LET(const bool more, rows.next());
    if (!more || rows.text(0) != uid) {
      if (cases.size() > 1) take(cases);
      if (!more) return {};
      uid = rows.text(0);
      cases.clear();
    }
    cases.push_back(rows.integer(1));
  }
}

Result<Card> ArchiveReader::card(std::int64_t case_id) {
  LET(const std::int64_t entry,
      impl_->db->number("SELECT entry FROM state WHERE case_id = ? ORDER BY view LIMIT 1", case_id));
  LET(const std::string body, body_of_entry(*impl_->db, entry));
  LET(Card card, card_of_body(body));
  TRY(load_acts(*impl_->db, card));
  return card;
}

Result<std::vector<Revision>> ArchiveReader::revisions(std::int64_t case_id) {
  std::vector<Revision> revisions;
  LET(auto rows,
      impl_->db->query("SELECT entry, view, day, gone FROM revision WHERE case_id = ? AND gone < 2 ORDER BY day, entry",
                       case_id));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return revisions;
    Revision one{.entry = rows.integer(0),
                 .case_id = case_id,
                 .view = static_cast<View>(rows.integer(1)),
                 .seen = small(rows, 2),
                 .tombstone = rows.integer(3) == 1,
                 .card = {}};
    if (!one.tombstone) {
      LET(const std::string body, body_of_entry(*impl_->db, one.entry));
      LET(one.card, card_of_body(body));
    }
    revisions.push_back(std::move(one));
  }
}

Result<std::vector<Sighting>> ArchiveReader::sightings(std::int64_t case_id) {
  std::vector<Sighting> sightings;
  LET(auto rows,
      impl_->db->query(
          "SELECT p.entry, p.day, p.source, b.sha256, e.size, e.body FROM said s JOIN page p ON p.entry = s.page "
          "JOIN blob b ON b.id = p.blob JOIN entry e ON e.seq = p.entry WHERE s.case_id = ? ORDER BY p.entry",
          case_id));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return sightings;
    Sighting one{
        .entry = rows.integer(0), .seen = small(rows, 1), .source = std::string{rows.text(2)}, .url = {}, .sha256 = {}};
    if (rows.blob(3).size() == one.sha256.size())
      std::copy(rows.blob(3).begin(), rows.blob(3).end(), one.sha256.begin());
    LET(const std::string body, body_at(rows, 4, 5));
    LET(const nlohmann::json json, text::parse_json(body, {.bytes_max = 64U << 20U, .depth_max = 16}));
    if (auto url = text::string_member(json, "url")) one.url = *url;
    sightings.push_back(std::move(one));
  }
}

Result<std::string> ArchiveReader::page_bytes(const crypto::Sha256& sha256) { return blob_text(*impl_->db, sha256); }

Result<std::vector<VanishedRecord>> ArchiveReader::vanished_since(std::int32_t day) {
  std::vector<VanishedRecord> records;
  LET(auto rows,
      impl_->db->query(
          "SELECT r.entry, r.case_id, c.key, r.view, r.day, s.last_seen, (SELECT min(b.day) FROM revision b WHERE "
          "b.case_id = r.case_id AND b.view = r.view AND b.day > r.day AND b.gone IN (0, 2)), (SELECT max(p.day) FROM "
          "said d "
          "JOIN page p ON p.entry = d.page WHERE d.case_id = r.case_id AND p.day <= r.day) FROM revision r JOIN "
          "case_file c "
          "ON c.id = r.case_id JOIN state s ON s.case_id = r.case_id AND s.view = r.view WHERE r.gone = 1 AND r.day >= "
          "? "
          "ORDER BY r.day, c.key, r.view, r.entry",
          day));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return records;
    records.push_back({.entry = rows.integer(0),
                       .case_id = rows.integer(1),
                       .key = std::string{rows.text(2)},
                       .view = static_cast<View>(rows.integer(3)),
                       .last_seen = rows.is_null(7) ? small(rows, 5) : small(rows, 7),
                       .gone = small(rows, 4),
                       .returned = day_at(rows, 6)});
  }
}

Result<std::vector<std::int64_t>> ArchiveReader::changed_between(std::int32_t from, std::int32_t to) {
  LET(auto rows,
      impl_->db->query(
          "SELECT r.case_id FROM revision r JOIN case_file c ON c.id = r.case_id WHERE r.day BETWEEN ? AND ? AND "
          "r.gone < 10 AND (r.gone = 1 OR "
          "EXISTS (SELECT 1 FROM revision b WHERE b.case_id = r.case_id AND b.view = r.view AND b.gone < 10 AND "
          "(b.day < r.day OR (b.day = r.day AND b.entry < r.entry)))) "
          "GROUP BY r.case_id ORDER BY c.key",
          from, to));
  return impl_->numbers(std::move(rows));
}

}  // namespace waymark::courts
