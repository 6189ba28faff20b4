#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "report/column_chart.h"
#include "report/html_page.h"
#include "report/interval_chart.h"
#include "report/table.h"

namespace waymark::report {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Table sample() {
  return {.columns = {{"method", "Method"}, {"people", "People"}},
          .rows = {{std::string("a, \"b\""), Number{12345.678, 1}}, {std::string("=1+1"), Number{INFINITY, 0}}}};
}

TEST(Csv, QuotesAndDisarmsFormulas) {
  EXPECT_EQ(to_csv(sample()), "method,people\n\"a, \"\"b\"\"\",12345.678\n'=1+1,\n");
}

TEST(Shown, GroupsThousands) {
  EXPECT_EQ(shown({1234, 0}, Language::kEnglish), "1234");
  EXPECT_EQ(shown({12345.67, 1}, Language::kEnglish), "12\u202f345.7");
  EXPECT_EQ(shown({12345.67, 1}, Language::kRussian), "12\u202f345,7");
  EXPECT_EQ(shown({0.25, 2}, Language::kUkrainian), "0,25");
  EXPECT_EQ(shown({1234567, 0}, Language::kEnglish), "1\u202f234\u202f567");
  EXPECT_EQ(shown({123456, 0}, Language::kEnglish), "123\u202f456");
  EXPECT_EQ(shown({-0.5, 2}, Language::kEnglish), "\u22120.50");
  EXPECT_EQ(shown({INFINITY, 0}, Language::kEnglish), "∞");
}

TEST(Lines, AlignLettersOfAnyScriptAndObeyNoControlCharacter) {
  const Table table{.columns = {{"court", "Суд"}, {"count", "N"}},
                    .rows = {{std::string("Омск"), Number{5, 0}}, {std::string("\x1b[2J"), Number{12345, 0}}}};
  EXPECT_EQ(to_lines(table), "Суд        N\nОмск       5\n [2J  12\u202f345\n");
}

TEST(HtmlPage, EscapesEverything) {
  HtmlPage page(Language::kUkrainian, "<script>");
  page.heading(1, "a & b");
  page.paragraph("</main><script>alert(1)</script>");
  page.picture("chart.png\" onerror=\"x", "d");
  page.table(sample());
  const auto html = page.finish();
  EXPECT_THAT(html, HasSubstr("lang=\"uk\""));
  EXPECT_THAT(html, HasSubstr("a &amp; b"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("\" onerror")));
  EXPECT_THAT(html, HasSubstr("<td class=\"n\">∞</td>"));
}

IntervalChart chart() {
  return {.title = "Люди",
          .axis = "people",
          .rows = {{.label = "one", .middle = 10000, .low = 8000, .high = 14000, .filled = true},
                   {.label = "two", .middle = 9000, .low = 2000, .high = std::nullopt},
                   {.label = "three", .middle = std::nullopt, .high = std::nullopt, .note = "no estimate"}}};
}

TEST(IntervalChart, IsAPngAndAnSvgAndTheSameTwice) {
  const auto png = chart_png(chart());
  ASSERT_TRUE(png.has_value());
  EXPECT_THAT(*png, StartsWith("\x89PNG"));
  EXPECT_EQ(*png, *chart_png(chart()));
  const auto svg = chart_svg(chart());
  ASSERT_TRUE(svg.has_value());
  EXPECT_THAT(*svg, HasSubstr("<svg"));
  EXPECT_EQ(*svg, *chart_svg(chart()));
}

TEST(IntervalChart, KeepsToAGivenRange) {
  auto shares = chart();
  shares.range = {0, 100};
  EXPECT_NE(*chart_svg(shares), *chart_svg(chart()));
}

TEST(ColumnChart, IsAPngAndAnSvgAndTheSameTwice) {
  const ColumnChart columns{
      .title = "Дела",
      .note = "* ещё пополняется",
      .columns = {{.label = "2024-01", .value = 12},
                  {.label = "2024-02", .value = 5, .open = true, .expected = 11, .low = 8, .high = 900}}};
  const auto png = chart_png(columns);
  ASSERT_TRUE(png.has_value());
  EXPECT_THAT(*png, StartsWith("\x89PNG"));
  const auto svg = chart_svg(columns);
  ASSERT_TRUE(svg.has_value());
  EXPECT_THAT(*svg, HasSubstr("<svg"));
  EXPECT_EQ(*svg, *chart_svg(columns));
  EXPECT_TRUE(chart_png(ColumnChart{}).has_value());
}

TEST(IntervalChart, StandsAnEmptyChart) { EXPECT_TRUE(chart_png(IntervalChart{}).has_value()); }

}  // namespace
}  // namespace waymark::report
