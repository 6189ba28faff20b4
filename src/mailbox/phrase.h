// Phrase: a requester's eight words as list and indices. It is a secret of the same weight as the keys made from it.
// @source docs/spec/mailbox.md "Words"
#pragma once

#include <array>
#include <string_view>

#include "base/language.h"
#include "base/secret.h"
#include "crypto/random.h"

namespace waymark::mailbox {

inline constexpr std::size_t kPhraseWords = 8;
inline constexpr std::size_t kPhraseEntropyBytes = 10;
inline constexpr std::size_t kPhraseCanonicalBytes = 1 + 2 * kPhraseWords;

class Phrase {
 public:
  /// Eighty fresh random bits and their checksum.
  static Phrase generate(Language list, crypto::Random& random);
  /// @error kInvalid if the checksum does not fit
  static Result<Phrase> from_indices(Language list, const std::array<std::uint16_t, kPhraseWords>& indices);

  [[nodiscard]] Language list() const { return list_; }
  /// list id u8 ‖ eight indices u16: what the keys are made from.
  [[nodiscard]] const Secret<kPhraseCanonicalBytes>& canonical() const { return canonical_; }
  /// The word at 0 … 7, borrowed from the program's own word list.
  [[nodiscard]] std::string_view word(std::size_t position) const;

 private:
  Phrase(Language list, Secret<kPhraseCanonicalBytes> form) : list_(list), canonical_(std::move(form)) {}
  Language list_;
  Secret<kPhraseCanonicalBytes> canonical_;
};

}  // namespace waymark::mailbox
