#include "crypto/xwing_open.h"

#include <sodium/crypto_kem_xwing.h>

#include "base/check.h"
#include "crypto/verify/sodium_ready.h"

namespace waymark::crypto {

static_assert(kKeyBytes == crypto_kem_xwing_SECRETKEYBYTES && kKeyBytes == crypto_kem_xwing_SEEDBYTES);

XWingPublicKey xwing_public_key(const XWingSeed& seed) {
  sodium_ready();
  XWingPublicKey key;
  Secret<kKeyBytes> secret_key;  // X-Wing's secret key is its seed; libsodium writes it out once more
  CHECK(crypto_kem_xwing_seed_keypair(key.bytes.data(), secret_key.writable().data(), seed.secret().view().data()) ==
        0);
  return key;
}

Result<Secret<kXWingSharedBytes>> xwing_decapsulate(const XWingSeed& seed, const XWingCiphertext& ciphertext) {
  sodium_ready();
  Secret<kXWingSharedBytes> shared;
  if (crypto_kem_xwing_dec(shared.writable().data(), ciphertext.data(), seed.secret().view().data()) != 0)
    return fail(Code::kMalformed, "crypto/xwing");
  return shared;
}

}  // namespace waymark::crypto
