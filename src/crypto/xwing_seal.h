// The half of X-Wing that needs no secret key. Library crypto_xwing_seal.
//
// Note: libsodium keeps both halves in one object file, so a program that must not be able to open (the relay) links
// neither half; it needs only crypto/xwing_key.h and envelope/frame.h.
#pragma once

#include "base/secret.h"
#include "crypto/random.h"
#include "crypto/xwing_key.h"

namespace waymark::crypto {

struct XWingEncapsulation {
  XWingCiphertext ciphertext;
  Secret<kXWingSharedBytes> shared;
};

/// A fresh shared secret and what tells it to the owner of `key`.
/// @error kInvalid for a key whose ML-KEM part is not reduced
Result<XWingEncapsulation> xwing_encapsulate(const XWingPublicKey& key, Random& random);

}  // namespace waymark::crypto
