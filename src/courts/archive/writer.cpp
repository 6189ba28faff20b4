#include "courts/archive/writer_impl.h"

namespace waymark::courts {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kContentBytes = 16;
constexpr int kReaderVersion = 1;

std::string canonical(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

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
  const Bytes bytes = pack ? packer_.packed(body) : to_bytes(view_of(body));
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
  TRY(db_->execute("INSERT INTO blob(sha256, size, bytes) VALUES(?,?,?)", sha256, bytes.size(), packer_.packed(bytes)));
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
  bool gone = false;
  stated.view = view;
  stated.key = case_key(card);
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
    gone = !rows.is_null(4);
  }
  stated.moved = seen != last_seen;
  if (!gone && same && seen >= last_seen) {
    ++counts.unchanged;
    TRY(db_->execute("UPDATE state SET last_seen = max(last_seen, ?) WHERE id = ?", seen, stated.state));
    return stated;
  }
  if (!gone && seen > last_seen) {
    ++counts.new_revisions;
    LET(stated.entry, append_revision(card, seen, body, stated.case_id));
    stated.changed = true;
    TRY(db_->execute("UPDATE state SET entry = ?, content = ?, last_seen = ? WHERE id = ?", stated.entry, content, seen,
                     stated.state));
    return stated;
  }
  // A day that comes in late, a second word on one day, a record that had vanished: see timeline.h.
  stated.out_of_order = true;
  LET(stated.entry, revision_with(stated.case_id, view, body));
  if (stated.entry != 0) {
    ++counts.unchanged;
    return stated;
  }
  ++counts.new_revisions;
  LET(stated.entry, append_revision(card, seen, body, stated.case_id));
  return stated;
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
    TRY(db_->execute("INSERT OR REPLACE INTO said(case_id, page, view, revision) VALUES(?,?,?,?)", one.case_id, entry,
                     one.view, one.entry));
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
  LET(const std::int64_t known,
      db_->number("SELECT coalesce((SELECT entry FROM page WHERE blob = ? AND day = ? AND source = ?), 0)", blob,
                  page.seen, page.source));
  std::vector<Stated> said;
  std::set<Member> to_order;
  bool read_otherwise = false;
  for (const Card& card : cards) {
    if (case_key(card).empty()) continue;
    LET(const Stated stated, put_card(card, page.seen, counts));
    if (!stated.out_of_order && (stated.new_case || stated.changed || stated.moved))
      TRY(update_facts(card, stated, page.seen));
    if (!snapshot_.empty()) {
      TRY(db_->execute(
          "INSERT INTO member(snapshot, state, run) VALUES(?,?,?) ON CONFLICT DO UPDATE SET run = excluded.run",
          snapshot_, stated.state, run_));
    }
    if (known != 0) {
      LET(const std::int64_t before,
          db_->number("SELECT count(*) FROM said WHERE case_id = ? AND page = ? AND view = ?", stated.case_id, known,
                      stated.view));
      read_otherwise = read_otherwise || stated.changed || before == 0;
    }
    if (stated.out_of_order && known != 0) {
      LET(const std::int64_t other, revision_differs(known, stated));
      read_otherwise = read_otherwise || other != 0;
    }
    if (stated.out_of_order) to_order.emplace(stated.case_id, stated.view);
    said.push_back(stated);
  }
  if (read_otherwise) {
    LET(const std::set<Member> spoke_of, forget_reading(blob, page));
    to_order.insert(spoke_of.begin(), spoke_of.end());
  }
  if (known == 0 || read_otherwise) {
    TRY(put_page_entry(page, blob, said));
    TRY(order_all(to_order, counts));
  }
  TRY(db_->execute("INSERT OR IGNORE INTO item(run, name) VALUES(?,?)", run_, item));
  taken_.emplace_back(item);
  return counts;
}

Result<std::int64_t> ArchiveWriter::Impl::end_import(std::span<const std::string> courts_with_non_answers,
                                                     bool non_answer_without_court) {
  CHECK(run_ != 0);
  TRY(need_transaction());
  std::int64_t tombstones = 0;
  if (!snapshot_.empty()) {
    LET(tombstones, write_whole(courts_with_non_answers, !non_answer_without_court));
  }
  LET(const std::int64_t items, db_->number("SELECT count(*) FROM item WHERE run = ?", run_));
  TRY(append(EntryKind::kEnd, run_day_, run_, canonical({{"items", items}, {"tombstones", tombstones}})));
  TRY(db_->execute("UPDATE import_run SET finished = 1 WHERE id = ?", run_));
  TRY(db_->execute("DELETE FROM item WHERE run = ?", run_));
  taken_.clear();  // it ended: what it took in needs no entry any more
  TRY(commit());
  run_ = 0;
  return tombstones;
}

ArchiveWriter::ArchiveWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ArchiveWriter::~ArchiveWriter() = default;

Result<std::unique_ptr<ArchiveWriter>> ArchiveWriter::open(const std::filesystem::path& file) {
  // From the root: SQLite takes a name that begins with "file:" or ":memory:" for something else than a file.
  std::error_code no_folder;
  LET(auto db, store::Connection::open(std::filesystem::absolute(file, no_folder), {.cache_kib = 65'536}));
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
