// Five words for a passphrase, drawn from the word lists of the mailbox: 5 × 11 bits, no word twice.
#pragma once

#include "base/language.h"
#include "base/secret.h"
#include "crypto/random.h"

namespace waymark::desk {

inline constexpr std::size_t kPassphraseWords = 5;

/// Separated by single spaces. 2,048 · 2,047 · 2,046 · 2,045 · 2,044 outcomes, all as likely: 54.99 bits.
SecretBytes passphrase_words(Language language, crypto::Random& random);

}  // namespace waymark::desk
