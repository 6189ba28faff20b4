// Who is late, and who goes first when there is no more room.
#include "http/places.h"

#include <gtest/gtest.h>

namespace waymark::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const SteadyTime kStart{seconds{1'000}};

TEST(Pace, SilenceIsLateWhenThePatienceIsOver) {
  const Pace pace{{.patience = seconds{20}, .bytes_per_second = 256}, kStart};
  EXPECT_EQ(pace.late(), kStart + seconds{20});
}

TEST(Pace, ASlowLineThatGoesOnIsNeverLate) {
  Pace pace{{}, kStart};
  for (int second = 1; second < 600; ++second) {
    const SteadyTime now = kStart + seconds{second};
    ASSERT_LT(now, pace.late());
    pace.moved(256, now);
  }
}

TEST(Pace, AQuickLineMayStallForThePatienceAndNoLonger) {
  Pace pace{{}, kStart};
  pace.moved(10'000'000, kStart + seconds{1});
  EXPECT_EQ(pace.late(), kStart + seconds{21});
}

TEST(Pace, AByteNowAndThenRunsOut) {
  Pace pace{{}, kStart};
  SteadyTime now = kStart;
  while (now < pace.late() && now < kStart + seconds{600}) {
    now += milliseconds{500};
    pace.moved(1, now);
  }
  EXPECT_LT(now, kStart + seconds{22});
}

TEST(Pace, SixtyFourKilobitsWithEveryTwentiethPacketLostAreFine) {
  Pace pace{{}, kStart};
  SteadyTime now = kStart;
  int packet = 0;
  for (std::size_t sent = 0; sent < 100'000; sent += 1'200) {
    // 64 kbit/s take 150 ms for a packet; a lost one costs a retransmission, some of them lost again and again.
    now += milliseconds{++packet % 20 == 0 ? 7'000 : 150};
    ASSERT_LT(now, pace.late()) << sent;
    pace.moved(1'200, now);
  }
}

TEST(Places, TheIdleGoFirstThenTheSlowestNeverTheFixed) {
  Places places;
  EXPECT_FALSE(places.worst());
  places.set(1, Standing::kFixed, kStart);
  EXPECT_FALSE(places.worst());
  places.set(2, Standing::kMoving, kStart + seconds{5});
  places.set(3, Standing::kMoving, kStart + seconds{3});
  EXPECT_EQ(places.worst(), 3U);
  places.set(4, Standing::kIdle, kStart + seconds{60});
  places.set(5, Standing::kIdle, kStart + seconds{50});
  EXPECT_EQ(places.worst(), 5U);
  places.set(5, Standing::kFixed, kStart);
  EXPECT_EQ(places.worst(), 4U);
  places.remove(4);
  EXPECT_EQ(places.worst(), 3U);
  places.remove(4);
  EXPECT_EQ(places.size(), 4U);
}

TEST(Places, CountsWhatIsHeldAndNamesTheWorstHolder) {
  Places places;
  places.set(1, Standing::kMoving, kStart + seconds{1});
  places.set(2, Standing::kMoving, kStart + seconds{2});
  places.set(3, Standing::kMoving, kStart + seconds{3});
  places.set(4, Standing::kFixed, kStart);
  EXPECT_FALSE(places.worst_holder(0));
  places.hold(2, 100);
  places.hold(3, 50);
  places.hold(4, 25);
  places.hold(99, 1'000);
  EXPECT_EQ(places.held(), 175U);
  EXPECT_EQ(places.worst_holder(0), 2U) << "1 is worse and holds nothing";
  EXPECT_EQ(places.worst_holder(2), 3U);
  places.set(2, Standing::kMoving, kStart + seconds{9});
  EXPECT_EQ(places.worst_holder(0), 3U);
  places.hold(3, 0);
  EXPECT_EQ(places.worst_holder(0), 2U);
  places.remove(2);
  EXPECT_EQ(places.held(), 25U);
  EXPECT_FALSE(places.worst_holder(0)) << "fixed ones free nothing";
}

}  // namespace
}  // namespace waymark::http
