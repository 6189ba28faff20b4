#include "crypto/kdf.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace waymark::crypto {
namespace {

Bytes bytes_of(std::string_view hex) { return *from_hex(hex); }

// RFC 5869 appendix A.1, A.2 and A.3.
TEST(Hkdf, Rfc5869) {
  Bytes out(42);
  hkdf_sha256(out, Bytes(22, 0x0b), bytes_of("000102030405060708090a0b0c"), {bytes_of("f0f1f2f3f4f5f6f7f8f9")});
  EXPECT_EQ(to_hex(out), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");

  const auto range = [](int from, int to) {
    Bytes bytes;
    for (int i = from; i <= to; ++i) bytes.push_back(static_cast<std::uint8_t>(i));
    return bytes;
  };
  out.resize(82);
  hkdf_sha256(out, range(0x00, 0x4f), range(0x60, 0xaf), {range(0xb0, 0xc0), range(0xc1, 0xff)});
  EXPECT_EQ(to_hex(out),
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c"
            "2f09b83"
            "67793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");

  out.resize(42);
  hkdf_sha256(out, Bytes(22, 0x0b), {}, {});
  EXPECT_EQ(to_hex(out), "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Hkdf, RefusesMoreThanTheAlgorithmGives) {
  Bytes out(8'160);
  hkdf_sha256(out, view_of("key"), {}, {});
  out.resize(8'161);
  EXPECT_DEATH(hkdf_sha256(out, view_of("key"), {}, {}), "CHECK failed");
}

// RFC 7914 section 11 (PBKDF2-HMAC-SHA-256).
TEST(Pbkdf2, Rfc7914) {
  Bytes out(64);
  pbkdf2_sha256(out, view_of("passwd"), view_of("salt"), 1);
  EXPECT_EQ(to_hex(out),
            "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
            "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783");
  pbkdf2_sha256(out, view_of("Password"), view_of("NaCl"), 80'000);
  EXPECT_EQ(to_hex(out),
            "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
            "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d");
}

// Value of Python's hashlib.pbkdf2_hmac for the same input; Wycheproof covers the rest (wycheproof_test.cpp).
TEST(Pbkdf2, Sha512) {
  Bytes out(64);
  pbkdf2_sha512(out, view_of("password"), view_of("salt"), 1);
  EXPECT_EQ(to_hex(out),
            "867f70cf1ade02cff3752599a3a53dc4af34c7a669815ae5d513554e1c8cf252"
            "c02d470a285a0501bad999bfe943c08f050235d7d68b1da55e63f73b60a57fce");
}

}  // namespace
}  // namespace waymark::crypto
