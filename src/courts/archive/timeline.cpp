#include "courts/archive/timeline.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "courts/archive/store_cards.h"
#include "crypto/verify/hash.h"

namespace waymark::courts {
namespace {

constexpr std::size_t kContentBytes = 16;

std::string canonical(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// What is stored of one view, before it is put in order.
struct Stored {
  std::map<std::int32_t, std::int64_t> said = {};   ///< day → the revision that its last page names
  std::map<std::int32_t, std::string> misses = {};  ///< day → the whole
  std::vector<Mark> rows = {};                      ///< of `revision`, superseded ones too
};

Result<Stored> stored_of(store::Connection& db, std::int64_t case_id, int view) {
  Stored stored;
  {
    LET(auto rows,
        db.query("SELECT p.day, s.revision FROM said s JOIN page p ON p.entry = s.page WHERE s.case_id = ? AND "
                 "s.view = ? ORDER BY p.day, s.page",
                 case_id, view));
    while (true) {
      LET(const bool more, rows.next());
      if (!more) break;
      stored.said[static_cast<std::int32_t>(rows.integer(0))] = rows.integer(1);
    }
  }
  {
    LET(auto rows, db.query("SELECT day, snapshot FROM miss WHERE case_id = ? AND view = ? ORDER BY day, snapshot",
                            case_id, view));
    while (true) {
      LET(const bool more, rows.next());
      if (!more) break;
      stored.misses.emplace(static_cast<std::int32_t>(rows.integer(0)), rows.text(1));
    }
  }
  LET(auto rows,
      db.query("SELECT entry, day, gone FROM revision WHERE case_id = ? AND view = ? ORDER BY entry", case_id, view));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return stored;
    stored.rows.push_back({.kind = static_cast<MarkKind>(rows.integer(2) % kSuperseded),
                           .day = static_cast<std::int32_t>(rows.integer(1)),
                           .entry = rows.integer(0)});
  }
}

/// Puts what is stored in order.
class Walk {
 public:
  Walk(store::Connection& db, Stored stored) : db_(db), stored_(std::move(stored)) {}

  Result<Timeline> run() {
    std::set<std::int32_t> days;
    for (const auto& [day, revision] : stored_.said) days.insert(day);
    for (const auto& [day, snapshot] : stored_.misses) days.insert(day);
    for (const std::int32_t day : days) {
      const auto said = stored_.said.find(day);
      if (said != stored_.said.end()) {
        TRY(seen(day, said->second));
      } else if (timeline_.first_seen != kNoDay && timeline_.gone == kNoDay) {
        timeline_.gone = day;
        timeline_.marks.push_back({.kind = MarkKind::kGone,
                                   .day = day,
                                   .entry = entry_for(MarkKind::kGone, day),
                                   .snapshot = stored_.misses.at(day),
                                   .seen = timeline_.last_seen});
      }
    }
    return std::move(timeline_);
  }

 private:
  Result<void> seen(std::int32_t day, std::int64_t revision) {
    if (timeline_.first_seen == kNoDay) timeline_.first_seen = day;
    if (timeline_.gone != kNoDay)
      timeline_.marks.push_back({.kind = MarkKind::kBack, .day = day, .entry = entry_for(MarkKind::kBack, day)});
    timeline_.gone = kNoDay;
    timeline_.last_seen = day;
    if (revision == revision_) return {};
    LET(std::string body, body_of_entry(db_, revision));
    revision_ = revision;
    if (body == body_) return {};
    body_ = body;
    Mark mark{.kind = MarkKind::kSaid, .day = day, .entry = 0, .body = std::move(body)};
    for (const Mark& row : stored_.rows) {
      if (row.kind != MarkKind::kSaid || row.day != day) continue;
      LET(const std::string said, body_of_entry(db_, row.entry));
      if (said == mark.body) mark.entry = row.entry;
    }
    timeline_.marks.push_back(std::move(mark));
    return {};
  }
  [[nodiscard]] std::int64_t entry_for(MarkKind kind, std::int32_t day) const {
    for (const Mark& row : stored_.rows)
      if (row.kind == kind && row.day == day) return row.entry;
    return 0;
  }

