// Hexadecimal and base64, strict: only the one canonical spelling of some bytes is accepted.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"

namespace waymark {

/// Lower-case hexadecimal, two characters a byte.
std::string to_hex(ByteView bytes);
/// @error kMalformed for odd length or anything but 0-9a-f
Result<Bytes> from_hex(std::string_view text);

enum class Padding { kNone, kRequired };

/// Standard base64 alphabet (RFC 4648 section 4).
std::string to_base64(ByteView bytes, Padding padding);
/// @error kMalformed for a foreign character, wrong padding or bits left over that are not zero (not canonical)
Result<Bytes> from_base64(std::string_view text, Padding padding);

/// Decodes and requires exactly N bytes.
/// @error kMalformed as above, kWrongSize for another length
template <std::size_t N>
Result<ByteArray<N>> array_from_base64(std::string_view text, Padding padding) {
  LET(const Bytes bytes, from_base64(text, padding));
  if (bytes.size() != N) return fail(Code::kWrongSize, "base/encoding");
  return ByteReader{bytes}.array<N>();
}

}  // namespace waymark
