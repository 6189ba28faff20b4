// PassphraseRule: what a passphrase is and which new ones are taken. One rule for pages and command line.
//
// A passphrase is NFC text, compared as it is. A new one has at least 16 code points and is more than a common word, a
// row of keys, a number or one's own alias written out: what such parts add is counted as next to nothing. The rule
// keeps out what is guessed first; it does not measure strength. Five words drawn by passphrase_words.h carry 55 bits.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace waymark::desk {

inline constexpr std::size_t kPassphraseCodePointsMin = 16;
/// Points a new passphrase needs: one for each letter, two for each different common part.
inline constexpr std::size_t kPassphrasePointsMin = 10;

/// What was typed, in NFC. @error kMalformed for no UTF-8 or nothing at all, kTooLarge over 1,024 bytes
Result<SecretBytes> normal_passphrase(ByteView typed);
/// The same for a new one. @param known  names that guessers know: the alias, the organisation
/// @error also kInvalid: "short", "guessable"
Result<SecretBytes> new_passphrase(ByteView typed, std::span<const std::string_view> known);

}  // namespace waymark::desk
