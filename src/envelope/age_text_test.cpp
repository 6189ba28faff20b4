#include "envelope/age_text.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/xwing_open.h"

namespace waymark::envelope {
namespace {

// The identity of c2sp.org/age "The MLKEM768-X25519 hybrid recipient type", and how its recipient begins and ends
// there.
constexpr std::string_view kIdentity = "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR";
constexpr std::string_view kRecipientStart =
    "age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkjuh3y235jzxshfg87pzf5zrqtzdxz95paef6caq5";
constexpr std::string_view kRecipientEnd = "mwze9pyyzk3tlhl53k2ykx3qheyty7saeq0d3fzv49zc0k";

TEST(AgeText, TheExampleOfTheSpecification) {
  const auto seed = identity_from_text(kIdentity);
  ASSERT_TRUE(seed.has_value());
  EXPECT_EQ(text_of(identity_to_text(*seed).view()), kIdentity);
  const std::string recipient = recipient_to_text(crypto::xwing_public_key(*seed));
  EXPECT_TRUE(recipient.starts_with(kRecipientStart));
  EXPECT_TRUE(recipient.ends_with(kRecipientEnd));
  const auto key = recipient_from_text(recipient);
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(*key, crypto::xwing_public_key(*seed));
}

TEST(AgeText, AnIdentityFileMayHaveComments) {
  const std::string file =
      "# created: 2026-11-22T10:00:00Z\r\n# public key: age1pq1...\n\n  " + std::string{kIdentity} + "\n";
  EXPECT_TRUE(identity_from_text(file).has_value());
  EXPECT_FALSE(identity_from_text(file + std::string{kIdentity}).has_value());
}

TEST(AgeText, RefusesOtherKeysAndTypingErrors) {
  EXPECT_EQ(
      identity_from_text("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX").error().code,
      Code::kUnsupported);
  EXPECT_EQ(recipient_from_text("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj").error().code,
            Code::kUnsupported);
  EXPECT_EQ(recipient_from_text(kIdentity).error().code, Code::kUnsupported);
  EXPECT_EQ(identity_from_text("").error().code, Code::kMalformed);
  EXPECT_EQ(identity_from_text("# only a comment").error().code, Code::kMalformed);
  for (std::size_t i = 0; i < kIdentity.size(); ++i) {
    std::string typo{kIdentity};
    typo[i] = typo[i] == 'Q' ? 'P' : 'Q';
    EXPECT_FALSE(identity_from_text(typo).has_value()) << i;
    std::string mixed{kIdentity};
    mixed[i] = static_cast<char>(mixed[i] | 0x20);
    if (mixed != kIdentity) {
      EXPECT_FALSE(identity_from_text(mixed).has_value()) << i;
    }
  }
  EXPECT_FALSE(identity_from_text(std::string(100'000, 'Q')).has_value());
}

// BIP 173 "Test vectors".
TEST(AgeText, Bip173Strings) {
  for (const std::string_view text :
       {"A12UEL5L", "a12uel5l", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "?1ezyfcl"})
    EXPECT_EQ(recipient_from_text(text).error().code, Code::kUnsupported) << text;
  for (const std::string_view text :
       {"pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3", "A1G7SGD8", "10a06t8", "1qzzfhee", "a12UEL5L"})
    EXPECT_EQ(recipient_from_text(text).error().code, Code::kMalformed) << text;
}

}  // namespace
}  // namespace waymark::envelope
