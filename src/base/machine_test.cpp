#include "base/machine.h"

#include <gtest/gtest.h>

namespace waymark {
namespace {

TEST(Machine, AClockHasLostItsTimeBefore2026) {
  EXPECT_TRUE(has_lost_its_time(TimePoint{}));
  EXPECT_TRUE(has_lost_its_time(TimePoint{Seconds{-1}}));
  EXPECT_TRUE(has_lost_its_time(kNoEarlier - Seconds{1}));
  EXPECT_FALSE(has_lost_its_time(kNoEarlier));
}

TEST(Machine, OneThatRunsHasRandomnessAndNothingIsSaid) {
  EXPECT_TRUE(has_randomness());
  testing::internal::CaptureStderr();
  say_if_randomness_is_awaited("program");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace waymark
