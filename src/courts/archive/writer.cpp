#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/check.h"
#include "base/encoding.h"
#include "courts/archive/archive.h"
#include "courts/archive/card_json.h"
#include "courts/archive/derived_rows.h"
#include "courts/archive/fact_store.h"
#include "courts/archive/packed.h"
#include "courts/archive/schema.h"
#include "courts/archive/store_cards.h"

namespace waymark::courts {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kPackedFrom = 300;  // smaller bodies do not shrink
constexpr std::size_t kContentBytes = 16;
constexpr int kReaderVersion = 1;

std::string canonical(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

class ArchiveWriter::Impl {
 public:
  explicit Impl(std::unique_ptr<store::Connection> db) : db_(std::move(db)), facts_(*db_) {}

  Result<void> start() {
    TRY(store::migrate(*db_, archive_schema()));
    TRY(facts_.load_terms());
    TRY(read_head());
    LET(const std::int64_t owed,
        db_->number("SELECT EXISTS(SELECT 1 FROM case_file) AND NOT EXISTS(SELECT 1 FROM fact)"));
    return owed != 0 ? rebuild_facts() : Result<void>{};  // an upgrade left them to us
  }

  Result<void> read_head() {
    LET(auto rows, db_->query("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1"));
    LET(const bool any, rows.next());
    if (!any) return {};
    if (rows.blob(1).size() != head_.size())
      return fail(Code::kMalformed, "courts/archive", "the newest entry has no hash");
    seq_ = rows.integer(0);
    std::copy(rows.blob(1).begin(), rows.blob(1).end(), head_.begin());
    return {};
  }

  Result<bool> begin_import(std::string_view name, std::string_view snapshot, std::int32_t day);
  Result<bool> item_done(std::string_view item) {
    LET(const std::int64_t count, db_->number("SELECT count(*) FROM item WHERE run = ? AND name = ?", run_, item));
    return count > 0;
  }
  Result<PutCounts> put_page(std::string_view item, const PageRecord& page, std::span<const Card> cards);
  Result<void> commit() {
    if (!transaction_) return {};
    TRY(transaction_->commit());
    transaction_.reset();
    return {};
  }
  Result<std::int64_t> end_import(std::span<const std::string> courts_with_non_answers, bool non_answer_without_court);
  Result<void> rebuild_facts();

 private:
  struct Stated {
    std::int64_t state = 0;
    std::int64_t case_id = 0;
    std::int64_t entry = 0;
    bool new_case = false;
    bool changed = false;  ///< facts must be derived anew
    bool moved = false;    ///< only the day of seeing moved
  };

  Result<void> need_transaction() {
    if (transaction_) return {};
    LET(auto begun, store::Transaction::begin(*db_));
    transaction_.emplace(std::move(begun));
    return {};
  }
  Result<std::int64_t> append(EntryKind kind, std::int32_t day, std::int64_t subject, const std::string& body);
  Result<std::int64_t> put_blob(const crypto::Sha256& sha256, std::string_view bytes);
  Result<Stated> put_card(const Card& card, std::int32_t seen, PutCounts& counts);
  Result<void> file_for(const Card& card, std::int32_t seen, Stated& stated);
  Result<Stated> first_state(const Card& card, std::int32_t seen, ByteView content, const std::string& body,
                             Stated stated);
  Result<std::int64_t> append_revision(const Card& card, std::int32_t seen, const std::string& body,
                                       std::int64_t case_id);
  Result<bool> was_so(std::int64_t case_id, int view, std::int32_t day, const std::string& body);
  Result<void> update_facts(const Card& card, const Stated& stated, std::int32_t seen);
  Result<void> put_page_entry(const PageRecord& page, std::int64_t blob, const std::vector<Stated>& said);
  Result<std::int64_t> write_tombstones(std::span<const std::string> left_out);

  std::unique_ptr<store::Connection> db_;
  FactStore facts_;
  std::optional<store::Transaction> transaction_;
  std::int64_t seq_ = 0;
  crypto::Sha256 head_{};
  std::int64_t run_ = 0;
  std::string snapshot_;
  std::int32_t run_day_ = 0;
};

Result<bool> ArchiveWriter::Impl::begin_import(std::string_view name, std::string_view snapshot, std::int32_t day) {
  TRY(need_transaction());
  snapshot_ = std::string{snapshot};
  {
    LET(auto rows,
        db_->query("SELECT id, day FROM import_run WHERE name = ? AND snapshot = ? AND finished = 0", name, snapshot));
    LET(const bool unfinished, rows.next());
    if (unfinished) {
      run_ = rows.integer(0);
      run_day_ = static_cast<std::int32_t>(rows.integer(1));
      return true;
    }
  }
  run_day_ = day;
  LET(const std::int64_t last, db_->number("SELECT coalesce(max(id), 0) FROM import_run"));
  run_ = last + 1;
  LET(const std::int64_t entry,
      append(EntryKind::kImport, day, run_, canonical({{"name", name}, {"snapshot", snapshot}})));
  TRY(db_->execute("INSERT INTO import_run(id, name, snapshot, day, entry) VALUES(?,?,?,?,?)", run_, name, snapshot,
                   day, entry));
  return false;
}

Result<std::int64_t> ArchiveWriter::Impl::append(EntryKind kind, std::int32_t day, std::int64_t subject,
                                                 const std::string& body) {
  const EntryHead head{.seq = seq_ + 1, .kind = kind, .day = day, .subject = subject};
  const crypto::Sha256 hash = entry_hash(head_, head, view_of(body));
  const bool pack = body.size() >= kPackedFrom;
  const Bytes bytes = pack ? packed(body) : to_bytes(view_of(body));
  TRY(db_->execute("INSERT INTO entry(seq, kind, day, subject, size, body, hash) VALUES(?,?,?,?,?,?,?)", head.seq,
                   static_cast<int>(kind), day, subject, pack ? body.size() : 0, bytes, hash));
  seq_ = head.seq;
  head_ = hash;
  return seq_;
}

Result<std::int64_t> ArchiveWriter::Impl::put_blob(const crypto::Sha256& sha256, std::string_view bytes) {
  {
    LET(auto rows, db_->query("SELECT id FROM blob WHERE sha256 = ?", sha256));
    LET(const bool known, rows.next());
    if (known) return rows.integer(0);
  }
  TRY(db_->execute("INSERT INTO blob(sha256, size, bytes) VALUES(?,?,?)", sha256, bytes.size(), packed(bytes)));
  return db_->last_row_id();
}

Result<void> ArchiveWriter::Impl::file_for(const Card& card, std::int32_t seen, Stated& stated) {
  const std::string key = case_key(card);
  {
    LET(auto rows, db_->query("SELECT id FROM case_file WHERE key = ?", key));
    LET(const bool known, rows.next());
    if (known) {
      stated.case_id = rows.integer(0);
      return {};
    }
  }
  TRY(db_->execute("INSERT INTO case_file(key, court, first_seen) VALUES(?,?,?)", key,
                   std::string_view{key}.substr(0, key.find('|')), seen));
  stated.case_id = db_->last_row_id();
  stated.new_case = true;
  return {};
}

Result<std::int64_t> ArchiveWriter::Impl::append_revision(const Card& card, std::int32_t seen, const std::string& body,
                                                          std::int64_t case_id) {
  for (const ActText& act : card.acts) TRY(put_blob(act.sha256, act.text));
  LET(const std::int64_t entry, append(EntryKind::kRevision, seen, case_id, body));
  TRY(db_->execute("INSERT INTO revision(entry, case_id, view, day, gone) VALUES(?,?,?,?,0)", entry, case_id,
                   static_cast<int>(card.view), seen));
  if (const auto uid = card.uid.key())
    TRY(db_->execute("INSERT OR IGNORE INTO uid(uid, case_id) VALUES(?,?)", *uid, case_id));
  return entry;
}

Result<ArchiveWriter::Impl::Stated> ArchiveWriter::Impl::first_state(const Card& card, std::int32_t seen,
                                                                     ByteView content, const std::string& body,
                                                                     Stated stated) {
  LET(stated.entry, append_revision(card, seen, body, stated.case_id));
  TRY(db_->execute("INSERT INTO state(case_id, view, entry, content, first_seen, last_seen) VALUES(?,?,?,?,?,?)",
                   stated.case_id, static_cast<int>(card.view), stated.entry, content, seen, seen));
  stated.state = db_->last_row_id();
  stated.changed = true;
  return stated;
}

Result<ArchiveWriter::Impl::Stated> ArchiveWriter::Impl::put_card(const Card& card, std::int32_t seen,
                                                                  PutCounts& counts) {
  Stated stated;
  TRY(file_for(card, seen, stated));
  if (stated.new_case) ++counts.new_cases;
  const int view = static_cast<int>(card.view);
  const std::string body =
      canonical({{"key", case_key(card)}, {"view", view}, {"card", json_of(card)}, {"reader", kReaderVersion}});
  const crypto::Sha256 hash = crypto::sha256(view_of(body));
  const ByteView content = ByteView{hash}.first(kContentBytes);
  std::int32_t last_seen = 0;
  bool same = false;
  std::int32_t gone = kNoDay;
  {
    LET(auto rows, db_->query("SELECT id, entry, content, last_seen, gone FROM state WHERE case_id = ? AND view = ?",
                              stated.case_id, view));
    LET(const bool known, rows.next());
    if (!known) {
      ++counts.new_revisions;
      return first_state(card, seen, content, body, stated);
    }
    stated.state = rows.integer(0);
    stated.entry = rows.integer(1);
    same = std::equal(content.begin(), content.end(), rows.blob(2).begin(), rows.blob(2).end());
    last_seen = static_cast<std::int32_t>(rows.integer(3));
    if (!rows.is_null(4)) gone = static_cast<std::int32_t>(rows.integer(4));
  }
  stated.moved = seen != last_seen;
  // Only a page of the day it was missed or later brings a record back; an older one that comes in late is history.
  if (gone != kNoDay && seen >= gone) {
    ++counts.returned;
    stated.changed = true;
    LET(const std::int64_t entry,
        append(EntryKind::kReturned, seen, stated.case_id,
               canonical({{"key", case_key(card)}, {"view", view}, {"revision", stated.entry}})));
    TRY(db_->execute("INSERT INTO revision(entry, case_id, view, day, gone) VALUES(?,?,?,?,2)", entry, stated.case_id,
                     view, seen));
  }
  if (same) {
    ++counts.unchanged;
    TRY(
        db_->execute("UPDATE state SET first_seen = min(first_seen, ?), last_seen = max(last_seen, ?), gone = CASE "
                     "WHEN ? >= gone THEN NULL ELSE gone END WHERE id = ?",
                     seen, seen, seen, stated.state));
    return stated;
  }
  if (seen < last_seen) {
    LET(const bool known, was_so(stated.case_id, view, seen, body));
    if (known) {
      ++counts.unchanged;
      return stated;
    }
  }
  ++counts.new_revisions;
  LET(stated.entry, append_revision(card, seen, body, stated.case_id));
  if (seen < last_seen) {  // an older page that came in later: history, not news
    TRY(db_->execute("UPDATE state SET first_seen = min(first_seen, ?) WHERE id = ?", seen, stated.state));
    return stated;
  }
  stated.changed = true;
  TRY(db_->execute(
      "UPDATE state SET entry = ?, content = ?, last_seen = ?, gone = CASE WHEN ? >= gone THEN NULL ELSE gone "
      "END WHERE id = ?",
      stated.entry, content, seen, seen, stated.state));
  return stated;
}

/// Whether the archive knows already that a card read so on that day: its newest state up to then has the same words.
/// So a folder that comes in again, in any order, adds nothing.
Result<bool> ArchiveWriter::Impl::was_so(std::int64_t case_id, int view, std::int32_t day, const std::string& body) {
  const Bytes bytes = body.size() >= kPackedFrom ? packed(body) : to_bytes(view_of(body));
  LET(auto rows, db_->query("SELECT e.body FROM revision r JOIN entry e ON e.seq = r.entry WHERE r.case_id = ? AND "
                            "r.view = ? AND r.gone = 0 AND r.day <= ? ORDER BY r.day DESC, r.entry DESC LIMIT 1",
                            case_id, view, day));
  LET(const bool any, rows.next());
  return any && std::equal(bytes.begin(), bytes.end(), rows.blob(0).begin(), rows.blob(0).end());
}

Result<void> ArchiveWriter::Impl::update_facts(const Card& card, const Stated& stated, std::int32_t seen) {
  if (says_decided(card)) {
    TRY(db_->execute("UPDATE case_file SET decided_seen = min(coalesce(decided_seen, ?), ?) WHERE id = ?", seen, seen,
                     stated.case_id));
  }
  TRY(db_->execute("UPDATE case_file SET first_seen = min(first_seen, ?) WHERE id = ?", seen, stated.case_id));
  if (stated.new_case) {
    const ViewNow view{.card = card, .first_seen = seen, .last_seen = seen, .gone = kNoDay};
    return facts_.replace(stated.case_id, derive_facts({&view, 1}), says_decided(card) ? seen : kNoDay, false);
  }
  if (!stated.changed) {
    TRY(db_->execute("UPDATE fact SET first_seen = min(first_seen, ?), last_seen = max(last_seen, ?) WHERE case_id = ?",
                     seen, seen, stated.case_id));
    return {};
  }
  LET(const std::vector<ViewNow> views, views_of(*db_, stated.case_id));
  LET(auto rows, db_->query("SELECT decided_seen FROM case_file WHERE id = ?", stated.case_id));
  LET(const bool known, rows.next());
  CHECK(known);
  return facts_.replace(stated.case_id, derive_facts(views), day_at(rows, 0), true);
}

Result<void> ArchiveWriter::Impl::put_page_entry(const PageRecord& page, std::int64_t blob,
                                                 const std::vector<Stated>& said) {
  Json says = Json::array();
  for (const Stated& one : said) says.push_back({one.case_id, one.entry});
  const Json body{{"bytes", page.bytes.size()},
                  {"court", page.court_code},
                  {"encoding", page.encoding},
                  {"kind", static_cast<int>(page.kind)},
                  {"says", says},
                  {"seen_from", static_cast<int>(page.seen_from)},
                  {"sha256", to_hex(page.sha256)},
                  {"source", page.source},
                  {"url", page.url}};
  LET(const std::int64_t entry, append(EntryKind::kPage, page.seen, blob, canonical(body)));
  TRY(db_->execute("INSERT INTO page(entry, blob, day, source) VALUES(?,?,?,?)", entry, blob, page.seen, page.source));
  for (const Stated& one : said)
    TRY(db_->execute("INSERT OR IGNORE INTO said(case_id, page) VALUES(?,?)", one.case_id, entry));
  return {};
}

Result<PutCounts> ArchiveWriter::Impl::put_page(std::string_view item, const PageRecord& page,
                                                std::span<const Card> cards) {
  CHECK(run_ != 0 && page.seen != kNoDay);
  TRY(need_transaction());
  PutCounts counts;
  LET(const std::int64_t blobs_before, db_->number("SELECT count(*) FROM blob WHERE sha256 = ?", page.sha256));
  counts.page_is_new = blobs_before == 0;
  LET(const std::int64_t blob, put_blob(page.sha256, page.bytes));
  std::vector<Stated> said;
  for (const Card& card : cards) {
    if (case_key(card).empty()) continue;
    LET(const Stated stated, put_card(card, page.seen, counts));
    if (stated.new_case || stated.changed || stated.moved) TRY(update_facts(card, stated, page.seen));
    if (!snapshot_.empty()) {
      TRY(db_->execute(
          "INSERT INTO member(snapshot, state, run) VALUES(?,?,?) ON CONFLICT DO UPDATE SET run = excluded.run",
          snapshot_, stated.state, run_));
    }
    said.push_back(stated);
  }
  LET(const std::int64_t seen_before,
      db_->number("SELECT count(*) FROM page WHERE blob = ? AND day = ? AND source = ?", blob, page.seen, page.source));
  if (seen_before == 0) TRY(put_page_entry(page, blob, said));
  TRY(db_->execute("INSERT OR IGNORE INTO item(run, name) VALUES(?,?)", run_, item));
  return counts;
}

Result<std::int64_t> ArchiveWriter::Impl::write_tombstones(std::span<const std::string> left_out) {
  struct Missing {
    std::int64_t state, case_id, view, last_seen;
    std::string key;
  };
  std::vector<Missing> missing;
  {
    // At the same court and view this import had something, so it was looked at.
    LET(auto rows,
        db_->query(
            "SELECT s.id, s.case_id, s.view, s.last_seen, c.key, c.court FROM member m JOIN state s ON s.id = m.state "
            "JOIN case_file c ON c.id = s.case_id WHERE m.snapshot = ? AND m.run <> ? AND s.gone IS NULL AND "
            "s.last_seen < ? "
            "AND EXISTS (SELECT 1 FROM member n JOIN state t ON t.id = n.state JOIN case_file d ON d.id = t.case_id "
            "WHERE n.snapshot = m.snapshot AND n.run = ? AND t.view = s.view AND d.court = c.court) ORDER BY s.id",
            snapshot_, run_, run_day_, run_));
    while (true) {
      LET(const bool more, rows.next());
      if (!more) break;
      if (std::find(left_out.begin(), left_out.end(), rows.text(5)) != left_out.end()) continue;
      missing.push_back(
          {rows.integer(0), rows.integer(1), rows.integer(2), rows.integer(3), std::string{rows.text(4)}});
    }
  }
  for (const Missing& one : missing) {
    const Json body{{"key", one.key}, {"view", one.view}, {"snapshot", snapshot_}, {"last_seen", one.last_seen}};
    LET(const std::int64_t entry, append(EntryKind::kTombstone, run_day_, one.case_id, canonical(body)));
    TRY(db_->execute("INSERT INTO revision(entry, case_id, view, day, gone) VALUES(?,?,?,?,1)", entry, one.case_id,
                     one.view, run_day_));
    TRY(db_->execute("UPDATE state SET gone = ? WHERE id = ?", run_day_, one.state));
    TRY(db_->execute("UPDATE fact SET gone = ? WHERE case_id = ? AND last_seen <= ?", run_day_, one.case_id, run_day_));
  }
  return static_cast<std::int64_t>(missing.size());
}

Result<std::int64_t> ArchiveWriter::Impl::end_import(std::span<const std::string> courts_with_non_answers,
                                                     bool non_answer_without_court) {
  CHECK(run_ != 0);
  TRY(need_transaction());
  std::int64_t tombstones = 0;
  if (!snapshot_.empty() && !non_answer_without_court) {
    LET(tombstones, write_tombstones(courts_with_non_answers));
  }
  LET(const std::int64_t items, db_->number("SELECT count(*) FROM item WHERE run = ?", run_));
  TRY(append(EntryKind::kEnd, run_day_, run_, canonical({{"items", items}, {"tombstones", tombstones}})));
  TRY(db_->execute("UPDATE import_run SET finished = 1 WHERE id = ?", run_));
  TRY(db_->execute("DELETE FROM item WHERE run = ?", run_));
  TRY(commit());
  run_ = 0;
  return tombstones;
}

Result<void> ArchiveWriter::Impl::rebuild_facts() {
  TRY(need_transaction());
  TRY(derive_rows(*db_));
  TRY(db_->execute("DELETE FROM fact_text"));
  TRY(db_->execute("DELETE FROM fact"));
  LET(const std::int64_t last, db_->number("SELECT coalesce(max(id), 0) FROM case_file"));
  for (std::int64_t id = 1; id <= last; ++id) {
    LET(const std::vector<ViewNow> views, views_of(*db_, id));
    if (views.empty()) continue;
    LET(const auto decided_seen, decided_seen_of(*db_, id));
    TRY(facts_.replace(id, derive_facts(views), decided_seen.value_or(kNoDay), false));
  }
  return commit();
}

ArchiveWriter::ArchiveWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ArchiveWriter::~ArchiveWriter() = default;

Result<std::unique_ptr<ArchiveWriter>> ArchiveWriter::open(const std::filesystem::path& file) {
  LET(auto db, store::Connection::open(file, {.cache_kib = 65'536}));
  auto impl = std::make_unique<Impl>(std::move(db));
  TRY(impl->start());
  return std::unique_ptr<ArchiveWriter>{new ArchiveWriter{std::move(impl)}};
}

Result<bool> ArchiveWriter::begin_import(std::string_view name, std::string_view snapshot, std::int32_t day) {
  return impl_->begin_import(name, snapshot, day);
}
Result<bool> ArchiveWriter::item_done(std::string_view item) { return impl_->item_done(item); }
Result<PutCounts> ArchiveWriter::put_page(std::string_view item, const PageRecord& page, std::span<const Card> cards) {
  return impl_->put_page(item, page, cards);
}
Result<void> ArchiveWriter::commit() { return impl_->commit(); }
Result<std::int64_t> ArchiveWriter::end_import(std::span<const std::string> courts_with_non_answers,
                                               bool non_answer_without_court) {
  return impl_->end_import(courts_with_non_answers, non_answer_without_court);
}
Result<void> ArchiveWriter::rebuild_facts() { return impl_->rebuild_facts(); }

}  // namespace waymark::courts
