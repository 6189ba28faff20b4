// RelayVerifyKey: under which a relay gives its word that it keeps an envelope. A role apart from those that an office
// has: it is made by a relay, decides nothing about rosters, lists or replies, and only relays and the desk know it.
// @source docs/spec/relay.md "Two places"
#pragma once

#include "crypto/verify/verify.h"

namespace waymark::crypto {

/// Behind the roles of an office's own keys (KeyRole).
inline constexpr auto kRelayRole = static_cast<KeyRole>(16);

using RelayVerifyKey = VerifyKey<kRelayRole>;

}  // namespace waymark::crypto
