#include "relay/token_rows.h"

#include "base/check.h"

namespace waymark::relay {

Result<bool> token_is_good(store::Connection& db, const work::TokenHash& hash) {
  LET(store::Rows rows, db.query("SELECT 1 FROM token WHERE hash = ? AND spent = 0", hash));
  return rows.next();
}

Result<void> spend_token(store::Connection& db, const work::TokenHash& hash) {
  LET(const std::int64_t spent, db.execute("UPDATE token SET spent = 1 WHERE hash = ? AND spent = 0", hash));
  CHECK(spent == 1);  // looked at in this transaction
  return {};
}

Result<TokenPool> newest_token_pool(store::Connection& db) {
  LET(store::Rows rows, db.query("SELECT pool, count(*) FROM token WHERE pool = (SELECT max(pool) FROM token)"));
  LET(const bool there, rows.next());
  if (!there || rows.integer(1) == 0) return TokenPool{};
  return TokenPool{static_cast<std::uint32_t>(rows.integer(0)), static_cast<std::uint16_t>(rows.integer(1))};
}

Result<std::uint16_t> keep_token_pool(store::Connection& db, std::uint32_t pool,
                                      std::span<const work::TokenHash> hashes) {
  LET(const std::int64_t newer, db.number("SELECT count(DISTINCT pool) FROM token WHERE pool > ?", pool));
  if (newer >= kTokenPools) return std::uint16_t{0};
  LET(std::int64_t count, db.number("SELECT count(*) FROM token WHERE pool = ?", pool));
  for (const work::TokenHash& hash : hashes) {
    if (count >= kTokensInPool) break;
    LET(const std::int64_t added,
        db.execute("INSERT INTO token(hash, pool) VALUES(?, ?) ON CONFLICT(hash) DO NOTHING", hash, pool));
    count += added;
  }
  TRY(
      db.execute("DELETE FROM token WHERE pool < (SELECT min(pool) FROM "
                 "(SELECT DISTINCT pool FROM token ORDER BY pool DESC LIMIT ?))",
                 kTokenPools));
  return static_cast<std::uint16_t>(count);
}

}  // namespace waymark::relay
