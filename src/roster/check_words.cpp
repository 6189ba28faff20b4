#include "roster/check_words.h"

#include "crypto/kdf.h"

namespace waymark::roster {
namespace {

constexpr std::string_view kSalt = "waymark/v1/check words";
constexpr unsigned kBitsPerWord = 11;

}  // namespace

std::array<std::uint16_t, kCheckWords> check_words(std::span<const crypto::RootVerifyKey> roots) {
  ByteWriter keys;
  for (const crypto::RootVerifyKey& root : roots) keys.put(root.bytes());
  ByteArray<32> hash;
  crypto::pbkdf2_sha256(hash, keys.view(), view_of(kSalt), kCheckWordRounds);
  std::array<std::uint16_t, kCheckWords> words{};
  std::size_t next = 0;
  std::uint32_t pool = 0;
  unsigned pool_bits = 0;
  for (std::uint16_t& word : words) {
    for (; pool_bits < kBitsPerWord; pool_bits += 8) pool = pool << 8U | hash[next++];
    pool_bits -= kBitsPerWord;
    word = static_cast<std::uint16_t>(pool >> pool_bits & ((1U << kBitsPerWord) - 1));
  }
  return words;
}

}  // namespace waymark::roster
