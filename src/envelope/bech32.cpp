#include "envelope/bech32.h"

#include <algorithm>
#include <array>
#include <vector>

namespace waymark::envelope {
namespace {

constexpr std::string_view kWhere = "envelope/bech32";
constexpr std::string_view kDigits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";  // BIP 173 "Bech32"
constexpr std::size_t kChecksumDigits = 6;
constexpr std::size_t kTextBytesMax = 8'192;

/// BIP 173 "Checksum": a BCH code over GF(32).
class Checksum {
 public:
  void add(std::uint8_t value) {
    constexpr std::array<std::uint32_t, 5> kGenerator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    const std::uint32_t top = state_ >> 25U;
    state_ = (state_ & 0x1ffffffU) << 5U ^ value;
    for (std::size_t i = 0; i < kGenerator.size(); ++i)
      if ((top >> i & 1U) != 0) state_ ^= kGenerator[i];
  }
  void add_prefix(std::string_view prefix) {
    for (const char c : prefix) add(static_cast<std::uint8_t>(static_cast<unsigned char>(c) >> 5U));
    add(0);
    for (const char c : prefix) add(static_cast<std::uint8_t>(static_cast<unsigned char>(c) & 31U));
  }
  [[nodiscard]] std::uint32_t state() const { return state_; }

 private:
  std::uint32_t state_ = 1;
};

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// Five-bit digits to bytes; what is left over is under five bits and zero.
Result<SecretBytes> to_bytes_of_eight(std::span<const std::uint8_t> digits) {
  SecretBytes bytes(digits.size() * 5 / 8);
  std::uint32_t pool = 0;
  unsigned pool_bits = 0;
  std::size_t size = 0;
  for (const std::uint8_t digit : digits) {
    pool = pool << 5U | digit;
    pool_bits += 5;
    if (pool_bits < 8) continue;
    pool_bits -= 8;
    bytes.writable()[size++] = static_cast<std::uint8_t>(pool >> pool_bits);
  }
  if (pool_bits >= 5 || (pool & ((1U << pool_bits) - 1)) != 0) return fail(Code::kMalformed, kWhere, "bits left over");
  return bytes;
}

}  // namespace

Result<Bech32> decode_bech32(std::string_view text) {
  if (text.size() > kTextBytesMax) return fail(Code::kMalformed, kWhere, "too long");
  const bool lower = std::any_of(text.begin(), text.end(), is_lower);
  if (lower && std::any_of(text.begin(), text.end(), is_upper)) return fail(Code::kMalformed, kWhere, "mixed case");
  const std::size_t separator = text.rfind('1');
  if (separator == std::string_view::npos || separator == 0 || text.size() - separator - 1 < kChecksumDigits)
    return fail(Code::kMalformed, kWhere, "no prefix or too short");
  std::string prefix;
  for (const char c : text.substr(0, separator)) {
    if (c < '!' || c > '~') return fail(Code::kMalformed, kWhere, "prefix");
    prefix += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  SecretBytes digits(text.size() - separator - 1);
  Checksum checksum;
  checksum.add_prefix(prefix);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const char c = text[separator + 1 + i];
    const std::size_t value = kDigits.find(is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c);
    if (value == std::string_view::npos) return fail(Code::kMalformed, kWhere, "foreign character");
    digits.writable()[i] = static_cast<std::uint8_t>(value);
    checksum.add(static_cast<std::uint8_t>(value));
  }
  if (checksum.state() != 1) return fail(Code::kMalformed, kWhere, "checksum");
  LET(SecretBytes data, to_bytes_of_eight(digits.view().first(digits.size() - kChecksumDigits)));
  return Bech32{.prefix = std::move(prefix), .data = std::move(data)};
}

SecretBytes encode_bech32(std::string_view prefix, ByteView data) {
  const std::size_t data_digits = (data.size() * 8 + 4) / 5;
  SecretBytes text(prefix.size() + 1 + data_digits + kChecksumDigits);
  std::span<std::uint8_t> out = text.writable();
  std::copy(prefix.begin(), prefix.end(), out.begin());
  out[prefix.size()] = '1';
  out = out.subspan(prefix.size() + 1);
  Checksum checksum;
  checksum.add_prefix(prefix);
  std::uint32_t pool = 0;
  unsigned pool_bits = 0;
  std::size_t size = 0;
  const auto put = [&](std::uint32_t value) {
    checksum.add(static_cast<std::uint8_t>(value & 31U));
    out[size++] = static_cast<std::uint8_t>(kDigits[value & 31U]);
  };
  for (const std::uint8_t byte : data) {
    pool = pool << 8U | byte;
    for (pool_bits += 8; pool_bits >= 5; pool_bits -= 5) put(pool >> (pool_bits - 5));
  }
  if (pool_bits > 0) put(pool << (5 - pool_bits));
  Checksum closed = checksum;
  for (std::size_t i = 0; i < kChecksumDigits; ++i) closed.add(0);
  const std::uint32_t code = closed.state() ^ 1U;
  for (std::size_t i = 0; i < kChecksumDigits; ++i) put(code >> (5U * (kChecksumDigits - 1 - i)));
  return text;
}

}  // namespace waymark::envelope
