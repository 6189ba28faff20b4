#include "relay/second_rows.h"

#include <algorithm>

#include "base/check.h"

namespace waymark::relay {
Result<void> put_copy(store::Connection& db, const Quotas& quotas, std::uint32_t day, const RowId& id,
                      const envelope::Envelope& envelope, const crypto::Signature& word, const Admission& admission) {
  LET(const bool held, is_held(db, id));
  if (held) return {};
  LET(const Way way, way_in(db, quotas, day, admission));
  TRY(db.execute("INSERT INTO envelope(id, day, blob, copy, receipt) VALUES(?, ?, ?, 1, ?)", id, day, envelope.view(),
                 word));
  arrived(admission, way);
  return {};
}

Result<void> take_over_copy(store::Connection& db, const RowId& id) {
  TRY(db.execute("UPDATE envelope SET copy = 0, receipt = NULL WHERE id = ? AND copy = 1", id));
  return {};
}

Result<std::vector<DueCopy>> due_copies(store::Connection& db, std::uint32_t oldest_day, std::int64_t after,
                                        std::size_t limit) {
  LET(store::Rows rows, db.query("SELECT seq, id, day, blob FROM envelope WHERE copy = 0 AND receipt IS NULL "
                                 "AND seq > ? AND day >= ? ORDER BY seq LIMIT ?",
                                 after, oldest_day, limit));
  std::vector<DueCopy> due;
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return due;
    DueCopy copy{.number = rows.integer(0),
                 .id = {},
                 .day = static_cast<std::uint32_t>(rows.integer(2)),
                 .blob = to_bytes(rows.blob(3))};
    copy.id = row_id_of(copy.day, copy.blob);
    // What has rotted is no second place's matter: the desk's pull will find it too.
    if (!std::ranges::equal(rows.blob(1), copy.id)) return store::damage();
    due.push_back(std::move(copy));
  }
}

Result<std::uint32_t> count_due_copies(store::Connection& db, std::uint32_t oldest_day) {
  LET(const std::int64_t count,
      db.number("SELECT count(*) FROM envelope WHERE copy = 0 AND receipt IS NULL AND day >= ?", oldest_day));
  return static_cast<std::uint32_t>(count);
}

Result<void> keep_receipts(store::Connection& db, std::span<const KeptReceipt> receipts) {
  for (const KeptReceipt& kept : receipts)
    TRY(db.execute("UPDATE envelope SET receipt = ? WHERE id = ? AND copy = 0", kept.receipt, kept.id));
  return {};
}

Result<std::vector<std::optional<crypto::Signature>>> find_receipts(store::Connection& db, std::span<const RowId> ids) {
  std::vector<std::optional<crypto::Signature>> found;
  for (const RowId& id : ids) {
    LET(store::Rows rows, db.query("SELECT receipt FROM envelope WHERE id = ? AND receipt IS NOT NULL", id));
    LET(const bool there, rows.next());
    auto& receipt = found.emplace_back();
    if (!there) continue;
    LET(receipt, ByteReader{rows.blob(0)}.array<kReceiptBytes>());
  }
  return found;
}

Result<void> owe_erasures(store::Connection& db, std::span<const Deletion> deletions) {
  for (const Deletion& deletion : deletions)
    TRY(
        db.execute("INSERT INTO erasure(id, token, day) SELECT id, ?, expires_day FROM reply "
                   "WHERE id = ? AND token_hash = ? AND true ON CONFLICT(id) DO NOTHING",
                   deletion.token, deletion.id, deletion.token_hash));
  TRY(
      db.execute("DELETE FROM erasure WHERE id IN (SELECT id FROM erasure ORDER BY day LIMIT "
                 "max(0, (SELECT count(*) FROM erasure) - ?))",
                 kErasuresKept));
  return {};
}

Result<std::vector<DueErasure>> due_erasures(store::Connection& db, std::uint32_t today, std::size_t limit) {
  LET(store::Rows rows, db.query("SELECT id, token FROM erasure WHERE day >= ? ORDER BY id LIMIT ?", today, limit));
  std::vector<DueErasure> due;
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return due;
    DueErasure erasure;
    LET(erasure.id, ByteReader{rows.blob(0)}.array<kRowIdBytes>());
    LET(erasure.token, ByteReader{rows.blob(1)}.array<kTokenBytes>());
    due.push_back(erasure);
  }
}

Result<void> forget_erasures(store::Connection& db, std::span<const RowId> ids) {
  for (const RowId& id : ids) TRY(db.execute("DELETE FROM erasure WHERE id = ?", id));
  return {};
}

Result<std::int64_t> expire_erasures(store::Connection& db, std::uint32_t today) {
  return db.execute("DELETE FROM erasure WHERE day < ?", today);
}

Result<crypto::SigningSeed> own_seed(store::Connection& db, const crypto::SigningSeed& fresh) {
  TRY(db.execute("INSERT INTO own_key(only_row, seed) VALUES(1, ?) ON CONFLICT(only_row) DO NOTHING",
                 ByteView{fresh.view()}));
  LET(store::Rows rows, db.query("SELECT seed FROM own_key"));
  LET(const bool there, rows.next());
  if (!there || rows.blob(0).size() != crypto::kSigningSeedBytes) return store::damage();
  return crypto::SigningSeed::copy_of(rows.blob(0).first<crypto::kSigningSeedBytes>());
}

}  // namespace waymark::relay
