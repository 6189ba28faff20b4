#include "desk/keyring/token_pool.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/clock.h"
#include "crypto/kdf.h"
#include "desk/keyring/key_file.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/token_stock.h"
#include "mailbox/mailbox.h"

namespace waymark::desk {
namespace {

/// Kept here: those that relays keep and both that are made ahead.
constexpr std::uint32_t kPoolsKept = kPoolsAtRelay + kPoolsAhead;
/// In the place of a pool's number: this relay does not know tokens.
constexpr std::uint32_t kKnowsNone = 0;

/// All who may answer hold one of these.
constexpr std::array kAnswering{Compartment::kFirstLine, Compartment::kClosed};

Bytes header_of(std::uint32_t pool) { return ByteWriter{}.put("waymark/v1/token pool").u32(pool).finish(); }

envelope::Token token_at(const Secret<32>& seed, std::uint32_t pool, std::uint32_t place) {
  const Bytes number = ByteWriter{}.u32(pool).u32(place).finish();
  const auto derived = crypto::hkdf_sha256<envelope::kTokenBytes>(seed.view(), {view_of("waymark/v1/token"), number});
  envelope::Token token;
  std::ranges::copy(derived.view(), token.begin());
  return token;
}

Bytes sorted_hashes(const Secret<32>& seed, std::uint32_t pool) {
  std::vector<work::TokenHash> hashes;
  hashes.reserve(kPoolTokens);
  for (std::uint32_t place = 0; place < kPoolTokens; ++place)
    hashes.push_back(work::hash_of(token_at(seed, pool, place)));
  std::ranges::sort(hashes);
  ByteWriter all;
  for (const auto& hash : hashes) all.put(hash);
  return all.finish();
}

Result<void> make_pool(store::Connection& store, std::uint32_t pool, crypto::Random& random) {
  const Secret<32> seed = random.secret<32>();
  for (const Compartment name : kAnswering) {
    LET(const CompartmentPublic to, compartment_public(store, name));
    LET(const Bytes file, seal_key_file(std::span{&to.key, 1}, header_of(pool), seed, random));
    TRY(store.execute("INSERT INTO token_key VALUES (?, ?, ?, ?)", pool, name_of(name), to.version, file));
  }
  TRY(store.execute("INSERT INTO token_pool VALUES (?, ?, 0)", pool, sorted_hashes(seed, pool)));
  return {};
}

Result<void> forget_oldest(store::Connection& store) {
  TRY(store.execute("DELETE FROM token_pool WHERE pool NOT IN (SELECT pool FROM token_pool ORDER BY pool DESC LIMIT ?)",
                    kPoolsKept));
  TRY(store.execute("DELETE FROM token_key WHERE pool NOT IN (SELECT pool FROM token_pool)"));
  TRY(store.execute("DELETE FROM token_at WHERE pool <> ? AND pool NOT IN (SELECT pool FROM token_pool)", kKnowsNone));
  return {};
}

/// With whichever of its files these keys open. @return nothing when none is for them
Result<std::optional<Secret<32>>> open_seed(store::Connection& store, const KeyRing& keys, std::uint32_t pool) {
  LET(store::Rows rows,
      store.query("SELECT compartment, compartment_version, key_file FROM token_key WHERE pool = ?", pool));
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return std::optional<Secret<32>>{};
    LET(const Compartment name, compartment_from(rows.text(0)));
    const CompartmentKey* key = keys.find(name, static_cast<std::uint32_t>(rows.integer(1)));
    if (key == nullptr) continue;
    LET(Secret<32> seed, open_key_file(key->identity(), rows.blob(2), header_of(pool)));
    return std::optional{std::move(seed)};
  }
}

/// What the office's relays say of a pool. One of before tokens bars all: its old pages would take a reply with tokens
/// for one that is not from us. kWell: one has the pool, and none is such.
Result<TokenState> at_relays(store::Connection& store, std::uint32_t pool, std::span<const std::string> relays) {
  LET(store::Rows rows, store.query("SELECT relay, pool FROM token_at WHERE pool IN (?, ?)", pool, kKnowsNone));
  TokenState state = TokenState::kAtNoRelay;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return state;
    if (std::ranges::find(relays, rows.text(0)) == relays.end()) continue;
    if (rows.integer(1) == kKnowsNone) return TokenState::kOldRelay;
    state = TokenState::kWell;
  }
}

}  // namespace

Result<bool> pools_missing(store::Connection& store, std::uint32_t today) {
  const std::uint32_t week = mailbox::week_of_day(today);
  if (week == kKnowsNone) return false;  // a clock that stands in 1970
  LET(const std::int64_t there, store.number("SELECT count(*) FROM token_pool WHERE pool IN (?, ?)", week, week + 1));
  if (there == 2) return false;
  LET(const std::int64_t kinds, store.number("SELECT count(DISTINCT name) FROM compartment WHERE name IN (?, ?)",
                                             name_of(kAnswering[0]), name_of(kAnswering[1])));
  return kinds == kAnswering.size();
}

