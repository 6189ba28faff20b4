#include "crypto/verify/hash.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace waymark::crypto {
namespace {

// FIPS 180-4 example "abc" and the empty message (NIST CAVP SHA256ShortMsg, length 0).
TEST(Sha256Of, KnownMessages) {
  EXPECT_EQ(to_hex(sha256(view_of("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256(ByteView{})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256Of, PartsAreJoined) {
  EXPECT_EQ(sha256({view_of("a"), view_of(""), view_of("bc")}), sha256(view_of("abc")));
  EXPECT_EQ(sha256({}), sha256(ByteView{}));
}

// RFC 4231 test case 2.
TEST(HmacSha256, KnownMessage) {
  const Sha256 mac = hmac_sha256(view_of("Jefe"), {view_of("what do ya want "), view_of("for nothing?")});
  EXPECT_EQ(to_hex(mac), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

}  // namespace
}  // namespace waymark::crypto
