#include "crypto/verify/verify.h"

#include <sodium/crypto_core_ed25519.h>
#include <sodium/crypto_sign_ed25519.h>

#include "crypto/verify/sodium_ready.h"

namespace waymark::crypto {
namespace {

static_assert(kVerifyKeyBytes == crypto_sign_ed25519_PUBLICKEYBYTES);
static_assert(kSignatureBytes == crypto_sign_ed25519_BYTES);

}  // namespace

bool is_good_verify_key(const VerifyKeyBytes& bytes) {
  sodium_ready();
  return crypto_core_ed25519_is_valid_point(bytes.data()) == 1;
}

bool verify_signature(const VerifyKeyBytes& key, std::initializer_list<ByteView> parts, const Signature& signature) {
  sodium_ready();
  if (parts.size() == 1) {
    const ByteView message = *parts.begin();
    return crypto_sign_ed25519_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
  }
  ByteWriter message;
  for (const ByteView part : parts) message.put(part);
  return crypto_sign_ed25519_verify_detached(signature.data(), message.view().data(), message.size(), key.data()) == 0;
}

}  // namespace waymark::crypto
