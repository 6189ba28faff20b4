#include "text/zone.h"

#include <gtest/gtest.h>

namespace waymark::text {
namespace {

TimePoint utc(std::string_view text) {
  const Zone zone = *Zone::named("Etc/UTC");
  return zone.to_utc(*local_time_from(text));
}

TEST(LocalTime, ParsesTheTwoForms) {
  EXPECT_EQ(local_time_from("2026-11-25")->of_day, std::chrono::minutes{0});
  EXPECT_EQ(local_time_from("2026-11-25T18:05")->of_day, std::chrono::minutes{18 * 60 + 5});
  EXPECT_TRUE(local_time_from("2028-02-29").has_value());
}

TEST(LocalTime, RefusesEverythingElse) {
  for (const char* text : {"", "2026-11-5", "2026-13-01", "2026-00-10", "2026-11-31", "2027-02-29", "2026-11-25T24:00",
                           "2026-11-25T10:60", "2026-11-25 10:00", "2026/11/25", "1969-12-31", "2201-01-01",
                           "2026-11-25T10:00:00", "+026-11-25", "2026-1a-25"})
    EXPECT_EQ(local_time_from(text).error().code, Code::kMalformed) << text;
}

TEST(Zone, MoscowIsThreeHoursAhead) {
  const Zone moscow = *Zone::named("Europe/Moscow");
  EXPECT_EQ(moscow.to_utc(*local_time_from("2026-11-25")), utc("2026-11-24T21:00"));
  EXPECT_EQ(moscow.to_local(utc("2026-11-24T21:00")), *local_time_from("2026-11-25"));
  EXPECT_EQ(moscow.to_utc(*local_time_from("2012-07-01T12:00")), utc("2012-07-01T08:00"));  // UTC+4 then
}

TEST(Zone, SkippedAndRepeatedHoursCountAsTheEarlierMoment) {
  const Zone kyiv = *Zone::named("Europe/Kyiv");
  EXPECT_EQ(kyiv.to_utc(*local_time_from("2024-03-31T03:30")),
            utc("2024-03-31T01:30"));  // 03:00 does not exist that night
  EXPECT_EQ(kyiv.to_utc(*local_time_from("2024-10-27T03:30")), utc("2024-10-27T00:30"));  // twice: the first
}

TEST(Zone, UnknownNamesAreRefused) {
  for (const char* name : {"", "Europe/Atlantis", "Moscow?"})
    EXPECT_EQ(Zone::named(name).error().code, Code::kMalformed) << name;
}

TEST(Months, KeepTheDayOrTakeTheLast) {
  EXPECT_EQ(add_months(*local_time_from("2026-01-31T10:00"), 1), *local_time_from("2026-02-28T10:00"));
  EXPECT_EQ(add_months(*local_time_from("2026-11-20"), 1), *local_time_from("2026-12-20"));
  EXPECT_EQ(add_months(*local_time_from("2026-11-20"), 3), *local_time_from("2027-02-20"));
}

}  // namespace
}  // namespace waymark::text
