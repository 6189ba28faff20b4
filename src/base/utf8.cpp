#include "base/utf8.h"

#include <algorithm>

#include "base/check.h"

namespace waymark {
namespace {

constexpr char32_t kLast = 0x10FFFF;

bool is_surrogate(char32_t c) { return c >= 0xD800 && c <= 0xDFFF; }

struct Lead {
  std::size_t size;   ///< bytes of the sequence; 0 for a byte that starts none
  char32_t bits;      ///< the payload of the first byte
  char32_t smallest;  ///< smaller values are overlong
};

Lead lead_of(unsigned char byte) {
  if (byte < 0x80) return {1, byte, 0};
  if (byte >= 0xC2 && byte <= 0xDF) return {2, byte & 0x1FU, 0x80};
  if (byte >= 0xE0 && byte <= 0xEF) return {3, byte & 0x0FU, 0x800};
  if (byte >= 0xF0 && byte <= 0xF4) return {4, byte & 0x07U, 0x10000};
  return {0, 0, 0};
}

/// Takes one code point off the front.
std::optional<char32_t> take(std::string_view& text) {
  const Lead lead = lead_of(static_cast<unsigned char>(text.front()));
  if (lead.size == 0 || lead.size > text.size()) return std::nullopt;
  char32_t value = lead.bits;
  for (std::size_t i = 1; i < lead.size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return std::nullopt;
    value = (value << 6U) | (byte & 0x3FU);
  }
  if (value < lead.smallest || value > kLast || is_surrogate(value)) return std::nullopt;
  text.remove_prefix(lead.size);
  return value;
}

/// How many bytes at the front are code points of one byte.
std::size_t ascii_run(std::string_view text) {
  const auto* const end = std::ranges::find_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return static_cast<std::size_t>(end - text.begin());
}

}  // namespace

std::optional<std::size_t> count_code_points(std::string_view text) {
  std::size_t count = 0;
  for (;;) {
    const std::size_t ascii = ascii_run(text);  // codes and ids are nothing else
    count += ascii;
    text.remove_prefix(ascii);
    if (text.empty()) return count;
    if (!take(text)) return std::nullopt;
    ++count;
  }
}

std::size_t code_point_bytes(std::string_view text) {
  std::string_view rest = text;
  return take(rest) ? text.size() - rest.size() : 0;
}

std::optional<std::u32string> decode_utf8(std::string_view text) {
  std::u32string decoded;
  decoded.reserve(text.size());
  while (!text.empty()) {
    const auto value = take(text);
    if (!value) return std::nullopt;
    decoded.push_back(*value);
  }
  return decoded;
}

void append_utf8(std::string& text, char32_t c) {
  CHECK(c <= kLast && !is_surrogate(c));
  const auto byte = [&text](char32_t value) { text.push_back(static_cast<char>(value)); };
  const auto tail = [&](unsigned shift) { byte(0x80U | ((c >> shift) & 0x3FU)); };
  if (c < 0x80) return byte(c);
  if (c < 0x800) return byte(0xC0U | (c >> 6U)), tail(0);
  if (c < 0x10000) return byte(0xE0U | (c >> 12U)), tail(6), tail(0);
  return byte(0xF0U | (c >> 18U)), tail(12), tail(6), tail(0);
}

}  // namespace waymark