  store::Connection& db_;
  const Stored stored_;
  Timeline timeline_;
  std::int64_t revision_ = 0;
  std::string body_;
};

Bytes content_of(const std::string& body) {
  const crypto::Sha256 hash = crypto::sha256(view_of(body));
  return Bytes(hash.begin(), hash.begin() + kContentBytes);
}

std::string body_of(const Mark& mark, const Timeline& timeline, const std::string& key, int view) {
  if (mark.kind == MarkKind::kSaid) return mark.body;
  if (mark.kind == MarkKind::kGone)
    return canonical(
        {{"key", key}, {"view", view}, {"snapshot", mark.snapshot}, {"last_seen", mark.seen}, {"of_days", true}});
  std::int64_t said = 0;  // what it said when it vanished
  for (const Mark& one : timeline.marks)
    if (one.kind == MarkKind::kSaid && one.day < mark.day) said = one.entry;
  return canonical({{"key", key}, {"view", view}, {"revision", said}});
}

EntryKind entry_kind(MarkKind kind) {
  return kind == MarkKind::kSaid   ? EntryKind::kRevision
         : kind == MarkKind::kGone ? EntryKind::kTombstone
                                   : EntryKind::kReturned;
}

}  // namespace

const Mark* Timeline::newest_said() const {
  for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark)
    if (mark->kind == MarkKind::kSaid) return &*mark;
  return nullptr;
}

Result<Timeline> timeline_of(store::Connection& db, std::int64_t case_id, int view) {
  LET(Stored stored, stored_of(db, case_id, view));
  return Walk{db, std::move(stored)}.run();
}

Result<std::int64_t> timeline_rows_wrong(store::Connection& db, std::int64_t case_id, int view,
                                         const Timeline& timeline) {
  std::map<std::int64_t, int> wanted;
  std::int64_t wrong = 0;
  for (const Mark& mark : timeline.marks) {
    if (mark.entry == 0) ++wrong;
    wanted[mark.entry] = static_cast<int>(mark.kind);
  }
  {
    LET(auto rows, db.query("SELECT entry, gone FROM revision WHERE case_id = ? AND view = ?", case_id, view));
    while (true) {
      LET(const bool more, rows.next());
      if (!more) break;
      const auto found = wanted.find(rows.integer(0));
      const bool active = rows.integer(1) < kSuperseded;
      if (active != (found != wanted.end())) ++wrong;
    }
  }
  LET(auto rows,
      db.query("SELECT content, first_seen, last_seen, gone FROM state WHERE case_id = ? AND view = ?", case_id, view));
  LET(const bool any, rows.next());
  const Mark* const said = timeline.newest_said();
  if (!any || said == nullptr) return wrong + (any == (said != nullptr) ? 0 : 1);
  const Bytes content = content_of(said->body);
  const bool same = std::equal(content.begin(), content.end(), rows.blob(0).begin(), rows.blob(0).end()) &&
                    day_at(rows, 1) == timeline.first_seen && day_at(rows, 2) == timeline.last_seen &&
                    day_at(rows, 3) == timeline.gone;
  return wrong + (same ? 0 : 1);
}

Result<Appended> write_timeline(store::Connection& db, std::int64_t case_id, int view, const std::string& key,
                                Timeline timeline, const AppendEntry& append) {
  Appended appended;
  TRY(db.execute("UPDATE revision SET gone = gone + ? WHERE case_id = ? AND view = ? AND gone < ?", kSuperseded,
                 case_id, view, kSuperseded));
  for (Mark& mark : timeline.marks) {
    if (mark.entry == 0) {
      LET(mark.entry, append(entry_kind(mark.kind), mark.day, body_of(mark, timeline, key, view)));
      (mark.kind == MarkKind::kSaid   ? appended.said
       : mark.kind == MarkKind::kGone ? appended.gone
                                      : appended.back) += 1;
    }
    TRY(db.execute(
        "INSERT INTO revision(entry, case_id, view, day, gone) VALUES(?,?,?,?,?) ON CONFLICT(entry) DO UPDATE "
        "SET gone = excluded.gone",
        mark.entry, case_id, view, mark.day, static_cast<int>(mark.kind)));
  }
  const Mark* const said = timeline.newest_said();
  if (said == nullptr) {
    TRY(db.execute("DELETE FROM state WHERE case_id = ? AND view = ?", case_id, view));
    return appended;
  }
  TRY(db.execute(
      "INSERT INTO state(case_id, view, entry, content, first_seen, last_seen, gone) VALUES(?,?,?,?,?,?,?) ON "
      "CONFLICT(case_id, view) DO UPDATE SET entry = excluded.entry, content = excluded.content, first_seen = "
      "excluded.first_seen, last_seen = excluded.last_seen, gone = excluded.gone",
      case_id, view, said->entry, content_of(said->body), timeline.first_seen, timeline.last_seen,
      day_bound(timeline.gone)));
  return appended;
}

}  // namespace waymark::courts
