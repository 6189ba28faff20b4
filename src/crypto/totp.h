// One-time codes of an authenticator app: RFC 6238 with HMAC-SHA-1, 6 digits, 30 s, one step either way.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/secret.h"

namespace waymark::crypto {

inline constexpr std::size_t kTotpSecretBytes = 20;
using TotpSecret = Secret<kTotpSecretBytes>;

/// The six digits of this moment.
std::string totp_code(const TotpSecret& secret, TimePoint time);

/// The time step (30 s since 1970) that `code` belongs to, if it is that of now, the step before or the one after.
/// Keep the last accepted step and refuse it and older ones, so that no code works twice. Constant time in the code.
std::optional<std::uint64_t> totp_step(const TotpSecret& secret, std::string_view code, TimePoint now);

/// The secret in base32 without padding (32 characters), to be typed into an app.
SecretBytes totp_secret_text(const TotpSecret& secret);
/// otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=ISSUER, percent-encoded. Shown once, never stored.
SecretBytes totp_uri(const TotpSecret& secret, std::string_view issuer, std::string_view account);

}  // namespace waymark::crypto
