#include "crypto/argon2.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/encoding.h"

namespace waymark::crypto {
namespace {

constexpr ByteArray<kArgon2SaltBytes> kSalt{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

// Computed with the npm package @noble/hashes 2 (argon2id, t = 3, m = 1,024 KiB, p = 1, 32 bytes), an implementation
// that shares no code with libsodium.
TEST(Argon2id, AgreesWithAnotherImplementation) {
  ByteArray<kArgon2SaltBytes> salt;
  const std::string_view text = "somesaltsomesalt";
  std::copy(text.begin(), text.end(), salt.begin());
  const auto key = argon2id(view_of("password"), salt, {.memory_bytes = std::size_t{1} << 20U, .passes = 3});
  ASSERT_TRUE(key.has_value());
  EXPECT_EQ(to_hex(key->view()), "f663220e2d954b93588ebcbcdbe308ae6b2dbb62d317b6d6feff63535b6e3a6e");
}

TEST(Argon2id, DependsOnEverything) {
  const auto key = [](std::string_view passphrase, ByteArray<kArgon2SaltBytes> salt, Argon2Cost cost) {
    return to_bytes(argon2id(view_of(passphrase), salt, cost)->view());
  };
  const Bytes base = key("a", kSalt, kTestArgon2);
  EXPECT_EQ(base, key("a", kSalt, kTestArgon2));
  EXPECT_NE(base, key("b", kSalt, kTestArgon2));
  EXPECT_NE(base, key("", kSalt, kTestArgon2));
  EXPECT_NE(base, key("a", {}, kTestArgon2));
  EXPECT_NE(base, key("a", kSalt, {.memory_bytes = kTestArgon2.memory_bytes, .passes = 2}));
  EXPECT_NE(base, key("a", kSalt, {.memory_bytes = 2 * kTestArgon2.memory_bytes, .passes = 1}));
}

TEST(Argon2id, RefusesCostsOutsideItsLimits) {
  for (const Argon2Cost cost : {Argon2Cost{1'024, 1}, Argon2Cost{kTestArgon2.memory_bytes, 0},
                                Argon2Cost{kTestArgon2.memory_bytes, 17}, Argon2Cost{(std::size_t{1} << 30U) + 1, 1}}) {
    const auto key = argon2id(view_of("a"), kSalt, cost);
    ASSERT_FALSE(key.has_value());
    EXPECT_EQ(key.error().code, Code::kInvalid);
  }
}

}  // namespace
}  // namespace waymark::crypto
