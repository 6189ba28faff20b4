#include "figures/period.h"

#include <gtest/gtest.h>

namespace waymark::figures {
namespace {

std::string read(std::string_view text) {
  const auto period = Period::parse(text);
  return period.has_value() ? period->text() : "refused";
}

TEST(Period, FormsOfOnePeriod) {
  EXPECT_EQ(read("2023-09"), "2023-09");
  EXPECT_EQ(read("2023-09..2023-11"), "2023-09..2023-11");
  EXPECT_EQ(read("2023-autumn"), "2023-09..2023-11");
  EXPECT_EQ(read("2023-winter"), "2023-12..2024-02");
  EXPECT_EQ(read("2023-Q3"), "2023-07..2023-09");
  EXPECT_EQ(read("2023"), "2023-01..2023-12");
  EXPECT_EQ(read("2023-12..2024-01"), "2023-12..2024-01");
}

TEST(Period, ImpossibleOnesAreRefused) {
  for (const char* text : {"", "2023-13", "2023-00", "2023-9", "23-09", "2023-09..2023-08", "2023-09..", "..2023-09",
                           "2023-Q5", "2023-Autumn", "2023-09-01", "1969-12", "2023 ", "2023-09...2023-10",
                           "1970-01..2023-11", "2023-09..2023-11..2023-12", "+023-09", "2023-+9"})
    EXPECT_EQ(read(text), "refused") << text;
}

TEST(Period, DaysBecomeMonths) {
  EXPECT_EQ(Month::of_day(*day_of_text("2024-02-29")).text(), "2024-02");
  EXPECT_EQ(Month::of_day(*day_of_text("1970-01-01")).text(), "1970-01");
  EXPECT_EQ(text_of_day(*day_of_text("2026-11-29")), "2026-11-29");
  EXPECT_FALSE(day_of_text("2023-02-29").has_value());
  EXPECT_FALSE(day_of_text("2023-2-2").has_value());
  EXPECT_EQ(Period::parse("2023-12..2024-02")->months().size(), 3U);
}

}  // namespace
}  // namespace waymark::figures
