#include "base/encoding.h"

namespace waymark {
namespace {

constexpr std::string_view kWhere = "base/encoding";
constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 0xff;

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

Result<Bytes> from_base64(std::string_view text, Padding padding) {
  LET(const std::string_view digits, without_padding(text, padding));
  if (digits.size() % 4 == 1) return fail(Code::kMalformed, kWhere);
  Bytes bytes;
  bytes.reserve(digits.size() * 3 / 4);
  std::uint32_t pool = 0;
  unsigned pool_bits = 0;
  for (const char digit : digits) {
    const std::uint8_t value = kBase64Value[static_cast<std::uint8_t>(digit)];
    if (value == kNoDigit) return fail(Code::kMalformed, kWhere);
    pool = pool << 6U | value;
    pool_bits += 6;
    if (pool_bits < 8) continue;
    pool_bits -= 8;
    bytes.push_back(static_cast<std::uint8_t>(pool >> pool_bits));
  }
  if ((pool & ((1U << pool_bits) - 1)) != 0) return fail(Code::kMalformed, kWhere);
  if (padding == Padding::kRequired && text.size() != (bytes.size() + 2) / 3 * 4) return fail(Code::kMalformed, kWhere);
  return bytes;
}

}  // namespace waymark
