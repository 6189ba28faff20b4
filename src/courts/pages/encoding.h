// The encoding of a page, decided by its bytes. What a page declares does not count: most saved pages declare
// windows-1251 and are UTF-8.
//
// A byte order mark decides first. Then: well-formed UTF-8 (a character cut off at the very end is allowed) is UTF-8;
// what is mostly UTF-8 with damaged places is UTF-8 with U+FFFD there; all else is windows-1251.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace waymark::courts {

enum class Encoding : std::uint8_t { kUtf8, kDamagedUtf8, kWindows1251, kUtf16 };
std::string_view name_of(Encoding encoding);

Encoding decide_encoding(std::string_view bytes);

/// The page as UTF-8.
struct Decoded {
  Encoding encoding = Encoding::kUtf8;
  bool damaged = false;   ///< bytes that are no text, or of another encoding than the rest
  std::string storage;    ///< empty when the bytes are UTF-8 already
  std::string_view text;  ///< borrowed from `storage` or from the input
};
/// @param bytes  must outlive the result. The result must not be moved.
void decode(std::string_view bytes, Decoded& out);

}  // namespace waymark::courts
