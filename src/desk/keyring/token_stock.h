// Whether the replies of this week get tokens, and for how many more there are some; see token_pool.h.
// @source docs/spec/desk-store.md "Tokens"
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "store/connection.h"

namespace waymark::desk {

enum class TokenState : std::uint8_t {
  kWell,
  kLow,        ///< for fewer replies than kTokensLow
  kUsedUp,     ///< until next week
  kNotMade,    ///< this week's pool is not there yet
  kAtNoRelay,  ///< none of the office's has confirmed it
  kOldRelay,   ///< one of the office's is of before tokens
};
/// For so many more replies there should be tokens: an eighth of a week's.
inline constexpr std::uint32_t kTokensLow = 256;

/// How many of those that were given are spent, relays alone know.
struct TokenStock {
  TokenState state = TokenState::kNotMade;
  std::uint32_t replies_left = 0;  ///< of this week's pool, whether a relay has it or not
};
Result<TokenStock> token_stock(store::Connection& store, std::uint32_t today, std::span<const std::string> relays);

}  // namespace waymark::desk
