#include "crypto/bare_xwing.h"

#include <sodium/crypto_kem_xwing.h>

#include "base/check.h"
#include "crypto/verify/sodium_ready.h"

namespace waymark::crypto {

XWingPublicKey bare_xwing_public_key(const ByteArray<32>& seed) {
  sodium_ready();
  XWingPublicKey key;
  ByteArray<32> secret;
  CHECK(crypto_kem_xwing_seed_keypair(key.bytes.data(), secret.data(), seed.data()) == 0);
  return key;
}

BareShared bare_xwing_enc(XWingCiphertext& ciphertext, const XWingPublicKey& key) {
  BareShared shared;
  CHECK(crypto_kem_xwing_enc(ciphertext.data(), shared.data(), key.bytes.data()) == 0);
  return shared;
}

BareShared bare_xwing_dec(const XWingCiphertext& ciphertext, const ByteArray<32>& seed) {
  BareShared shared;
  CHECK(crypto_kem_xwing_dec(shared.data(), ciphertext.data(), seed.data()) == 0);
  return shared;
}

}  // namespace waymark::crypto
