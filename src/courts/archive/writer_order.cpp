#include "courts/archive/writer_impl.h"

namespace waymark::courts {

/// A revision of this view that has these words, of whatever day; 0. So a folder that comes in again adds nothing.
Result<std::int64_t> ArchiveWriter::Impl::revision_with(std::int64_t case_id, int view, const std::string& body) {
  const Bytes bytes = body.size() >= kPackedFrom ? packer_.packed(body) : to_bytes(view_of(body));
  return db_->number(
      "SELECT coalesce((SELECT r.entry FROM revision r JOIN entry e ON e.seq = r.entry WHERE r.case_id = ? AND "
      "r.view = ? AND r.gone % 10 = 0 AND e.body = ? ORDER BY r.entry LIMIT 1), 0)",
      case_id, view, bytes);
}

Result<Appended> ArchiveWriter::Impl::put_in_order(std::int64_t case_id, int view, const std::string& key) {
  LET(Timeline timeline, timeline_of(*db_, case_id, view));
  return write_timeline(
      *db_, case_id, view, key, std::move(timeline),
      [&](EntryKind kind, std::int32_t day, const std::string& body) { return append(kind, day, case_id, body); });
}

/// Facts and days of a case from what is stored of it.
Result<void> ArchiveWriter::Impl::refresh_facts(std::int64_t case_id) {
  LET(const std::vector<ViewNow> views, views_of(*db_, case_id));
  LET(const auto decided_seen, decided_seen_of(*db_, case_id));
  std::vector<DraftFact> drafts;
  if (!views.empty()) drafts = derive_facts(views);
  TRY(
      db_->execute("UPDATE case_file SET first_seen = coalesce((SELECT min(first_seen) FROM state WHERE case_id = ?), "
                   "first_seen), decided_seen = ? WHERE id = ?",
                   case_id, day_bound(decided_seen.value_or(kNoDay)), case_id));
  return facts_.replace(case_id, std::move(drafts), decided_seen.value_or(kNoDay), true);
}

/// A page that a newer reader reads otherwise than before: what was said of it is taken back, the page and the old
/// entry stay. @return the records of which it spoke
Result<std::set<Member>> ArchiveWriter::Impl::forget_reading(std::int64_t blob, const PageRecord& page) {
  std::set<Member> spoke_of;
  LET(const std::int64_t entry,
      db_->number("SELECT coalesce((SELECT entry FROM page WHERE blob = ? AND day = ? AND source = ?), 0)", blob,
                  page.seen, page.source));
  LET(auto rows, db_->query("SELECT case_id, view FROM said WHERE page = ?", entry));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) break;
    spoke_of.emplace(rows.integer(0), static_cast<int>(rows.integer(1)));
  }
  TRY(db_->execute("DELETE FROM said WHERE page = ?", entry));
  TRY(db_->execute("DELETE FROM page WHERE entry = ?", entry));
  return spoke_of;
}

/// Whether a known page is recorded to say something else of this record than it was read to say now.
Result<std::int64_t> ArchiveWriter::Impl::revision_differs(std::int64_t page, const Stated& stated) {
  return db_->number(
      "SELECT count(*) FROM said s JOIN entry a ON a.seq = s.revision JOIN entry b ON b.seq = ? WHERE s.case_id = ? "
      "AND s.page = ? AND s.view = ? AND a.body <> b.body",
      stated.entry, stated.case_id, page, stated.view);
}

/// Puts the timelines of records in order, and their facts.
Result<std::int64_t> ArchiveWriter::Impl::order_all(const std::set<Member>& records, PutCounts& counts) {
  std::set<std::int64_t> cases;
  std::int64_t gone = 0;
  for (const auto& [case_id, view] : records) {
    std::string key;
    {
      LET(auto rows, db_->query("SELECT key FROM case_file WHERE id = ?", case_id));
      LET(const bool any, rows.next());
      CHECK(any);
      key = rows.text(0);
    }
    LET(const Appended appended, put_in_order(case_id, view, key));
    counts.new_revisions += appended.said;
    counts.returned += appended.back;
    gone += appended.gone;
    cases.insert(case_id);
  }
  for (const std::int64_t case_id : cases) TRY(refresh_facts(case_id));
  return gone;
}

/// What this import held, as an entry; and what it lacks of earlier days, or later ones of it. @return tombstones
Result<std::int64_t> ArchiveWriter::Impl::write_whole(std::span<const std::string> left_out, bool whole) {
  std::set<Member> members;
  {
    LET(auto rows,
        db_->query("SELECT s.case_id, s.view FROM member m JOIN state s ON s.id = m.state WHERE m.run = ?", run_));
    while (true) {
      LET(const bool more, rows.next());
      if (!more) break;
      members.emplace(rows.integer(0), static_cast<int>(rows.integer(1)));
    }
  }
  LET(const std::int64_t entry,
      append(EntryKind::kWhole, run_day_, run_, body_of_whole(snapshot_, members, left_out, whole)));
  LET(const std::set<Member> changed, add_whole(*db_, entry));
  TRY(db_->execute("DELETE FROM member WHERE run = ?", run_));
  PutCounts ignored;
  return order_all(changed, ignored);
}

/// An archive from before wholes were entries knows of each record which import had it last: that much becomes entries.
Result<void> ArchiveWriter::Impl::write_old_members() {
  struct Old {
    std::int64_t run;
    std::int32_t day;
    std::string snapshot;
    std::set<Member> members;
  };
  std::vector<Old> old;
  {
    LET(auto rows,
        db_->query(
            "SELECT m.run, i.day, m.snapshot, s.case_id, s.view FROM member m JOIN state s ON s.id = m.state JOIN "
            "import_run i ON i.id = m.run WHERE i.finished = 1 ORDER BY m.run"));
    while (true) {
      LET(const bool more, rows.next());
      if (!more) break;
      if (old.empty() || old.back().run != rows.integer(0))
        old.push_back({rows.integer(0), static_cast<std::int32_t>(rows.integer(1)), std::string{rows.text(2)}, {}});
      old.back().members.emplace(rows.integer(3), static_cast<int>(rows.integer(4)));
    }
  }
  TRY(need_transaction());
  for (const Old& one : old)
    TRY(append(EntryKind::kWhole, one.day, one.run, body_of_whole(one.snapshot, one.members, {}, false)));
  TRY(db_->execute("DELETE FROM member WHERE run IN (SELECT id FROM import_run WHERE finished = 1)"));
  return {};
}

Result<void> ArchiveWriter::Impl::rebuild_facts() {
  TRY(need_transaction());
  TRY(derive_rows(*db_));
  TRY(db_->execute("DELETE FROM fact_text"));
  TRY(db_->execute("DELETE FROM fact"));
  LET(const std::vector<Member> all, all_views(*db_));
  PutCounts ignored;
  TRY(order_all({all.begin(), all.end()}, ignored));
  return commit();
}

}  // namespace waymark::courts
