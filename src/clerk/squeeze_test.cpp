#include "clerk/squeeze.h"

#include <gtest/gtest.h>

#include "crypto/random.h"

namespace waymark::clerk {
namespace {

Bytes noise(std::size_t size) {
  crypto::SeededRandom random{3};
  Bytes bytes(size);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
  return bytes;
}

Bytes with_zeros(const SecretBytes& small, std::size_t more) {
  Bytes bytes{small.view().begin(), small.view().end()};
  bytes.resize(bytes.size() + more);
  return bytes;
}

TEST(Squeeze, GivesBackEveryByte) {
  for (const std::size_t size : {0U, 1U, 4'000U, 24'576U}) {
    const Bytes plain = noise(size);
    const SecretBytes small = squeezed(plain);
    EXPECT_LE(small.size(), size + 64);
    for (const std::size_t zeros : {0U, 1U, 2'000U}) {
      const auto back = unsqueezed(with_zeros(small, zeros), 24'576);
      ASSERT_TRUE(back.has_value()) << size;
      EXPECT_TRUE(std::ranges::equal(back->view(), plain));
    }
  }
}

TEST(Squeeze, AStreamThatWouldFillTheMemoryIsRefused) {
  const SecretBytes bomb = squeezed(Bytes(5'000'000));
  EXPECT_LT(bomb.size(), 10'000U);
  EXPECT_EQ(unsqueezed(bomb.view(), 24'576).error().code, Code::kTooLarge);
}

TEST(Squeeze, WhatIsCutOrFollowedBySomethingIsRefused) {
  const SecretBytes small = squeezed(noise(300));
  for (std::size_t size = 0; size < small.size(); ++size)
    EXPECT_EQ(unsqueezed(small.view().first(size), 24'576).error().code, Code::kMalformed) << size;
  Bytes followed = with_zeros(small, 5);
  followed.back() = 1;
  EXPECT_EQ(unsqueezed(followed, 24'576).error().code, Code::kMalformed);
  EXPECT_EQ(unsqueezed(Bytes(100), 24'576).error().code, Code::kMalformed);
}

}  // namespace
}  // namespace waymark::clerk
