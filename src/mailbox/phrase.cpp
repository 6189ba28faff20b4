#include "mailbox/phrase.h"

#include <algorithm>

#include "base/check.h"
#include "crypto/verify/hash.h"
#include "mailbox/word_list.h"

namespace waymark::mailbox {
namespace {

constexpr std::string_view kChecksumLabel = "waymark/v1/words checksum";
constexpr unsigned kBitsPerWord = 11;
constexpr std::size_t kBitBytes = kPhraseEntropyBytes + 1;
static_assert(kBitBytes * 8 == kPhraseWords * kBitsPerWord);

std::uint8_t checksum(Language list, std::span<const std::uint8_t> entropy) {
  const ByteArray<1> id{static_cast<std::uint8_t>(list)};
  return crypto::sha256({view_of(kChecksumLabel), id, entropy})[0];
}

using Indices = std::array<std::uint16_t, kPhraseWords>;

Indices cut(const Secret<kBitBytes>& bits) {
  Indices indices{};
  std::size_t next = 0;
  std::uint32_t pool = 0;
  unsigned pool_bits = 0;
  for (std::uint16_t& index : indices) {
    for (; pool_bits < kBitsPerWord; pool_bits += 8) pool = pool << 8U | bits.view()[next++];
    pool_bits -= kBitsPerWord;
    index = static_cast<std::uint16_t>(pool >> pool_bits & (kListWords - 1));
  }
  return indices;
}

Secret<kBitBytes> join(const Indices& indices) {
  Secret<kBitBytes> bits;
  std::size_t next = 0;
  std::uint32_t pool = 0;
  unsigned pool_bits = 0;
  for (const std::uint16_t index : indices) {
    pool = pool << kBitsPerWord | index;
    for (pool_bits += kBitsPerWord; pool_bits >= 8; pool_bits -= 8)
      bits.writable()[next++] = static_cast<std::uint8_t>(pool >> (pool_bits - 8));
  }
  return bits;
}

Secret<kPhraseCanonicalBytes> canonical_form(Language list, const Indices& indices) {
  Secret<kPhraseCanonicalBytes> form;
  form.writable()[0] = static_cast<std::uint8_t>(list);
  for (std::size_t i = 0; i < kPhraseWords; ++i) {
    form.writable()[1 + 2 * i] = static_cast<std::uint8_t>(indices[i] >> 8U);
    form.writable()[2 + 2 * i] = static_cast<std::uint8_t>(indices[i]);
  }
  return form;
}

}  // namespace

Phrase Phrase::generate(Language list, crypto::Random& random) {
  Secret<kBitBytes> bits;
  const auto entropy = bits.writable().first<kPhraseEntropyBytes>();
  random.fill(entropy);
  bits.writable().back() = checksum(list, entropy);
  return {list, canonical_form(list, cut(bits))};
}

Result<Phrase> Phrase::from_indices(Language list, const Indices& indices) {
  if (std::ranges::any_of(indices, [](std::uint16_t index) { return index >= kListWords; }))
    return fail(Code::kInvalid, "mailbox/phrase");
  const Secret<kBitBytes> bits = join(indices);
  if (bits.view().back() != checksum(list, bits.view().first<kPhraseEntropyBytes>()))
    return fail(Code::kInvalid, "mailbox/phrase");
  return Phrase(list, canonical_form(list, indices));
}

std::string_view Phrase::word(std::size_t position) const {
  CHECK(position < kPhraseWords);
  const auto form = canonical_.view();
  return word_at(list_, static_cast<std::uint16_t>(form[1 + 2 * position] << 8U | form[2 + 2 * position]));
}

}  // namespace waymark::mailbox
