#include "courts/tally/lag.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "courts/ids/court_date.h"

namespace waymark::courts {
namespace {

/// Taylor and Ashe 1983, cumulative; the example of Mack 1993, table 1.
ReportingTriangle taylor_ashe() {
  return {.rows = {{357848, 1124788, 1735330, 2218270, 2745596, 3319994, 3466336, 3606286, 3833515, 3901463},
                   {352118, 1236139, 2170033, 3353322, 3799067, 4120063, 4647867, 4914039, 5339085},
                   {290507, 1292306, 2218525, 3235179, 3985995, 4132918, 4628910, 4909315},
                   {310608, 1418858, 2195047, 3757447, 4029929, 4381982, 4588268},
                   {443160, 1136350, 2128333, 2897821, 3402672, 3873311},
                   {396132, 1333217, 2180715, 2985752, 3691712},
                   {440832, 1288463, 2419861, 3483130},
                   {359480, 1421128, 2864498},
                   {376686, 1363294},
                   {344014}}};
}

TEST(NowCast, ReproducesTheTableOfMack) {
  const auto casts = now_cast(taylor_ashe());
  // Mack 1993, table 3: what is still to come, and its standard error in thousands.
  constexpr std::array<double, 9> kToCome = {95, 470, 710, 985, 1419, 2178, 3920, 4279, 4626};
  constexpr std::array<double, 9> kError = {76, 122, 134, 261, 411, 558, 875, 971, 1363};
  EXPECT_FALSE(casts[0].filling);
  for (std::size_t i = 0; i < kToCome.size(); ++i) {
    EXPECT_NEAR((casts[i + 1].expected - casts[i + 1].seen) / 1000, kToCome[i], 0.6) << i;
    EXPECT_NEAR(casts[i + 1].error / 1000, kError[i], 0.6) << i;
    EXPECT_LT(casts[i + 1].low, casts[i + 1].expected);
    EXPECT_GT(casts[i + 1].high, casts[i + 1].expected);
    EXPECT_TRUE(casts[i + 1].filling);
  }
}

TEST(NowCast, NeverBelowAPoissonSpread) {
  // Every month fills up in exactly the same way, so the months show no spread at all.
  const auto casts = now_cast({.rows = {{10, 20, 20}, {10, 20, 20}, {10, 20}, {10}}});
  EXPECT_EQ(casts[3].expected, 20);
  EXPECT_NEAR(casts[3].error, std::sqrt(10), 1e-9);
  EXPECT_GE(casts[3].low, 10);
  EXPECT_FALSE(casts[2].filling);
  EXPECT_EQ(casts[2].high, 20);
}

TEST(NowCast, AMonthWithoutAnythingYetIsMarkedAndNotGuessed) {
  const auto casts = now_cast({.rows = {{10, 20, 20}, {8, 15}, {0}}});
  EXPECT_TRUE(casts[2].filling);
  EXPECT_FALSE(casts[2].possible);
  EXPECT_TRUE(std::isinf(casts[2].high));
}

TEST(NowCast, StandsEmptyTriangles) {
  EXPECT_TRUE(now_cast({}).empty());
  EXPECT_FALSE(now_cast({.rows = {{}, {std::nullopt}}})[0].filling);
}

std::int32_t day(const char* iso) { return *day_of_iso(iso); }

TEST(LagCounter, TellsHowTheNewestMonthFillsUp) {
  LagCounter counter;
  const auto newest = day("2024-12-31");
  for (int month = 1; month <= 12; ++month) {
    const auto event = *day_of(2024, month, 10);
    for (int i = 0; i < 60; ++i) counter.add(month_number(event), event + 5);
    for (int i = 0; i < 30 && month < 12; ++i) counter.add(month_number(event), event + 30);
    for (int i = 0; i < 10 && month < 11; ++i) counter.add(month_number(event), event + 60);
  }
  const auto months = counter.months(day("2024-01-05"), newest);
  const auto& december = months.back();
  EXPECT_EQ(iso_month(december.month), "2024-12");
  EXPECT_EQ(december.cast.seen, 60);
  EXPECT_NEAR(december.cast.expected, 100, 1e-6);
  EXPECT_TRUE(december.cast.filling);
  EXPECT_NEAR(months[months.size() - 2].cast.expected, 100, 1e-6);
  EXPECT_FALSE(months[months.size() - 3].cast.filling);
}

TEST(LagCounter, WhatWasThereAtTheFirstSightTellsNoDelay) {
  LagCounter counter;
  const auto newest = day("2024-06-30");
  for (int month = 1; month <= 12; ++month)
    for (int i = 0; i < 50; ++i)
      counter.add(month_number(*day_of(2023, month, 3)), day("2024-01-15"));  // years of old records
  for (int month = 1; month <= 6; ++month)
    for (int i = 0; i < 50; ++i) counter.add(month_number(*day_of(2024, month, 3)), *day_of(2024, month, 20));
  for (const auto& month : counter.months(day("2024-01-15"), newest))
    EXPECT_FALSE(month.cast.filling) << iso_month(month.month);
}

TEST(LagCounter, TooShortALookMarksAndGuessesNothing) {
  LagCounter counter;
  const auto newest = day("2024-06-30");
  counter.add(month_number(day("2024-06-03")), day("2024-06-20"));
  const auto months = counter.months(day("2024-06-01"), newest);
  ASSERT_EQ(months.size(), 6U);
  EXPECT_EQ(months.back().cast.seen, 1);
  for (const auto& month : months) {
    EXPECT_TRUE(month.cast.filling);
    EXPECT_FALSE(month.cast.possible);
  }
}

// A last month that is looked at until the 10th is compared with how much earlier months had by their 10th.
TEST(LagCounter, PeriodsEndOnTheDayOfTheLastLook) {
  LagCounter counter;
  const auto newest = day("2024-12-10");
  for (int month = 1; month <= 12; ++month) {
    for (int i = 0; i < 40; ++i) counter.add(month_number(*day_of(2024, month, 5)), *day_of(2024, month, 9));
    for (int i = 0; i < 80 && month < 12; ++i)
      counter.add(month_number(*day_of(2024, month, 25)), *day_of(2024, month, 27));
  }
  EXPECT_NEAR(counter.months(day("2024-01-01"), newest).back().cast.expected, 120, 1e-6);
}

// Looks every four months: a month is compared with months that were as old when they were looked at.
TEST(LagCounter, ComparesMonthsOfTheSameAgeWhenLooksAreRare) {
  const auto count_until = [](LagCounter& counter, int last_look) {
    for (int month = 1; month <= last_look; ++month) {
      for (const int look : {3, 7, 11}) {  // 30 are there at the first look, 10 more at the next
        if (look > last_look || look < month) continue;
        const bool first = look - month < 4;
        for (int i = 0; i < (first ? 30 : look - month < 8 ? 10 : 0); ++i)
          counter.add(month_number(*day_of(2025, month, 3)), *day_of(2025, look, 28));
      }
    }
  };
  LagCounter counter;
  count_until(counter, 11);
  const auto months = counter.months(day("2025-03-28"), day("2025-11-28"));
  for (const auto& month : months) {
    if (month.month < month_number(day("2025-08-01"))) continue;
    EXPECT_EQ(month.cast.seen, 30) << iso_month(month.month);
    EXPECT_NEAR(month.cast.expected, 40, 1e-6) << iso_month(month.month);
  }
}

TEST(LagCounter, LooksAtUnevenDistancesAreMarkedAndGuessNothing) {
  LagCounter counter;
  for (const char* look : {"2025-03-28", "2025-07-28", "2025-11-28", "2026-04-28"})
    counter.add(month_number(day(look)), day(look));
  const auto months = counter.months(day("2025-03-28"), day("2026-04-28"));
  ASSERT_EQ(months.size(), 6U);
  for (const auto& month : months) EXPECT_FALSE(month.cast.possible);
}

TEST(LagCounter, AddsUp) {
  LagCounter one, two, both;
  const auto newest = day("2024-12-31");
  for (int month = 1; month <= 12; ++month) {
    LagCounter& half = month % 2 == 0 ? one : two;
    half.add(month_number(*day_of(2024, month, 3)), *day_of(2024, month, 20));
    both.add(month_number(*day_of(2024, month, 3)), *day_of(2024, month, 20));
  }
  one.add(two);
  EXPECT_EQ(one.months(day("2024-01-01"), newest).back().cast.seen,
            both.months(day("2024-01-01"), newest).back().cast.seen);
}

}  // namespace
}  // namespace waymark::courts
