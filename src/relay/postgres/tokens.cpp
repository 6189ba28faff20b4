// What PostgresStore keeps of tokens: pools of hashes. They are spent by the writer of puts (writer.cpp).
#include "relay/postgres/statements.h"
#include "relay/postgres/store.h"

namespace waymark::relay {
namespace {

using store::PgCall;
using store::PgConnection;
using store::PgRows;
using store::PgStatement;

constexpr PgStatement kNewestTokens{
    "newest_tokens",
    "SELECT coalesce(max(pool), 0)::int8, count(*) FROM token WHERE pool = (SELECT max(pool) FROM token)"};
// One push at a time, so that each counts what the other has added.
constexpr PgStatement kLockTokens{"lock_tokens", "SELECT 1::int8 FROM pg_advisory_xact_lock(1464684882, 4)"};
constexpr PgStatement kKeepTokens{
    "keep_tokens",
    "INSERT INTO token (hash, pool) SELECT h, $1 FROM unnest($2::bytea[]) AS h "
    "WHERE (SELECT count(DISTINCT pool) FROM token WHERE pool > $1) < $3 "
    "AND NOT EXISTS (SELECT FROM token WHERE hash = h) "
    "LIMIT greatest(0, $4 - (SELECT count(*) FROM token WHERE pool = $1)) ON CONFLICT (hash) DO NOTHING"};
constexpr PgStatement kOldTokens{"old_tokens",
                                 "DELETE FROM token WHERE pool < (SELECT min(pool) FROM "
                                 "(SELECT DISTINCT pool FROM token ORDER BY pool DESC LIMIT $1) AS newest)"};
constexpr PgStatement kCountTokens{"count_tokens", "SELECT count(*) FROM token WHERE pool = $1"};

}  // namespace

Result<TokenPool> PostgresStore::newest_tokens() {
  return sessions_.with([](PgConnection& db) -> Result<TokenPool> {
    LET(const PgRows rows, db.run(PgCall{kNewestTokens}));
    return TokenPool{static_cast<std::uint32_t>(rows.integer(0, 0)), static_cast<std::uint16_t>(rows.integer(0, 1))};
  });
}

Result<std::uint16_t> PostgresStore::keep_tokens(std::uint32_t pool, std::span<const work::TokenHash> hashes) {
  const std::vector<ByteView> list{hashes.begin(), hashes.end()};
  return sessions_.with([&](PgConnection& db) -> Result<std::uint16_t> {
    LET(const auto answers,
        commit_durably(db,
                       {PgCall{store::kPgBegin}, PgCall{kLockTokens},
                        PgCall{kKeepTokens}.number(pool).list(list).number(kTokenPools).number(kTokensInPool),
                        PgCall{kOldTokens}.number(kTokenPools), PgCall{kCountTokens}.number(pool)},
                       writer_.slot(), place_.standby));
    return static_cast<std::uint16_t>(answers[4].integer(0, 0));
  });
}

}  // namespace waymark::relay
