#include "text/dates.h"

#include <gtest/gtest.h>

namespace waymark::text {
namespace {

class DatesTest : public ::testing::Test {
 protected:
  TimePoint at(std::string_view local) { return zone_.to_utc(*local_time_from(local)); }
  Zone zone_ = *Zone::named("Europe/Moscow");
  Dates en_{Language::kEnglish, zone_};
  Dates ru_{Language::kRussian, zone_};
  Dates uk_{Language::kUkrainian, zone_};
  TimePoint now_ = at("2026-11-22T23:00");
};

TEST_F(DatesTest, DaysInThreeLanguages) {
  EXPECT_EQ(en_.day(at("2026-11-25"), now_), "Wed 25 Nov");
  EXPECT_EQ(ru_.day(at("2026-11-25"), now_), "ср 25 ноября");
  EXPECT_EQ(uk_.day(at("2026-11-25"), now_), "ср 25 листопада");
}

TEST_F(DatesTest, TheYearOnlyWhenItIsAnother) {
  EXPECT_EQ(en_.day(at("2027-01-05"), now_), "Tue 5 Jan 2027");
  EXPECT_EQ(ru_.day(at("2027-01-05"), now_), "вт 5 января 2027");
}

TEST_F(DatesTest, MonthsStandAlone) {
  EXPECT_EQ(en_.month(at("2026-11-01")), "November 2026");
  EXPECT_EQ(ru_.month(at("2026-11-01")), "ноябрь 2026");
  EXPECT_EQ(uk_.month(at("2026-11-01")), "листопад 2026");
}

TEST_F(DatesTest, MomentsSayNoMoreThanNeeded) {
  EXPECT_EQ(en_.moment(at("2026-11-22T23:30"), now_), "23:30");
  EXPECT_EQ(en_.moment(at("2026-11-23T06:00"), now_), "Mon 06:00");
  EXPECT_EQ(en_.moment(at("2026-11-30T06:00"), now_), "Mon 30 Nov 06:00");
  EXPECT_EQ(ru_.moment(at("2026-11-23T06:00"), now_), "пн 06:00");
  EXPECT_EQ(uk_.moment(at("2026-11-23T06:00"), now_), "пн 06:00");
}

TEST_F(DatesTest, SpansUseOneUnit) {
  EXPECT_EQ(en_.span(Seconds{59 * 60 + 59}), "59\u00a0min");
  EXPECT_EQ(en_.span(Seconds{2 * 3600 - 1}), "1\u00a0h 59\u00a0min");
  EXPECT_EQ(ru_.span(Seconds{2 * 3600 - 1}), "1\u00a0ч 59\u00a0мин");
  EXPECT_EQ(uk_.span(Seconds{9 * 3600}), "9\u00a0год");
  EXPECT_EQ(en_.span(Seconds{10 * 3600 + 60}), "10\u00a0h");
  EXPECT_EQ(en_.span(Seconds{31 * 3600 + 3599}), "31\u00a0h");
  EXPECT_EQ(en_.span(Seconds{72 * 3600}), "3\u00a0d");
  EXPECT_EQ(ru_.span(Seconds{31 * 3600}), "31\u00a0ч");
  EXPECT_EQ(uk_.span(Seconds{31 * 3600}), "31\u00a0год");
  EXPECT_EQ(en_.span(Seconds{-5}), "0\u00a0min");
}

}  // namespace
}  // namespace waymark::text
