#include "crypto/xwing_seal.h"

#include <sodium/crypto_kem_xwing.h>

#include "crypto/verify/sodium_ready.h"

namespace waymark::crypto {

static_assert(kXWingPublicKeyBytes == crypto_kem_xwing_PUBLICKEYBYTES);
static_assert(kXWingCiphertextBytes == crypto_kem_xwing_CIPHERTEXTBYTES);
static_assert(kXWingSharedBytes == crypto_kem_xwing_SHAREDSECRETBYTES);

namespace {

constexpr std::size_t kEncapsulationSeedBytes = 64;  // draft-connolly-cfrg-xwing-kem, EncapsulateDerand

}  // namespace

Result<XWingEncapsulation> xwing_encapsulate(const XWingPublicKey& key, Random& random) {
  sodium_ready();
  ByteArray<kEncapsulationSeedBytes> seed = random.array<kEncapsulationSeedBytes>();
  XWingEncapsulation made;
  const int done = crypto_kem_xwing_enc_deterministic(made.ciphertext.data(), made.shared.writable().data(),
                                                      key.bytes.data(), seed.data());
  wipe(seed);
  if (done != 0) return fail(Code::kInvalid, "crypto/xwing");
  return made;
}

}  // namespace waymark::crypto
