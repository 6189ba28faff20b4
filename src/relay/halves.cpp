#include "relay/halves.h"

#include "roster/day_keys.h"

namespace waymark::relay {
namespace {

constexpr std::string_view kWhere = "relay/halves";

Result<std::optional<Bytes>> other_half(store::Connection& db, const Half& half) {
  LET(store::Rows rows, db.query("SELECT blob FROM half WHERE id = ? AND second = ?", half.id, half.second ? 0 : 1));
  LET(const bool there, rows.next());
  if (!there) return std::optional<Bytes>{};
  return std::optional<Bytes>{to_bytes(rows.blob(0))};
}

/// The newest place, also when the same half comes again: its owner is at work.
Result<void> keep(store::Connection& db, std::uint32_t day, const Half& half) {
  TRY(db.execute("INSERT OR REPLACE INTO half(id, second, day, blob) VALUES(?, ?, ?, ?)", half.id, half.second ? 1 : 0,
                 day, half.bytes));
  TRY(db.execute("DELETE FROM half WHERE seq <= (SELECT max(seq) FROM half) - ?", kHalvesKept));
  return {};
}

Result<std::optional<envelope::Envelope>> join(std::uint32_t day, const Half& half, const Bytes& other) {
  Bytes whole = half.second ? other : half.bytes;
  const Bytes& rest = half.second ? half.bytes : other;
  whole.insert(whole.end(), rest.begin(), rest.end());
  if (row_id_of(day, whole) != half.id) return std::optional<envelope::Envelope>{};
  auto envelope = envelope::Envelope::from_bytes(std::move(whole));
  if (!envelope) return std::optional<envelope::Envelope>{};
  return std::optional<envelope::Envelope>{std::move(*envelope)};
}

}  // namespace

Result<Half> parse_half(ByteView body) {
  if (body.size() != kHalfPutBytes) return fail(Code::kWrongSize, kWhere);
  ByteReader reader{body};
  Half half;
  LET(half.id, reader.array<kRowIdBytes>());
  LET(const std::uint8_t which, reader.u8());
  if (which > 1) return fail(Code::kMalformed, kWhere);
  half.second = which == 1;
  half.bytes = to_bytes(body.subspan(kRowIdBytes + 1));
  return half;
}

Result<RowId> parse_half_question(ByteView body) {
  if (body.size() != kHalfAskBytes) return fail(Code::kWrongSize, kWhere);
  ByteReader reader{body};
  LET(const RowId id, reader.array<kRowIdBytes>());
  LET(const std::uint8_t ask, reader.u8());
  if (ask != kHalfAsk) return fail(Code::kMalformed, kWhere);
  return id;
}

Result<HalfOutcome> find_half(store::Connection& db, const RowId& id) {
  LET(const bool stored, is_held(db, id));
  if (stored) return HalfOutcome::kStored;
  LET(store::Rows rows, db.query("SELECT second FROM half WHERE id = ?", id));
  LET(const bool there, rows.next());
  if (!there) return HalfOutcome::kNone;
  return rows.integer(0) == 0 ? HalfOutcome::kFirst : HalfOutcome::kSecond;
}

Result<HalfOutcome> put_half(store::Connection& db, const Quotas& quotas, std::uint32_t day, const Half& half) {
  // The answer to the other half may have been lost on its way.
  LET(const bool stored, is_held(db, half.id));
  if (stored) return HalfOutcome::kStored;
  LET(const bool room, has_room(db, quotas, day));
  if (!room) return fail(Code::kFull, kWhere);
  LET(const std::optional<Bytes> other, other_half(db, half));
  if (!other) {
    TRY(keep(db, day, half));
    return half.second ? HalfOutcome::kSecond : HalfOutcome::kFirst;
  }
  LET(const std::optional<envelope::Envelope> whole, join(day, half, *other));
  TRY(db.execute("DELETE FROM half WHERE id = ?", half.id));
  if (!whole) return HalfOutcome::kMalformed;
  TRY(put_envelope(db, quotas, day, half.id, *whole));
  return HalfOutcome::kStored;
}

Result<std::int64_t> expire_halves(store::Connection& db, std::uint32_t today) {
  return db.execute("DELETE FROM half WHERE day < ?",
                    today < roster::kDayAcceptedDays ? 0 : today - roster::kDayAcceptedDays);
}

}  // namespace waymark::relay
