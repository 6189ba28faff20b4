#include "crypto/kdf.h"

#include <openssl/evp.h>

#include <algorithm>

#include "base/check.h"
#include "crypto/verify/hash.h"

namespace waymark::crypto {
namespace {

constexpr std::size_t kExpandBytesMax = 255 * kSha256Bytes;  // RFC 5869 section 2.3

void pbkdf2(const EVP_MD* digest, std::span<std::uint8_t> out, ByteView password, ByteView salt, std::uint32_t rounds) {
  CHECK(rounds >= 1);
  // OpenSSL takes a null password for an empty one only with size 0.
  CHECK(PKCS5_PBKDF2_HMAC(reinterpret_cast<const char*>(password.data()), static_cast<int>(password.size()),
                          salt.data(), static_cast<int>(salt.size()), static_cast<int>(rounds), digest,
                          static_cast<int>(out.size()), out.data()) == 1);
}

/// One HMAC over info parts between two short ones, without joining them in memory.
Sha256 expand_block(ByteView key, ByteView previous, std::initializer_list<ByteView> info, std::uint8_t counter) {
  ByteWriter message(256);
  message.put(previous);
  for (const ByteView part : info) message.put(part);
  message.u8(counter);
  return hmac_sha256(key, {message.view()});
}

}  // namespace

ByteArray<32> hkdf_extract_sha256(ByteView salt, std::initializer_list<ByteView> key_material) {
  return hmac_sha256(salt, key_material);
}

void hkdf_expand_sha256(std::span<std::uint8_t> out, ByteView key, std::initializer_list<ByteView> info) {
  CHECK(out.size() <= kExpandBytesMax);
  Sha256 block{};
  ByteView previous{};
  for (std::uint8_t counter = 1; !out.empty(); ++counter) {
    block = expand_block(key, previous, info, counter);
    previous = block;
    const std::size_t count = std::min(out.size(), block.size());
    std::copy_n(block.begin(), count, out.begin());
    out = out.subspan(count);
  }
  wipe(block);
}

void hkdf_sha256(std::span<std::uint8_t> out, ByteView key_material, ByteView salt,
                 std::initializer_list<ByteView> info) {
  Sha256 key = hkdf_extract_sha256(salt, {key_material});
  hkdf_expand_sha256(out, key, info);
  wipe(key);
}

void pbkdf2_sha512(std::span<std::uint8_t> out, ByteView password, ByteView salt, std::uint32_t rounds) {
  pbkdf2(EVP_sha512(), out, password, salt, rounds);
}

void pbkdf2_sha256(std::span<std::uint8_t> out, ByteView password, ByteView salt, std::uint32_t rounds) {
  pbkdf2(EVP_sha256(), out, password, salt, rounds);
}

}  // namespace waymark::crypto
