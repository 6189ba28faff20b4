#include "figures/series.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "figures/test_metrics.h"

namespace waymark::figures {
namespace {

constexpr std::string_view kHead = R"(# id: hotline-calls
# beside: requests
# organisation: Example hot line
# source: https://example.org/reports
# name.ru: Звонки
# name.uk: Дзвінки
# name.en: Calls
# definition.ru: Сколько раз позвонили, и повторно.
# definition.uk: Скільки разів подзвонили, і повторно.
# definition.en: How often somebody called, also again.
)";

std::string problem(const std::string& text) {
  const auto read = parse_series(text, sample::shipped());
  if (read.has_value()) return "";
  const SeriesError& error = read.error();
  return error.code + " " + std::to_string(error.line) + ":" + std::to_string(error.column) +
         (error.what.empty() ? "" : " " + error.what);
}
std::string with(std::string_view table) { return std::string(kHead) + std::string(table); }
std::string instead(const std::string& of, const std::string& what) {
  std::string text = with("month,value\n2023-01,1216\n");
  text.replace(text.find(of), of.size(), what);
  return text;
}

// @source tests/data/figures/published_series.csv: calls of 2023 as one organisation published them
TEST(Series, IsReadWithKindsAndNotes) {
  const auto read =
      parse_series(with("\nmonth,value,kind,note\r\n2023-01,1216,,\r\n2023-04,1468,exact,\"a, \"\"b\"\"\"\r\n"
                        "2023-06,3000,at-least,больше\n"),
                   sample::shipped());
  ASSERT_TRUE(read.has_value()) << read.error().code;
  EXPECT_EQ(read->organisation, "Example hot line");
  EXPECT_EQ(read->definition.at(Language::kUkrainian), "Скільки разів подзвонили, і повторно.");
  ASSERT_EQ(read->points.size(), 3U);
  EXPECT_EQ(read->points[1].note, "a, \"b\"");
  EXPECT_EQ(read->points[2].kind, SeriesPoint::Kind::kAtLeast);
  EXPECT_EQ(read->at(*Month::parse("2023-04"))->value, 1'468);
  EXPECT_EQ(read->at(*Month::parse("2023-05")), nullptr) << "what was not published is no nought";
}

// Spreadsheets save so where a comma parts whole numbers from fractions.
TEST(Series, IsReadAsASpreadsheetSavedIt) {
  for (const char* table : {"month;value;note\r\n2023-01;1216;\"a; b\"\r\n2023-02;1300;\r\n",
                            "month\tvalue\tnote\n2023-01\t1216\ta; b\n2023-02\t1300\t\n"}) {
    const auto read = parse_series(with(table), sample::shipped());
    ASSERT_TRUE(read.has_value()) << read.error().code << read.error().line;
    ASSERT_EQ(read->points.size(), 2U);
    EXPECT_EQ(read->points[0].note, "a; b");
    EXPECT_EQ(read->points[1].value, 1'300);
  }
  std::string old = with("month;value\n2023-01;1216\n");
  std::ranges::replace(old, '\n', '\r');
  EXPECT_EQ(problem(old), "") << "with carriage returns alone";
  EXPECT_EQ(problem(with("month;value\n2023-01;1 216\n")), "value 12:9 1 216");
}

TEST(Series, WhatIsWrongIsNamedByLineAndCharacter) {
  EXPECT_EQ(problem(with("month,value\n2023-01,1216\n")), "");
  EXPECT_EQ(problem("\xEF\xBB\xBF" + with("month,value\n2023-01,1216\n")), "") << "a mark in front is passed over";
  EXPECT_EQ(problem(with("month,value\n2023-13,1\n")), "month 12:1 2023-13");
  EXPECT_EQ(problem(with("month,value\n2023-01,1 216\n")), "value 12:9 1 216");
  EXPECT_EQ(problem(with("month,value\n2023-01,\"1,216\"\n")), "value 12:9 1,216");
  EXPECT_EQ(problem(with("month,value\n2023-01,-3\n")), "value 12:9 -3");
  EXPECT_EQ(problem(with("month,value\n2023-01,10000000000\n")), "value 12:9 10000000000");
  EXPECT_EQ(problem(with("month,value\n2023-01,99999999999999999999\n")).substr(0, 10), "value 12:9");
  EXPECT_EQ(problem(with("month,value\n2023-01,\n")), "value 12:9") << "nothing is no nought";
  EXPECT_EQ(problem(with("month,note,value\n2023-01,ночь,x\n")), "value 12:14 x") << "in characters, not bytes";
  EXPECT_EQ(problem(with("month,value,kind\n2023-01,1,more\n")), "kind 12:11 more");
  EXPECT_EQ(problem(with("month,value\n2023-01,1,2\n")), "cells 12:1 2");
  EXPECT_EQ(problem(with("month,value\n2023-01,1\n2023-01,2\n")), "twice 13:1 2023-01");
  EXPECT_EQ(problem(with("month,value\n2023-02,1\n2023-01,2\n")), "order 13:1 2023-01");
  EXPECT_EQ(problem(with("month,value,colour\n")), "columns 11:13 colour");
  EXPECT_EQ(problem(with("month,month,value\n")), "twice 11:7 month");
  EXPECT_EQ(problem(with("month,note\n")), "columns 11:1 value");
  EXPECT_EQ(problem(with("month,value\n2023-01,\"1\n")), "quote 12:9");
  EXPECT_EQ(problem(with("month,value\n2023-01,\"1\"2\n")), "quote 12:9");
  EXPECT_EQ(problem(with("month,value\n2023-01,1\"\n")), "quote 12:9");
  EXPECT_EQ(problem(with("month,value\n")), "empty 12:1");
  EXPECT_EQ(problem(std::string(kHead)), "empty 11:1");
  EXPECT_EQ(problem(""), "no-member 1:1 id");
}

TEST(Series, EveryMemberIsNeededOnceAndIsKnown) {
  EXPECT_EQ(problem(instead("# beside: requests\n", "")), "no-member 12:1 beside");
  EXPECT_EQ(problem(instead("# definition.uk", "# definition.pl")), "member 9:3 definition.pl");
  EXPECT_EQ(problem(instead("# name.uk: Дзвінки\n", "")), "no-member 12:1 name.uk");
  EXPECT_EQ(problem(instead("requests", "nobodies")), "metric 2:3 nobodies");
  EXPECT_EQ(problem(instead("hotline-calls", "Hotline calls")), "id 1:3 Hotline calls");
  EXPECT_EQ(problem(instead("# name.uk", "# name.ru")), "twice 6:3 name.ru");
  EXPECT_EQ(problem(instead(" Calls", "")), "no-member 7:11 name.en");
  EXPECT_EQ(problem(instead("# source: https", "# source https")), "member 4:3 source https");
  EXPECT_EQ(problem(with("month,value\n# id: b\n")), "member 12:1 id") << "after the table has begun";
}

TEST(Series, BytesThatAreNoTextAndTooMuchOfItAreRefused) {
  EXPECT_EQ(problem(instead("Звонки", "\xD0")), "text 5:1");
  EXPECT_EQ(problem(instead("Звонки", std::string("З\0", 3))), "text 5:13");
  EXPECT_EQ(problem(instead("Звонки", "З\x1B[31m")), "text 5:13") << "nothing that a terminal obeys";
  EXPECT_EQ(problem(instead("Звонки", std::string(601, 'x'))), "long 5:3 600");
  EXPECT_EQ(problem(with(std::string(40'000, '\n'))).substr(0, 13), "too-large 1:1");
  std::string many = "month,value\n";
  for (int month = 0; month <= 600; ++month) many += Month{1970 * 12 + month}.text() + ",1\n";
  EXPECT_EQ(problem(with(many)), "too-large 612:1 600");
}

}  // namespace
}  // namespace waymark::figures
