// Token pools: with a token out of a reply its owner's next message passes while a relay asks others for work.
//
// A pool is one week's. It is made ahead, by whoever keeps house, from a seed that is sealed as the reply key is: its
// hashes lie open, for the relays get all of them before one token is given, in an order of their own. So a relay that
// sees a token learns that whoever shows it was answered in that week, and not which reply the token was in.
// A token is given once: the count of those that are given goes up with the reply, in one transaction, and never down.
// @source docs/spec/desk-store.md "Tokens"
#pragma once

#include <span>
#include <string>
#include <vector>

#include "desk/keyring/key_ring.h"
#include "envelope/reply.h"
#include "store/connection.h"
#include "work/pass.h"

namespace waymark::desk {

inline constexpr std::size_t kPoolTokens = 4'096;
/// What a relay knows of a token: the first bytes of its SHA-256.
inline constexpr std::size_t kTokenHashBytes = sizeof(work::TokenHash);
/// Relays keep as many; and one may be ahead of their week by so much.
inline constexpr std::uint32_t kPoolsAtRelay = 8;
inline constexpr std::uint32_t kPoolsAhead = 2;

struct TokenPool {
  std::uint32_t pool = 0;  ///< its week
  Bytes hashes = {};       ///< kPoolTokens times kTokenHashBytes, sorted
};

/// Whether a pool of this or the coming week is not there, in an office that has its compartments.
Result<bool> pools_missing(store::Connection& store, std::uint32_t today);
/// Makes the pools of this and the coming week that are missing, and forgets the oldest; needs no session.
/// In a transaction. @return how many were made
Result<unsigned> make_token_pools(store::Connection& store, std::uint32_t today, crypto::Random& random);

/// Whether this relay has not confirmed the newest pool that is due.
Result<bool> pools_to_push(store::Connection& store, std::uint32_t today, std::string_view relay);
/// The pools that a relay takes today and has not: from `first_missing` on, as it says, and those that it never
/// confirmed. Oldest first.
Result<std::vector<TokenPool>> pools_for(store::Connection& store, std::uint32_t today, std::string_view relay,
                                         std::uint32_t first_missing);
/// The relay has all hashes of a pool.
Result<void> confirm_pool(store::Connection& store, std::string_view relay, std::uint32_t pool);
/// Whether it knows this call at all. Pages of before tokens lie at one that does not.
Result<void> note_tokens_known(store::Connection& store, std::string_view relay, bool known);

/// Tokens for one reply that goes today: envelope::kTokensInReply, or none when no relay has the pool, one of them is
/// of before tokens, the pool is used up or not for these keys. In the transaction that keeps the reply.
Result<std::vector<envelope::Token>> take_tokens(store::Connection& store, const KeyRing& keys, std::uint32_t today,
                                                 std::span<const std::string> relays);

}  // namespace waymark::desk
