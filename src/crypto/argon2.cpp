#include "crypto/argon2.h"

#include <sodium/crypto_pwhash_argon2id.h>

#include "crypto/verify/sodium_ready.h"

namespace waymark::crypto {
namespace {

static_assert(kArgon2SaltBytes == crypto_pwhash_argon2id_SALTBYTES);

constexpr std::size_t kMemoryBytesMin = std::size_t{8} << 10U;
constexpr std::size_t kMemoryBytesMax = std::size_t{1} << 30U;
constexpr std::uint32_t kPassesMax = 16;

}  // namespace

Result<Secret<32>> argon2id(ByteView passphrase, const ByteArray<kArgon2SaltBytes>& salt, Argon2Cost cost) {
  sodium_ready();
  if (cost.memory_bytes < kMemoryBytesMin || cost.memory_bytes > kMemoryBytesMax || cost.passes < 1 ||
      cost.passes > kPassesMax)
    return fail(Code::kInvalid, "crypto/argon2");
  Secret<32> key;
  const int done = crypto_pwhash_argon2id(
      key.writable().data(), key.writable().size(), reinterpret_cast<const char*>(passphrase.data()), passphrase.size(),
      salt.data(), cost.passes, cost.memory_bytes, crypto_pwhash_argon2id_ALG_ARGON2ID13);
  if (done != 0) return fail(Code::kUnavailable, "crypto/argon2", "not enough memory");
  return key;
}

}  // namespace waymark::crypto
