// UTF-8, strict (RFC 3629): no overlong forms, no surrogates, nothing past U+10FFFF. For parsers of hostile bytes;
// what words and letters mean is the business of src/text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace waymark {

/// How many code points the text has; nothing if it is not UTF-8.
std::optional<std::size_t> count_code_points(std::string_view text);

/// The code points; nothing if it is not UTF-8.
std::optional<std::u32string> decode_utf8(std::string_view text);

/// Bytes of the code point that `text` begins with; 0 if it begins with none. @param text  not empty
std::size_t code_point_bytes(std::string_view text);

/// Appends one code point. CHECKs that it is none of the surrogates and at most U+10FFFF.
void append_utf8(std::string& text, char32_t code_point);

}  // namespace waymark
