#include "crypto/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

#include "base/check.h"

namespace waymark::crypto {
namespace {

constexpr std::int64_t kStepSeconds = 30;  // RFC 6238 section 4.1
constexpr std::size_t kDigits = 6;
constexpr std::uint32_t kModulus = 1'000'000;
constexpr std::size_t kSha1Bytes = 20;
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";  // RFC 4648 section 6

std::uint64_t step_of(TimePoint time) {
  const auto seconds = time.time_since_epoch().count();
  CHECK(seconds >= 0);
  return static_cast<std::uint64_t>(seconds / kStepSeconds);
}

/// RFC 4226 section 5.3: four bytes at an offset that the last nibble names.
std::array<char, kDigits> digits_of(const TotpSecret& secret, std::uint64_t step) {
  const Bytes counter = ByteWriter{8}.u64(step).finish();
  ByteArray<kSha1Bytes> mac{};
  unsigned size = 0;
  CHECK(HMAC(EVP_sha1(), secret.view().data(), static_cast<int>(secret.view().size()), counter.data(), counter.size(),
             mac.data(), &size) != nullptr &&
        size == kSha1Bytes);
  const std::size_t offset = mac.back() & 0x0FU;
  std::uint32_t value = (std::uint32_t{mac[offset]} & 0x7FU) << 24U | std::uint32_t{mac[offset + 1]} << 16U |
                        std::uint32_t{mac[offset + 2]} << 8U | std::uint32_t{mac[offset + 3]};
  value %= kModulus;
  std::array<char, kDigits> digits{};
  for (std::size_t i = kDigits; i-- > 0; value /= 10) digits[i] = static_cast<char>('0' + value % 10);
  wipe(mac);
  return digits;
}

void append(SecretBytes& out, std::size_t& size, std::string_view text) {
  std::copy(text.begin(), text.end(), out.writable().subspan(size).begin());
  size += text.size();
}

/// RFC 3986 section 2.3: everything but the unreserved characters as %XX.
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kUnreserved.find(c) != std::string_view::npos)
      encoded += c;
    else
      encoded += {'%', kHex[byte >> 4U], kHex[byte & 0x0FU]};
  }
  return encoded;
}

}  // namespace

std::string totp_code(const TotpSecret& secret, TimePoint time) {
  const auto digits = digits_of(secret, step_of(time));
  return {digits.begin(), digits.end()};
}

std::optional<std::uint64_t> totp_step(const TotpSecret& secret, std::string_view code, TimePoint now) {
  const std::uint64_t current = step_of(now);
  std::optional<std::uint64_t> found;
  for (std::uint64_t step = current > 0 ? current - 1 : 0; step <= current + 1; ++step) {
    const auto digits = digits_of(secret, step);
    if (equal_constant_time(view_of({digits.data(), digits.size()}), view_of(code))) found = step;
  }
  return found;
}

SecretBytes totp_secret_text(const TotpSecret& secret) {
  static_assert(kTotpSecretBytes % 5 == 0, "whole groups, so that there is no padding");
  SecretBytes text(kTotpSecretBytes / 5 * 8);
  const auto bytes = secret.view();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t bit = 5 * i;
    const std::uint32_t pair =
        (std::uint32_t{bytes[bit / 8]} << 8U) | (bit / 8 + 1 < bytes.size() ? std::uint32_t{bytes[bit / 8 + 1]} : 0U);
    text.writable()[i] = static_cast<std::uint8_t>(kBase32[(pair >> (11U - bit % 8)) & 31U]);
  }
  return text;
}

SecretBytes totp_uri(const TotpSecret& secret, std::string_view issuer, std::string_view account) {
  const std::string head = "otpauth://totp/" + percent_encoded(issuer) + ":" + percent_encoded(account) + "?secret=";
  const std::string tail = "&issuer=" + percent_encoded(issuer) + "&algorithm=SHA1&digits=6&period=30";
  const SecretBytes middle = totp_secret_text(secret);
  SecretBytes uri(head.size() + middle.size() + tail.size());
  std::size_t size = 0;
  append(uri, size, head);
  append(uri, size, text_of(middle.view()));
  append(uri, size, tail);
  return uri;
}

}  // namespace waymark::crypto
