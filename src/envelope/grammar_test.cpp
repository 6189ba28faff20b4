#include "envelope/grammar.h"

#include <gtest/gtest.h>

#include <set>

#include "envelope/answer.h"

namespace waymark::envelope {
namespace {

TEST(Grammar, DatesAreReadAsPeopleTypeThem) {
  for (const std::string_view typed : {"2026-11-25", "25.11.2026", "25.11.26", "0026-11-25", "25.11.0026"})
    EXPECT_EQ(read_typed_date(typed), "2026-11-25") << typed;
  EXPECT_EQ(read_typed_date("5.1.2027"), "2027-01-05");
  EXPECT_EQ(read_typed_date("2027-1-5"), "2027-01-05");
  EXPECT_EQ(read_typed_date("1.1.1900"), "1900-01-01");
  EXPECT_EQ(read_typed_date("31.12.2199"), "2199-12-31");
  for (const std::string_view typed : {"",
                                       ".",
                                       "..",
                                       "--",
                                       "25.11",
                                       "30.02.2026",
                                       "2026-13-01",
                                       "1.1.1",
                                       "1.1.126",
                                       "2262-11-25",
                                       "31.12.1899",
                                       "0126-11-25",
                                       "25/11/2026",
                                       "25-11-2026",
                                       "2026-11-25T10:00",
                                       "25.11.2026г",
                                       "-1.1.2026",
                                       "+1.1.2026",
                                       "1.1.20 6",
                                       "a.b.cccc"})
    EXPECT_EQ(read_typed_date(typed), std::nullopt) << typed;
}

TEST(Grammar, HoursAndYearsAreReadAsPeopleTypeThem) {
  EXPECT_EQ(read_typed_hour("9:05"), "09:05");
  EXPECT_EQ(read_typed_hour("18"), "18:00");
  for (const std::string_view typed : {"", "24:00", "9:5", "9:60", "900", ":30", "9:", "-1"})
    EXPECT_EQ(read_typed_hour(typed), std::nullopt) << typed;
  EXPECT_EQ(read_typed_year("27"), "2027");
  EXPECT_EQ(read_typed_year("0027"), "2027");
  EXPECT_EQ(read_typed_year("1999"), "1999");
  for (const std::string_view typed : {"", "7", "027", "1899", "2200", "20 27", "20a7"})
    EXPECT_EQ(read_typed_year(typed), std::nullopt) << typed;
}

TEST(Grammar, WhatIsReadIsADateOfAnAnswer) {
  for (int year = 0; year <= 9'999; ++year) {
    std::string typed = std::to_string(year);
    typed = std::string(4 - typed.size(), '0') + typed + "-02-28";
    if (const auto date = read_typed_date(typed)) {
      EXPECT_TRUE(parse_answer("a=b;date=" + *date + ";precision=day").has_value()) << typed;
    }
  }
}

TEST(Grammar, CountriesHaveThreeNamesAndNoTwoTheSame) {
  std::set<std::string_view> codes;
  for (const Country& country : grammar().countries) {
    EXPECT_TRUE(parse_answer("where=abroad;country=" + std::string{country.code}).has_value());
    EXPECT_TRUE(codes.insert(country.code).second);
    ASSERT_GE(country.names.size(), 3U) << country.code;
  }
  EXPECT_EQ(country_name("GE", Language::kRussian), "Грузия");
  EXPECT_EQ(country_name("GE", Language::kUkrainian), "Грузія");
  EXPECT_EQ(country_name("GE", Language::kEnglish), "Georgia");
  EXPECT_EQ(country_name("KE", Language::kEnglish), "KE") << "not in the list";
}

}  // namespace
}  // namespace waymark::envelope
