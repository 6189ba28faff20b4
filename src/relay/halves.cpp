#include "relay/halves.h"

#include "relay/second_rows.h"
#include "roster/day_keys.h"

namespace waymark::relay {
namespace {

Result<std::optional<Bytes>> other_half(store::Connection& db, const Half& half) {
  LET(store::Rows rows, db.query("SELECT blob FROM half WHERE id = ? AND second = ?", half.id, half.second ? 0 : 1));
  LET(const bool there, rows.next());
  if (!there) return std::optional<Bytes>{};
  return std::optional<Bytes>{to_bytes(rows.blob(0))};
}

/// The newest place, also when the same half comes again: its owner is at work.
Result<void> keep(store::Connection& db, std::uint32_t day, const Half& half, const work::TokenHash* token) {
  TRY(db.execute("INSERT OR REPLACE INTO half(id, second, day, blob) VALUES(?, ?, ?, ?)", half.id, half.second ? 1 : 0,
                 day, half.bytes));
  if (token != nullptr) {
    // It is spent only when both are here: until then it holds a place for one row, not for as many as are tried.
    TRY(db.execute("DELETE FROM half WHERE token = ? AND id <> ?", *token, half.id));
    TRY(db.execute("UPDATE half SET token = ? WHERE id = ? AND second = ?", *token, half.id, half.second ? 1 : 0));
  }
  TRY(db.execute("DELETE FROM half WHERE seq <= (SELECT max(seq) FROM half) - ?", kHalvesKept));
  return {};
}

}  // namespace

Result<HalfOutcome> find_half(store::Connection& db, const RowId& id) {
  {
    LET(store::Rows rows, db.query("SELECT copy = 0 AND receipt IS NOT NULL FROM envelope WHERE id = ?", id));
    LET(const bool stored, rows.next());
    if (stored) return rows.integer(0) == 1 ? HalfOutcome::kCopied : HalfOutcome::kStored;
  }
  LET(store::Rows rows, db.query("SELECT second FROM half WHERE id = ?", id));
  LET(const bool there, rows.next());
  if (!there) return HalfOutcome::kNone;
  return rows.integer(0) == 0 ? HalfOutcome::kFirst : HalfOutcome::kSecond;
}

Result<HalfOutcome> put_half(store::Connection& db, const Quotas& quotas, std::uint32_t day, const Half& half,
                             const Admission& admission) {
  // The answer to the other half may have been lost on its way.
  LET(const bool stored, is_held(db, half.id));
  if (stored) {
    TRY(take_over_copy(db, half.id));
    return HalfOutcome::kStored;
  }
  LET(const Way way, way_in(db, quotas, day, admission));
  LET(const std::optional<Bytes> other, other_half(db, half));
  if (!other) {
    TRY(keep(db, day, half, way == Way::kToken ? &*admission.token : nullptr));
    return half.second ? HalfOutcome::kSecond : HalfOutcome::kFirst;
  }
  const std::optional<envelope::Envelope> whole = join_halves(day, half, *other);
  TRY(db.execute("DELETE FROM half WHERE id = ?", half.id));
  if (!whole) return HalfOutcome::kMalformed;
  TRY(add_envelope(db, day, half.id, *whole, admission, way));
  return HalfOutcome::kStored;
}

Result<std::int64_t> expire_halves(store::Connection& db, std::uint32_t today) {
  return db.execute("DELETE FROM half WHERE day < ?",
                    today < roster::kDayAcceptedDays ? 0 : today - roster::kDayAcceptedDays);
}

}  // namespace waymark::relay
