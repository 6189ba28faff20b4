#include "relay/envelopes.h"

#include <algorithm>

#include "base/check.h"
#include "relay/second_rows.h"
#include "relay/token_rows.h"

namespace waymark::relay {

Result<Rooms> rooms_for(store::Connection& db, const Quotas& quotas, std::uint32_t day) {
  LET(store::Rows rows,
      db.query("SELECT coalesce(sum(held), 0), coalesce(sum(held) FILTER (WHERE day = ?), 0) FROM tally", day));
  TRY(rows.next());
  return rooms_within(quotas, rows.integer(1), rows.integer(0));
}

namespace {

Result<Way> way_within(store::Connection& db, const Rooms& rooms, const Admission& admission) {
  bool good = false;
  if (admission.token && !(admission.plain == Entry::kOpen && rooms.plain)) {
    LET(good, token_is_good(db, *admission.token));
  }
  return way_in(admission, rooms, good);
}

}  // namespace

Result<Way> way_in(store::Connection& db, const Quotas& quotas, std::uint32_t day, const Admission& admission) {
  LET(const Rooms rooms, rooms_for(db, quotas, day));
  return way_within(db, rooms, admission);
}

Result<bool> is_held(store::Connection& db, const RowId& id) {
  LET(store::Rows rows, db.query("SELECT 1 FROM envelope WHERE id = ?", id));
  return rows.next();
}

Result<void> put_envelope(store::Connection& db, const Quotas& quotas, std::uint32_t day, const RowId& id,
                          const envelope::Envelope& envelope, const Admission& admission) {
  LET(const Rooms rooms, rooms_for(db, quotas, day));
  if (admission.plain == Entry::kOpen && rooms.plain) {
    // The usual way asks nothing beforehand; what is there already stays and counts for nothing.
    LET(const std::int64_t stored,
        db.execute("INSERT INTO envelope(id, day, blob) VALUES(?, ?, ?) ON CONFLICT(id) DO NOTHING", id, day,
                   envelope.view()));
    if (stored == 0) return take_over_copy(db, id);
    arrived(admission, Way::kPlain);
    return {};
  }
  // A repeated put is answered by what is there, also when nothing more fits.
  LET(const bool held, is_held(db, id));
  if (held) return take_over_copy(db, id);
  LET(const Way way, way_within(db, rooms, admission));
  return add_envelope(db, day, id, envelope, admission, way);
}

Result<void> add_envelope(store::Connection& db, std::uint32_t day, const RowId& id, const envelope::Envelope& envelope,
                          const Admission& admission, Way way) {
  TRY(db.execute("INSERT INTO envelope(id, day, blob) VALUES(?, ?, ?)", id, day, envelope.view()));
  if (way == Way::kToken) TRY(spend_token(db, *admission.token));
  arrived(admission, way);
  return {};
}

Result<Bytes> pull_envelopes(store::Connection& db, std::size_t limit) {
  CHECK(limit >= 1 && limit <= kPullMax);
  LET(const EnvelopeCounts counts, count_envelopes(db));
  ByteWriter entries{std::min<std::size_t>(limit, counts.held) * kPullEntryBytes};
  std::uint16_t count = 0;
  LET(store::Rows rows, db.query("SELECT id, day, blob FROM envelope ORDER BY seq LIMIT ?", limit));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) break;
    const auto day = static_cast<std::uint32_t>(rows.integer(1));
    // What has rotted since the start must not be acknowledged by the desk, which could only throw it away.
    if (!std::ranges::equal(rows.blob(0), row_id_of(day, rows.blob(2)))) return store::damage();
    entries.put(rows.blob(0)).u32(day).put(rows.blob(2));
    ++count;
  }
  ByteWriter answer{2 + entries.size()};
  answer.u16(count).put(entries.view());
  return answer.finish();
}

Result<bool> envelopes_are_whole(store::Connection& db) {
  LET(store::Rows rows, db.query("SELECT id, day, blob FROM envelope"));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return true;
    const auto day = static_cast<std::uint32_t>(rows.integer(1));
    if (!std::ranges::equal(rows.blob(0), row_id_of(day, rows.blob(2)))) return false;
  }
}

Result<std::uint16_t> purge_envelopes(store::Connection& db, std::span<const RowId> ids) {
  std::uint16_t purged = 0;
  for (const RowId& id : ids) {
    LET(const std::int64_t changed, db.execute("DELETE FROM envelope WHERE id = ?", id));
    purged = static_cast<std::uint16_t>(purged + changed);
    TRY(db.execute("DELETE FROM half WHERE id = ?", id));  // one that was asked for again
  }
  return purged;
}

Result<EnvelopeCounts> count_envelopes(store::Connection& db) {
  LET(store::Rows rows, db.query("SELECT coalesce(sum(held), 0), coalesce(min(day), 0) FROM tally"));
  TRY(rows.next());
  return EnvelopeCounts{static_cast<std::uint32_t>(rows.integer(0)), static_cast<std::uint32_t>(rows.integer(1))};
}

}  // namespace waymark::relay
