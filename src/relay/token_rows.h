// Rows of tokens, in SQLite. A relay knows hashes alone: what a seized file holds passes nowhere.
// @source docs/spec/work.md "Tokens"
#pragma once

#include "relay/kept.h"
#include "store/connection.h"

namespace waymark::relay {

/// Whether it was pushed and is not spent.
Result<bool> token_is_good(store::Connection& db, const work::TokenHash& hash);
/// Within the transaction that stores what it brought in.
Result<void> spend_token(store::Connection& db, const work::TokenHash& hash);

Result<TokenPool> newest_token_pool(store::Connection& db);
/// @return how many of that pool are here, 0 when it is older than all that are kept
Result<std::uint16_t> keep_token_pool(store::Connection& db, std::uint32_t pool,
                                      std::span<const work::TokenHash> hashes);

}  // namespace waymark::relay
