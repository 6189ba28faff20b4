#include "base/encoding.h"

namespace waymark {
namespace {

constexpr std::string_view kWhere = "base/encoding";
constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 0xff;
constexpr std::uint32_t kBase64DigitMax = 63;

constexpr ByteArray<256> reverse(std::string_view digits) {
  ByteArray<256> table{};
  table.fill(kNoDigit);
  for (std::size_t i = 0; i < digits.size(); ++i)
    table[static_cast<std::uint8_t>(digits[i])] = static_cast<std::uint8_t>(i);
  return table;
}

constexpr auto kHexValue = reverse(kHexDigits);
constexpr auto kBase64Value = reverse(kBase64Digits);

/// Cuts the padding off, or refuses what is not padded as asked.
Result<std::string_view> without_padding(std::string_view text, Padding padding) {
  if (padding == Padding::kNone) return text;
  if (text.size() % 4 != 0) return fail(Code::kMalformed, kWhere);
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return text;
}

}  // namespace

std::string to_hex(ByteView bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text += kHexDigits[byte >> 4U];
    text += kHexDigits[byte & 15U];
  }
  return text;
}

Result<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return fail(Code::kMalformed, kWhere);
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::uint8_t high = kHexValue[static_cast<std::uint8_t>(text[i])];
    const std::uint8_t low = kHexValue[static_cast<std::uint8_t>(text[i + 1])];
    if (high == kNoDigit || low == kNoDigit) return fail(Code::kMalformed, kWhere);
    bytes.push_back(static_cast<std::uint8_t>(high << 4U | low));
  }
  return bytes;
}

std::string to_base64(ByteView bytes, Padding padding) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t pool = 0;
  unsigned pool_bits = 0;
  for (const std::uint8_t byte : bytes) {
    pool = pool << 8U | byte;
    for (pool_bits += 8; pool_bits >= 6; pool_bits -= 6) text += kBase64Digits[pool >> (pool_bits - 6) & 63U];
  }
  if (pool_bits > 0) text += kBase64Digits[pool << (6 - pool_bits) & 63U];
  if (padding == Padding::kRequired) text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

// Whole quartets are decoded without a branch each; a wrong digit sets a bit that no digit has, which is looked at
// once.
Result<Bytes> from_base64(std::string_view text, Padding padding) {
  LET(const std::string_view digits, without_padding(text, padding));
  const std::size_t tail = digits.size() % 4;
  if (tail == 1) return fail(Code::kMalformed, kWhere);
  Bytes bytes(digits.size() * 3 / 4);
  const auto value = [&](std::size_t i) -> std::uint32_t { return kBase64Value[static_cast<std::uint8_t>(digits[i])]; };
  std::uint32_t seen = 0;
  std::size_t in = 0;
  std::size_t out = 0;
  for (; in + 4 <= digits.size(); in += 4) {
    const std::uint32_t a = value(in);
    const std::uint32_t b = value(in + 1);
    const std::uint32_t c = value(in + 2);
    const std::uint32_t d = value(in + 3);
    seen |= a | b | c | d;
    const std::uint32_t pool = a << 18U | b << 12U | c << 6U | d;
    for (const unsigned shift : {16U, 8U, 0U}) bytes[out++] = static_cast<std::uint8_t>(pool >> shift);
  }
  std::uint32_t pool = 0;
  for (; in < digits.size(); ++in) {
    seen |= value(in);
    pool = pool << 6U | value(in);
  }
  if (seen > kBase64DigitMax) return fail(Code::kMalformed, kWhere);
  const unsigned spare = tail == 2 ? 4 : 2;  // bits of the last digit that stand for nothing
  for (unsigned left = tail == 0 ? 0 : static_cast<unsigned>(tail) - 1; left > 0; --left)
    bytes[out++] = static_cast<std::uint8_t>(pool >> (spare + 8 * (left - 1)));
  if (tail != 0 && (pool & ((1U << spare) - 1)) != 0) return fail(Code::kMalformed, kWhere);
  if (padding == Padding::kRequired && text.size() != (bytes.size() + 2) / 3 * 4) return fail(Code::kMalformed, kWhere);
  return bytes;
}

}  // namespace waymark
