#include "courts/ids/court_date.h"

#include <gtest/gtest.h>

namespace waymark::courts {
namespace {

using Kind = CourtDate::Kind;

TEST(CourtDate, ReadsBothSpellings) {
  EXPECT_EQ(read_date("21.04.2026").known(), day_of(2026, 4, 21));
  EXPECT_EQ(read_date(" \u00a021.04.2026 14:47").known(), day_of(2026, 4, 21));
  EXPECT_EQ(read_date("2026-04-21T10:00").known(), day_of(2026, 4, 21));
  EXPECT_EQ(read_date("1.2.2024").known(), day_of(2024, 2, 1));
  EXPECT_EQ(read_date("01.01.1970").known(), 0);
}

TEST(CourtDate, WhatIsNoDateIsKeptAsAnUnknown) {
  for (const char* text :
       {"00.00.0000", "31.02.2023", "29.02.2023", "32.01.2024", "1.13.2024", "21.04.20267", "вчера", "21.04.0026"}) {
    const CourtDate date = read_date(text);
    EXPECT_EQ(date.kind, Kind::kUnreadable) << text;
    EXPECT_EQ(date.written, text);
    EXPECT_EQ(date.known(), std::nullopt);
    EXPECT_EQ(written_date(date), text);
  }
  EXPECT_EQ(read_date(" \u00a0").kind, Kind::kAbsent);
}

TEST(CourtDate, AMomentOfUtcIsNoDayOfACourt) {
  for (const char* text : {"2024-03-12T21:00:00Z", "2024-03-12T21:00:00.000Z", "2024-03-12T17:00:00+00:00"})
    EXPECT_EQ(read_date(text).kind, Kind::kUnreadable) << text;
  for (const char* text : {"2024-03-12T00:00:00Z", "2024-03-12T21:00:00", "2024-03-12T00:00:00+03:00"})
    EXPECT_EQ(written_date(read_date(text)), "12.03.2024") << text;
}

TEST(CourtDate, WritesAndReadsBack) {
  for (const std::int32_t day : {-9000, 0, 1, 19000, 20568}) {
    EXPECT_EQ(day_of_iso(iso_day(day)), day);
    EXPECT_EQ(read_date(written_date({.kind = Kind::kKnown, .day = day, .written = {}})).known(), day);
  }
  EXPECT_EQ(day_of_iso("2024-02-30"), std::nullopt);
  EXPECT_EQ(day_of_iso("2024-02-03 "), std::nullopt);
  EXPECT_EQ(month_of(*day_of(2024, 2, 29)), (YearMonth{2024, 2}));
}

}  // namespace
}  // namespace waymark::courts
