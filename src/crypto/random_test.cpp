#include "crypto/random.h"

#include <gtest/gtest.h>

#include <set>

namespace waymark::crypto {
namespace {

TEST(SystemRandomBytes, DifferAndFillEverySize) {
  SystemRandom random;
  std::set<ByteArray<16>> seen;
  for (int i = 0; i < 1'000; ++i) seen.insert(random.array<16>());
  EXPECT_EQ(seen.size(), 1'000U);
  Bytes large(100'000, 0);
  random.fill(large);
  std::set<std::uint8_t> values(large.end() - 5'000, large.end());
  EXPECT_EQ(values.size(), 256U);
}

TEST(SeededRandomBytes, RepeatForTheSameSeedOnly) {
  SeededRandom first{7};
  SeededRandom again{7};
  SeededRandom other{8};
  const auto a = first.array<32>();
  EXPECT_EQ(a, again.array<32>());
  EXPECT_NE(a, other.array<32>());
  EXPECT_NE(a, first.array<32>());
}

TEST(Below, StaysUnderItsBoundAndReachesAll) {
  SeededRandom random{3};
  std::array<int, 6> counts{};
  for (int i = 0; i < 6'000; ++i) ++counts.at(random.below(6));
  for (const int count : counts) EXPECT_NEAR(count, 1'000, 150);
  EXPECT_EQ(random.below(1), 0U);
  EXPECT_DEATH((void)random.below(0), "CHECK failed");
}

}  // namespace
}  // namespace waymark::crypto
