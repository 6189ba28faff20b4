// UTF-8: checks and counts for texts that strangers wrote, and the one normal form (NFC) that is compared.
//
// "Well formed" is the Unicode definition (Unicode 15, table 3-7): no surrogates, no overlong forms, nothing above
// U+10FFFF. NUL is well formed here; who forbids it says so. Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace waymark::text {

/// The largest text nfc() takes, in bytes.
inline constexpr std::size_t kNfcBytesMax = 1'048'576;

bool is_utf8(std::string_view bytes);

/// Number of code points (not bytes, not what a reader sees as one character).
/// @error kMalformed if the text is not well-formed UTF-8
Result<std::size_t> count_code_points(std::string_view text);

/// The first `count` code points of a well-formed text, borrowed; all of it when it is shorter.
/// @error kMalformed
Result<std::string_view> first_code_points(std::string_view text, std::size_t count);

/// Unicode normal form C.
/// @error kMalformed if the text is not well-formed UTF-8, kTooLarge over kNfcBytesMax
Result<std::string> nfc(std::string_view text);

/// CRLF and CR become LF, as in docs/spec/envelope.md.
std::string unix_lines(std::string_view text);

/// Lower case by Unicode's rules for the root locale; for comparing words, never for showing them.
/// @error kMalformed
Result<std::string> folded(std::string_view text);

}  // namespace waymark::text