Result<unsigned> make_token_pools(store::Connection& store, std::uint32_t today, crypto::Random& random) {
  const std::uint32_t week = mailbox::week_of_day(today);
  unsigned made = 0;
  for (std::uint32_t pool = week; pool <= week + 1; ++pool) {
    LET(const std::int64_t known, store.number("SELECT count(*) FROM token_pool WHERE pool = ?", pool));
    if (known != 0) continue;
    TRY(make_pool(store, pool, random));
    ++made;
  }
  if (made > 0) TRY(forget_oldest(store));
  return made;
}

Result<bool> pools_to_push(store::Connection& store, std::uint32_t today, std::string_view relay) {
  LET(const std::int64_t missing,
      store.number("SELECT count(*) FROM token_pool AS p WHERE pool BETWEEN ? AND ? AND NOT EXISTS "
                   "(SELECT 1 FROM token_at AS a WHERE a.relay = ? AND a.pool = p.pool)",
                   mailbox::week_of_day(today), mailbox::week_of_day(today) + 1, relay));
  return missing > 0;
}

Result<std::vector<TokenPool>> pools_for(store::Connection& store, std::uint32_t today, std::string_view relay,
                                         std::uint32_t first_missing) {
  const std::uint32_t newest = mailbox::week_of_day(today) + 1;
  const std::uint32_t oldest = newest < kPoolsAtRelay ? 0 : newest - kPoolsAtRelay + 1;
  LET(store::Rows rows,
      store.query("SELECT pool, hashes FROM token_pool AS p WHERE pool BETWEEN ? AND ? AND (pool >= ? OR NOT EXISTS "
                  "(SELECT 1 FROM token_at AS a WHERE a.relay = ? AND a.pool = p.pool)) ORDER BY pool",
                  oldest, newest, first_missing, relay));
  std::vector<TokenPool> pools;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return pools;
    pools.push_back({static_cast<std::uint32_t>(rows.integer(0)), to_bytes(rows.blob(1))});
  }
}

Result<void> confirm_pool(store::Connection& store, std::string_view relay, std::uint32_t pool) {
  TRY(store.execute("INSERT OR IGNORE INTO token_at VALUES (?, ?)", relay, pool));
  return {};
}

Result<void> note_tokens_known(store::Connection& store, std::string_view relay, bool known) {
  if (known)
    TRY(store.execute("DELETE FROM token_at WHERE relay = ? AND pool = ?", relay, kKnowsNone));
  else
    TRY(store.execute("INSERT OR IGNORE INTO token_at VALUES (?, ?)", relay, kKnowsNone));
  return {};
}

Result<std::vector<envelope::Token>> take_tokens(store::Connection& store, const KeyRing& keys, std::uint32_t today,
                                                 std::span<const std::string> relays) {
  std::vector<envelope::Token> tokens;
  const std::uint32_t pool = mailbox::week_of_day(today);
  LET(const TokenState ready, at_relays(store, pool, relays));
  if (ready != TokenState::kWell) return tokens;
  LET(const auto seed, open_seed(store, keys, pool));
  if (!seed) return tokens;
  LET(const std::int64_t taken, store.execute("UPDATE token_pool SET given = given + ? WHERE pool = ? AND given <= ?",
                                              envelope::kTokensInReply, pool, kPoolTokens - envelope::kTokensInReply));
  if (taken == 0) return tokens;
  LET(const std::int64_t given, store.number("SELECT given FROM token_pool WHERE pool = ?", pool));
  const auto first = static_cast<std::uint32_t>(given) - static_cast<std::uint32_t>(envelope::kTokensInReply);
  for (std::uint32_t i = 0; i < envelope::kTokensInReply; ++i) tokens.push_back(token_at(*seed, pool, first + i));
  return tokens;
}

Result<TokenStock> token_stock(store::Connection& store, std::uint32_t today, std::span<const std::string> relays) {
  const std::uint32_t pool = mailbox::week_of_day(today);
  LET(store::Rows rows, store.query("SELECT given FROM token_pool WHERE pool = ?", pool));
  LET(const bool made, rows.next());
  if (!made) return TokenStock{};
  const auto given = static_cast<std::uint32_t>(rows.integer(0));
  const auto left = static_cast<std::uint32_t>((kPoolTokens - given) / envelope::kTokensInReply);
  LET(const TokenState state, at_relays(store, pool, relays));
  if (state != TokenState::kWell) return TokenStock{state, left};
  return TokenStock{left == 0 ? TokenState::kUsedUp : left < kTokensLow ? TokenState::kLow : TokenState::kWell, left};
}

}  // namespace waymark::desk
