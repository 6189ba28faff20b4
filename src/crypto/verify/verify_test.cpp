#include "crypto/verify/verify.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "crypto/sign.h"

namespace waymark::crypto {
namespace {

VerifyKeyBytes key_of(std::string_view hex) {
  const auto bytes = from_hex(hex);
  return *ByteReader{*bytes}.array<kVerifyKeyBytes>();
}

// The eight points of small order and non-canonical spellings of them ("Taming the many EdDSAs", table 6.1).
TEST(VerifyKey, RefusesKeysThatProveNothing) {
  for (const std::string_view hex : {
           "0100000000000000000000000000000000000000000000000000000000000000",
           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "0000000000000000000000000000000000000000000000000000000000000080",
           "0000000000000000000000000000000000000000000000000000000000000000",
           "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
           "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
           "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
           "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
           "0100000000000000000000000000000000000000000000000000000000000080",
           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
       }) {
    const auto key = RootVerifyKey::from_bytes(key_of(hex));
    ASSERT_FALSE(key.has_value()) << hex;
    EXPECT_EQ(key.error().code, Code::kInvalid);
  }
}

TEST(VerifyKey, AcceptsOnlyItsOwnSignatureOverTheSameParts) {
  SeededRandom random{1};
  const auto key = ReplySigningKey::generate(random);
  const auto other = ReplySigningKey::generate(random);
  Signature signature = key.sign({view_of("label"), view_of("body")});
  EXPECT_TRUE(key.verify_key().verify({view_of("label"), view_of("body")}, signature));
  EXPECT_TRUE(key.verify_key().verify({view_of("labelbody")}, signature));
  EXPECT_FALSE(key.verify_key().verify({view_of("label"), view_of("bodY")}, signature));
  EXPECT_FALSE(other.verify_key().verify({view_of("label"), view_of("body")}, signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    signature[i] ^= 1U;
    EXPECT_FALSE(key.verify_key().verify({view_of("labelbody")}, signature)) << i;
    signature[i] ^= 1U;
  }
}

// RFC 8032 section 7.1, test 2.
TEST(SigningKey, Rfc8032) {
  const auto seed = from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  const RootSigningKey key{SigningSeed::copy_of(std::span<const std::uint8_t, 32>{*seed})};
  EXPECT_EQ(to_hex(key.verify_key().bytes()), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const Bytes message{0x72};
  EXPECT_EQ(to_hex(key.sign({message})),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

}  // namespace
}  // namespace waymark::crypto
