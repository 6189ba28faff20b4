// What an authenticator reads of an enrolment. Test code only.
#pragma once

#include <string_view>

#include "crypto/totp.h"

namespace waymark::desk {

/// @param base32  32 letters of A … Z, 2 … 7
inline crypto::TotpSecret totp_from(std::string_view base32) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  crypto::TotpSecret secret;
  std::uint32_t held = 0;
  unsigned bits = 0;
  std::size_t at = 0;
  for (const char digit : base32) {
    held = (held << 5U | static_cast<std::uint32_t>(digits.find(digit))) & 0xFFFU;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    secret.writable()[at++] = static_cast<std::uint8_t>(held >> bits);
  }
  return secret;
}

}  // namespace waymark::desk
