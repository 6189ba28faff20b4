#include "courts/tally/share.h"

#include <gtest/gtest.h>

namespace waymark::courts {
namespace {

TEST(Share, ThirtyTwoOfFortyFourKnownOfSixHundredEightyFour) {
  const Share share{.hits = 32, .known = 44, .total = 684};
  EXPECT_NEAR(*share_of(share), 0.727, 0.0005);
  EXPECT_NEAR(wilson_interval(share).low, 0.58, 0.005);
  EXPECT_NEAR(wilson_interval(share).high, 0.84, 0.005);
  EXPECT_NEAR(worst_case(share).low, 0.047, 0.0005);
  EXPECT_NEAR(worst_case(share).high, 0.982, 0.0005);
}

TEST(Share, NothingAtAllSaysNothing) {
  const Share nothing{};
  EXPECT_FALSE(share_of(nothing).has_value());
  EXPECT_EQ(wilson_interval(nothing).low, 0);
  EXPECT_EQ(wilson_interval(nothing).high, 1);
  EXPECT_EQ(worst_case(nothing).low, 0);
  EXPECT_EQ(worst_case(nothing).high, 1);
}

TEST(Share, NothingKnownOfSomeSaysNothing) {
  const Share unknown{.hits = 0, .known = 0, .total = 9};
  EXPECT_FALSE(share_of(unknown).has_value());
  EXPECT_EQ(wilson_interval(unknown).high, 1);
  EXPECT_EQ(worst_case(unknown).low, 0);
  EXPECT_EQ(worst_case(unknown).high, 1);
}

// Brown, Cai and DasGupta 2001: the interval for 0 of n is (0, z²/(n+z²)).
TEST(Share, NoneOfNAndAllOfN) {
  const double z2 = 1.959963984540054 * 1.959963984540054;
  const Bounds none = wilson_interval({.hits = 0, .known = 10, .total = 10});
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, z2 / (10 + z2), 1e-12);
  const Bounds all = wilson_interval({.hits = 10, .known = 10, .total = 10});
  EXPECT_NEAR(all.low, 10 / (10 + z2), 1e-12);
  EXPECT_EQ(all.high, 1);
}

TEST(Share, WithAllKnownTheWorstCaseIsTheShare) {
  const Share share{.hits = 3, .known = 12, .total = 12};
  EXPECT_EQ(worst_case(share).low, 0.25);
  EXPECT_EQ(worst_case(share).high, 0.25);
}

}  // namespace
}  // namespace waymark::courts
