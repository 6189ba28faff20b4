// What PostgresStore keeps about second places: what is due, words of other relays, owed deletions, the own key.
#include <algorithm>

#include "relay/postgres/statements.h"
#include "relay/postgres/store.h"
#include "store/connection.h"

namespace waymark::relay {
namespace {

using store::PgCall;
using store::PgConnection;
using store::PgRows;
using store::PgStatement;

constexpr PgStatement kDue{
    "due",
    "SELECT w.seq, w.id, w.day, e.blob FROM (SELECT id, day, seq FROM waiting WHERE copy = 0 AND receipt IS NULL "
    "AND seq > $1 AND day >= $2 ORDER BY seq LIMIT $3) AS w "
    "JOIN envelope AS e ON e.day = w.day AND e.seq = w.seq ORDER BY w.seq"};
constexpr PgStatement kCountDue{"count_due",
                                "SELECT count(*) FROM waiting WHERE copy = 0 AND receipt IS NULL AND day >= $1"};
constexpr PgStatement kKeepReceipts{
    "keep_receipts",
    "UPDATE waiting AS w SET receipt = d.receipt FROM unnest($1::bytea[], $2::bytea[]) AS d (id, receipt) "
    "WHERE w.id = d.id AND w.copy = 0"};
constexpr PgStatement kReceipts{"receipts",
                                "SELECT id, receipt FROM waiting WHERE id = ANY($1::bytea[]) AND receipt IS NOT NULL"};
constexpr PgStatement kErasures{"erasures", "SELECT id, token FROM erasure WHERE day >= $1 ORDER BY id LIMIT $2"};
constexpr PgStatement kForgetErasures{"forget_erasures", "DELETE FROM erasure WHERE id = ANY($1::bytea[])"};
constexpr PgStatement kOwnSeed{"own_seed", "UPDATE about SET seed = coalesce(seed, $1) RETURNING seed"};

std::vector<ByteView> views_of(std::span<const RowId> ids) { return {ids.begin(), ids.end()}; }

}  // namespace

Result<std::vector<DueCopy>> PostgresStore::due_copies(std::uint32_t oldest_day, std::int64_t after,
                                                       std::size_t limit) {
  return sessions_.with([&](PgConnection& db) -> Result<std::vector<DueCopy>> {
    LET(const PgRows rows,
        db.run(PgCall{kDue}.number(after).number(oldest_day).number(static_cast<std::int64_t>(limit))));
    std::vector<DueCopy> due;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      DueCopy copy{.number = rows.integer(i, 0),
                   .id = {},
                   .day = static_cast<std::uint32_t>(rows.integer(i, 2)),
                   .blob = to_bytes(rows.blob(i, 3))};
      copy.id = row_id_of(copy.day, copy.blob);
      if (!std::ranges::equal(rows.blob(i, 1), copy.id)) return store::damage();
      due.push_back(std::move(copy));
    }
    return due;
  });
}

Result<std::uint32_t> PostgresStore::count_due_copies(std::uint32_t oldest_day) {
  return sessions_.with([&](PgConnection& db) -> Result<std::uint32_t> {
    LET(const PgRows rows, db.run(PgCall{kCountDue}.number(oldest_day)));
    return static_cast<std::uint32_t>(rows.integer(0, 0));
  });
}

Result<void> PostgresStore::keep_receipts(std::span<const KeptReceipt> receipts) {
  std::vector<ByteView> ids;
  std::vector<ByteView> words;
  for (const KeptReceipt& kept : receipts) {
    ids.emplace_back(kept.id);
    words.emplace_back(kept.receipt);
  }
  return sessions_.with([&](PgConnection& db) -> Result<void> {
    TRY(commit_durably(db, {PgCall{store::kPgBegin}, PgCall{kKeepReceipts}.list(ids).list(words)}, writer_.slot(),
                       place_.standby));
    return {};
  });
}

Result<std::vector<std::optional<crypto::Signature>>> PostgresStore::receipts(std::span<const RowId> ids) {
  const std::vector<ByteView> list = views_of(ids);
  return sessions_.with([&](PgConnection& db) -> Result<std::vector<std::optional<crypto::Signature>>> {
    LET(const PgRows rows, db.run(PgCall{kReceipts}.list(list)));
    std::vector<std::optional<crypto::Signature>> found(ids.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t at = 0; at < ids.size(); ++at) {
        if (!std::ranges::equal(ids[at], rows.blob(i, 0))) continue;
        LET(found[at], ByteReader{rows.blob(i, 1)}.array<kReceiptBytes>());
      }
    }
    return found;
  });
}

Result<std::vector<DueErasure>> PostgresStore::due_erasures(std::uint32_t today, std::size_t limit) {
  return sessions_.with([&](PgConnection& db) -> Result<std::vector<DueErasure>> {
    LET(const PgRows rows, db.run(PgCall{kErasures}.number(today).number(static_cast<std::int64_t>(limit))));
    std::vector<DueErasure> due(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      LET(due[i].id, ByteReader{rows.blob(i, 0)}.array<kRowIdBytes>());
      LET(due[i].token, ByteReader{rows.blob(i, 1)}.array<kTokenBytes>());
    }
    return due;
  });
}

Result<void> PostgresStore::forget_erasures(std::span<const RowId> ids) {
  const std::vector<ByteView> list = views_of(ids);
  return sessions_.with([&](PgConnection& db) -> Result<void> {
    TRY(commit_durably(db, {PgCall{store::kPgBegin}, PgCall{kForgetErasures}.list(list)}, writer_.slot(),
                       place_.standby));
    return {};
  });
}

Result<crypto::SigningSeed> PostgresStore::own_seed(const crypto::SigningSeed& fresh) {
  return sessions_.with([&](PgConnection& db) -> Result<crypto::SigningSeed> {
    LET(const auto answers, commit_durably(db, {PgCall{store::kPgBegin}, PgCall{kOwnSeed}.bytes(fresh.view())},
                                           writer_.slot(), place_.standby));
    if (answers[1].size() != 1 || answers[1].blob(0, 0).size() != crypto::kSigningSeedBytes)
      return fail(Code::kStorage, "relay/postgres");
    return crypto::SigningSeed::copy_of(answers[1].blob(0, 0).first<crypto::kSigningSeedBytes>());
  });
}

}  // namespace waymark::relay
