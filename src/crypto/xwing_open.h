// The half of X-Wing that needs the secret seed. Library crypto_xwing_open.
#pragma once

#include "crypto/keys.h"
#include "crypto/xwing_key.h"

namespace waymark::crypto {

XWingPublicKey xwing_public_key(const XWingSeed& seed);

/// The shared secret. For a ciphertext made for another key this is an unrelated value (implicit rejection); only the
/// AEAD on top notices.
/// @error kMalformed if the X25519 part is a point of small order
Result<Secret<kXWingSharedBytes>> xwing_decapsulate(const XWingSeed& seed, const XWingCiphertext& ciphertext);

}  // namespace waymark::crypto
