#include "crypto/aead.h"

#include <gtest/gtest.h>

namespace waymark::crypto {
namespace {

TEST(XChaCha, OpensWhatItSealed) {
  SeededRandom random{1};
  const auto key = random.secret<32>();
  for (const std::size_t size : {0U, 1U, 16U, 1'000U, 70'000U}) {
    const Bytes plain(size, 0x5a);
    const Bytes sealed = xchacha_seal(key, plain, view_of("record 1"), random);
    EXPECT_EQ(sealed.size(), size + 40);
    const auto opened = xchacha_open(key, sealed, view_of("record 1"));
    ASSERT_TRUE(opened.has_value());
    EXPECT_EQ(to_bytes(opened->view()), plain);
  }
}

TEST(XChaCha, RefusesAnyChange) {
  SeededRandom random{2};
  const auto key = random.secret<32>();
  Bytes sealed = xchacha_seal(key, view_of("text"), view_of("record 1"), random);
  EXPECT_EQ(xchacha_open(key, sealed, view_of("record 2")).error().code, Code::kAuthentication);
  EXPECT_EQ(xchacha_open(random.secret<32>(), sealed, view_of("record 1")).error().code, Code::kAuthentication);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    sealed[i] ^= 0x80U;
    EXPECT_EQ(xchacha_open(key, sealed, view_of("record 1")).error().code, Code::kAuthentication) << i;
    sealed[i] ^= 0x80U;
  }
  EXPECT_EQ(xchacha_open(key, ByteView{sealed}.first(39), view_of("record 1")).error().code, Code::kTruncated);
}

TEST(XChaCha, NeverTheSameTwice) {
  SystemRandom random;
  const auto key = random.secret<32>();
  EXPECT_NE(xchacha_seal(key, view_of("text"), {}, random), xchacha_seal(key, view_of("text"), {}, random));
}

}  // namespace
}  // namespace waymark::crypto
