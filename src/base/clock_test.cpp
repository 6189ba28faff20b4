#include "base/clock.h"

#include <gtest/gtest.h>

namespace waymark {
namespace {

TEST(Clock, CountsUnixDays) {
  EXPECT_EQ(unix_day(TimePoint{Seconds{0}}), 0U);
  EXPECT_EQ(unix_day(TimePoint{Seconds{86399}}), 0U);
  EXPECT_EQ(unix_day(TimePoint{Seconds{86400}}), 1U);
  EXPECT_EQ(start_of_day(20779).time_since_epoch().count(), 20779LL * 86400);
}

TEST(ManualClock, MovesOnlyWhenTold) {
  ManualClock clock{start_of_day(3)};
  EXPECT_EQ(unix_day(clock.now()), 3U);
  clock.advance(Seconds{86400});
  EXPECT_EQ(unix_day(clock.now()), 4U);
  clock.set(start_of_day(1));
  EXPECT_EQ(unix_day(clock.now()), 1U);
}

TEST(SystemClock, IsPastTheYear2025) { EXPECT_GT(unix_day(SystemClock{}.now()), 20088U); }

}  // namespace
}  // namespace waymark
