#include "crypto/totp.h"

#include <gtest/gtest.h>

namespace waymark::crypto {
namespace {

TotpSecret rfc_secret() {
  const std::string_view text = "12345678901234567890";
  return TotpSecret::copy_of(std::span<const std::uint8_t, kTotpSecretBytes>{view_of(text)});
}

TimePoint at(std::int64_t seconds) { return TimePoint{Seconds{seconds}}; }

// RFC 6238 appendix B, SHA-1; the last six of its eight digits.
TEST(Totp, Rfc6238) {
  const auto secret = rfc_secret();
  EXPECT_EQ(totp_code(secret, at(59)), "287082");
  EXPECT_EQ(totp_code(secret, at(1'111'111'109)), "081804");
  EXPECT_EQ(totp_code(secret, at(1'111'111'111)), "050471");
  EXPECT_EQ(totp_code(secret, at(1'234'567'890)), "005924");
  EXPECT_EQ(totp_code(secret, at(2'000'000'000)), "279037");
  EXPECT_EQ(totp_code(secret, at(20'000'000'000)), "353130");
}

TEST(Totp, AcceptsOneStepEitherWay) {
  const auto secret = rfc_secret();
  const TimePoint now = at(1'234'567'890);
  for (int steps = -3; steps <= 3; ++steps) {
    const TimePoint time = now + Seconds{30 * steps};
    const auto found = totp_step(secret, totp_code(secret, time), now);
    EXPECT_EQ(found.has_value(), steps >= -1 && steps <= 1) << steps;
    if (found) {
      EXPECT_EQ(*found, 1'234'567'890U / 30U + static_cast<unsigned>(steps));
    }
  }
}

TEST(Totp, RefusesOtherText) {
  const auto secret = rfc_secret();
  const TimePoint now = at(59);
  for (const std::string_view code : {"", "28708", "2870822", "287083", "287 082", "٢٨٧٠٨٢"})
    EXPECT_FALSE(totp_step(secret, code, now).has_value()) << code;
  EXPECT_TRUE(totp_step(secret, "287082", at(59)).has_value());
  EXPECT_TRUE(totp_step(secret, totp_code(secret, at(0)), at(0)).has_value());
}

TEST(Totp, TextAndUri) {
  const auto secret = rfc_secret();
  EXPECT_EQ(text_of(totp_secret_text(secret).view()), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  EXPECT_EQ(text_of(totp_uri(secret, "Help Line", "оля").view()),
            "otpauth://totp/Help%20Line:%D0%BE%D0%BB%D1%8F?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            "&issuer=Help%20Line&algorithm=SHA1&digits=6&period=30");
}

}  // namespace
}  // namespace waymark::crypto
