#include "crypto/verify/hash.h"

#include <openssl/evp.h>
#include <sodium/crypto_auth_hmacsha256.h>
#include <sodium/utils.h>

#include <memory>

#include "base/check.h"
#include "crypto/verify/sodium_ready.h"

namespace waymark::crypto {
namespace {

using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

}  // namespace

// OpenSSL uses the processor's SHA instructions: 11 us instead of 61 us for an envelope on the machine measured.
Sha256 sha256(ByteView bytes) {
  Sha256 hash;
  CHECK(EVP_Digest(bytes.data(), bytes.size(), hash.data(), nullptr, EVP_sha256(), nullptr) == 1);
  return hash;
}

Sha256 sha256(std::initializer_list<ByteView> parts) {
  const DigestContext context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  CHECK(context != nullptr && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1);
  for (const ByteView part : parts) CHECK(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
  Sha256 hash;
  CHECK(EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) == 1);
  return hash;
}

Sha256 hmac_sha256(ByteView key, std::initializer_list<ByteView> parts) {
  sodium_ready();
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  for (const ByteView part : parts) crypto_auth_hmacsha256_update(&state, part.data(), part.size());
  Sha256 mac;
  crypto_auth_hmacsha256_final(&state, mac.data());
  sodium_memzero(&state, sizeof state);
  return mac;
}

}  // namespace waymark::crypto
