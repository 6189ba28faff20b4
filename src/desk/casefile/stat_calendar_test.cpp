#include "desk/casefile/stat_calendar.h"

#include <gtest/gtest.h>

#include "desk/keyring/schema.h"
#include "text/zone.h"

namespace waymark::desk {
namespace {

TimePoint utc(int year, unsigned month, unsigned day, int hour, int minute) {
  return TimePoint{std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)}} +
         Seconds{hour * 3'600 + minute * 60};
}

class StatCalendarTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store::migrate(*store_, desk_schema()).has_value()); }
  void change(const std::string& zone, TimePoint now) { ASSERT_TRUE(calendar_.change(*store_, zone, now).has_value()); }
  void count_a_row() {
    ASSERT_TRUE(
        store_->execute("INSERT INTO stat_row VALUES (CAST(? AS BLOB), 'team', 1, x'00')", rows_++).has_value());
  }
  static std::string day(std::uint32_t days) {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
    return std::to_string(static_cast<unsigned>(date.month())) + "/" +
           std::to_string(static_cast<unsigned>(date.day()));
  }
  std::unique_ptr<store::Connection> store_ = store::Connection::open_in_memory().value();
  StatCalendar calendar_;
  std::int64_t rows_ = 1;
};

TEST_F(StatCalendarTest, HalfPastMidnightOfTheFirstIsTheNewMonth) {
  const TimePoint night = utc(2026, 11, 30, 21, 30);
  EXPECT_EQ(day(calendar_.day_at(night)), "11/30") << "UTC, as long as nobody said anything else";
  EXPECT_EQ(calendar_.zone_at(night), "UTC");
  change("Europe/Moscow", night - Seconds{3'600});
  EXPECT_EQ(day(calendar_.day_at(night)), "12/1");
  EXPECT_EQ(day(calendar_.day_at(night - Seconds{1'801})), "11/30");
  StatRow row{.kind = "request", .subject = {}};
  calendar_.stamp(row, night, night);
  EXPECT_EQ(row.zone, "Europe/Moscow");
  EXPECT_EQ(row.day, row.received_day);
}

// Kyiv puts its clock back at 4:00 on 25 October 2026 and forward at 3:00 on 29 March; Berlin in the same moments.
TEST_F(StatCalendarTest, SummerTimeMovesTheEndOfTheDay) {
  for (const auto& [zone, winter, summer] : {std::tuple{"Europe/Kyiv", 2, 3}, std::tuple{"Europe/Berlin", 1, 2}}) {
    StatCalendar calendar;
    const auto store = store::Connection::open_in_memory().value();
    ASSERT_TRUE(store::migrate(*store, desk_schema()).has_value());
    ASSERT_TRUE(calendar.change(*store, zone, utc(2026, 1, 1, 0, 0)).has_value());
    EXPECT_EQ(day(calendar.day_at(utc(2026, 7, 31, 24 - summer, 0))), "8/1") << zone;
    EXPECT_EQ(day(calendar.day_at(utc(2026, 7, 31, 24 - summer, 0) - Seconds{1})), "7/31") << zone;
    EXPECT_EQ(day(calendar.day_at(utc(2026, 12, 31, 24 - winter, 0))), "1/1") << zone;
    EXPECT_EQ(day(calendar.day_at(utc(2026, 12, 31, 24 - winter, 0) - Seconds{1})), "12/31") << zone;
    EXPECT_EQ(day(calendar.day_at(utc(2026, 10, 25, 0, 30))), "10/25") << "the hour that comes twice, " << zone;
    EXPECT_EQ(day(calendar.day_at(utc(2026, 10, 25, 24 - winter, 0))), "10/26") << zone;
    EXPECT_EQ(day(calendar.day_at(utc(2026, 10, 25, 24 - summer, 0))), "10/25") << "a day of 25 hours, " << zone;
  }
}

TEST_F(StatCalendarTest, AnotherZoneCountsFromThenOnAndWhatWasCountedStays) {
  change("Europe/Moscow", utc(2026, 1, 1, 0, 0));
  count_a_row();
  const TimePoint moved = utc(2026, 6, 15, 12, 0);
  change("Europe/Berlin", moved);
  EXPECT_EQ(calendar_.zone_at(moved), "Europe/Moscow") << "in that second something may be counted already";
  EXPECT_EQ(calendar_.zone_at(moved + Seconds{1}), "Europe/Berlin");
  EXPECT_EQ(calendar_.zone_at(TimePoint{}), "Europe/Moscow")
      << "nothing was counted before: it is so from the beginning";
  EXPECT_FALSE(calendar_.change(*store_, "Europe/Berlin", moved + Seconds{60}).value()) << "the same zone again";
  const StatCalendar again = StatCalendar::read(*store_).value();
  ASSERT_EQ(again.spans().size(), 2U);
  EXPECT_EQ(again.zone_at(moved + Seconds{1}), "Europe/Berlin");
  EXPECT_EQ(again.day_at(utc(2026, 7, 31, 21, 30)), calendar_.day_at(utc(2026, 7, 31, 21, 30)));
}

TEST_F(StatCalendarTest, AnOfficeThatHasCountedInUtcHasDoneSo) {
  count_a_row();
  const TimePoint now = utc(2026, 11, 29, 18, 0);
  EXPECT_FALSE(calendar_.change(*store_, "UTC", now).value()) << "that is what it is anyway";
  change("Europe/Moscow", now);
  EXPECT_EQ(calendar_.zone_at(now), "UTC");
  EXPECT_EQ(calendar_.zone_at(now + Seconds{1}), "Europe/Moscow");
}

TEST_F(StatCalendarTest, AClockThatWasSetBackPutsNoCalendarBeforeAnother) {
  count_a_row();
  const TimePoint now = utc(2026, 11, 29, 18, 0);
  change("Europe/Moscow", now);
  change("Europe/Kyiv", now - Seconds{86'400});
  EXPECT_EQ(calendar_.spans().back().since, now + Seconds{2});
  EXPECT_EQ(calendar_.zone_at(now - Seconds{86'400}), "UTC") << "of that moment nothing else is known";
  EXPECT_EQ(StatCalendar::read(*store_)->spans().size(), 2U);
}

TEST_F(StatCalendarTest, AZoneThatDoesNotExistIsRefused) {
  EXPECT_EQ(calendar_.change(*store_, "Europe/Nowhere", utc(2026, 1, 1, 0, 0)).error().code, Code::kMalformed);
  EXPECT_TRUE(calendar_.spans().empty());
  EXPECT_EQ(store_->number("SELECT count(*) FROM stat_calendar").value(), 0);
}

}  // namespace
}  // namespace waymark::desk
