#include "crypto/sign.h"

#include <sodium/crypto_sign_ed25519.h>

#include <algorithm>

#include "base/check.h"
#include "crypto/verify/sodium_ready.h"

namespace waymark::crypto {
namespace {

static_assert(kSigningSeedBytes == crypto_sign_ed25519_SEEDBYTES);

struct KeyPair {
  VerifyKeyBytes verify;
  Secret<crypto_sign_ed25519_SECRETKEYBYTES> secret;
};

KeyPair expand(const SigningSeed& seed) {
  sodium_ready();
  KeyPair pair;
  CHECK(crypto_sign_ed25519_seed_keypair(pair.verify.data(), pair.secret.writable().data(), seed.view().data()) == 0);
  return pair;
}

}  // namespace

VerifyKeyBytes verify_key_of_seed(const SigningSeed& seed) { return expand(seed).verify; }

Signature sign_with_seed(const SigningSeed& seed, std::initializer_list<ByteView> parts) {
  const KeyPair pair = expand(seed);
  std::size_t size = 0;
  for (const ByteView part : parts) size += part.size();
  SecretBytes message(size);  // a reply's text is among what is signed
  std::size_t offset = 0;
  for (const ByteView part : parts) {
    std::copy(part.begin(), part.end(), message.writable().subspan(offset).begin());
    offset += part.size();
  }
  Signature signature;
  CHECK(crypto_sign_ed25519_detached(signature.data(), nullptr, message.view().data(), message.size(),
                                     pair.secret.view().data()) == 0);
  return signature;
}

}  // namespace waymark::crypto
