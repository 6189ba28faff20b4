// RelaySigningKey: the secret half of crypto/verify/relay_key.h.
#pragma once

#include "crypto/sign.h"
#include "crypto/verify/relay_key.h"

namespace waymark::crypto {

using RelaySigningKey = SigningKey<kRelayRole>;

}  // namespace waymark::crypto
