#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "report/column_chart.h"
#include "report/html_page.h"
#include "report/interval_chart.h"
#include "report/small_pages.h"
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

TEST(Csv, NoCellBecomesAFormula) {
  const auto cell = [](const std::string& text) {
    const std::string csv = to_csv({.columns = {{"a", "a"}}, .rows = {{text}}});
    return csv.substr(2, csv.size() - 3);
  };
  for (const char* text : {"=1+1", "+1", "-1", "@a", "＝1", "＋1", "－1", "＠a"})
    EXPECT_EQ(cell(text), std::string{"'"} + text);
  EXPECT_EQ(cell("\t=1"), "\"'\t'=1\"");
  // Opened by a program that takes another mark for the end of a cell.
  EXPECT_EQ(cell("Белкин;=1+1"), "\"Белкин;'=1+1\"");
  EXPECT_EQ(cell("Белкин\"=1"), "\"Белкин\"\"'=1\"");
  EXPECT_EQ(cell("a\n-1"), "\"a\n'-1\"");
  for (const char* text : {"1-7/2024", "ст. 337 ч. 5", "a = b", "Белкин-Ежов"}) EXPECT_EQ(cell(text), text);
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

// On a phone a long word in a table made the page wider than it; on a dark screen links had the colour for white paper.
TEST(HtmlPage, FitsAPhoneAndADarkScreen) {
  EXPECT_THAT(std::string{HtmlPage::style()}, HasSubstr("color-scheme:light dark"));
  EXPECT_THAT(std::string{HtmlPage::style()}, HasSubstr("overflow-wrap:anywhere"));
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

TEST(ColumnChart, SaysWhatItIsGivenAndNotMore) {
  const auto drawn = [](const std::string& number) {
    return ColumnChart{.language = Language::kRussian,
                       .title = "Обращения",
                       .note = {},
                       .columns = {{.label = "2026-01", .value = 100, .number = number}}};
  };
  EXPECT_THAT(chart_inline(drawn("≈100")), HasSubstr(">≈100</text>"));
  EXPECT_THAT(chart_inline(drawn(">1 000")), HasSubstr(">&gt;1 000</text>"));
  EXPECT_THAT(chart_inline(drawn("")), HasSubstr(">100</text>"));
  EXPECT_NE(*chart_svg(drawn("≈100")), *chart_svg(drawn("")));
  EXPECT_NE(*chart_png(drawn("≈100")), *chart_png(drawn("")));
}

TEST(IntervalChart, StandsAnEmptyChart) { EXPECT_TRUE(chart_png(IntervalChart{}).has_value()); }

/// What a page may be cut into: everything that stood in it stands in one of them, and each passes a bad line.
TEST(SmallPages, ALongTableIsCutBetweenRowsAndNothingIsLost) {
  HtmlPage page(Language::kRussian, "Пример <&>");
  page.heading(1, "Пример");
  page.paragraph("Начало");
  page.heading(2, "Обращения", "requests");
  page.paragraph("577 обращений");
  Table table{.language = Language::kRussian, .columns = {{"a", "Что"}, {"b", "Сколько"}}, .rows = {}};
  for (int row = 0; row < 2'000; ++row)
    table.rows.push_back({"строка " + std::to_string(row * 7919 % 2'003), Number{row * 31.0, 0}});
  page.table(table);
  page.chart({.language = Language::kRussian,
              .title = "По месяцам",
              .note = "",
              .columns = {{.label = "2026-01", .value = 12}, {.label = "2026-02", .value = 0, .open = true}}},
             "a.png", "a.svg");
  page.heading(2, "Исправления", "errata");
  page.link("figures.csv", "stands in the whole page alone");
  const auto pages = small_pages(page, {.languages = "Языки", .contents = "К содержанию", .part = "часть"},
                                 {{.heading = "Данные", .paragraph = {}, .links = {{"figures.csv", "CSV"}}}});
  ASSERT_GT(pages.size(), 4U);
  EXPECT_EQ(pages[0].file, "ru.html");
  EXPECT_EQ(pages[1].file, "ru-requests.html");
  EXPECT_EQ(pages[2].file, "ru-requests-2.html");
  EXPECT_EQ(pages.back().file, "ru-errata.html");
  EXPECT_NE(pages[0].html.find("<a href=\"ru-requests.html\">Обращения</a>"), std::string::npos);
  EXPECT_NE(pages[0].html.find("577 обращений"), std::string::npos) << "its first sentence";
  EXPECT_NE(pages[1].html.find("<a href=\"ru-requests-2.html\" rel=\"next\">Обращения, часть 2 →</a>"),
            std::string::npos);
  std::string all;
  for (const SmallPage& one : pages) {
    EXPECT_LE(gzip_size(one.html), kSmallPageBytesMax) << one.file;
    EXPECT_NE(one.html.find("<title>Пример &lt;&amp;&gt;"), std::string::npos) << one.file;
    const auto count = [&](std::string_view text) {
      std::size_t found = 0;
      for (auto at = one.html.find(text); at != std::string::npos; at = one.html.find(text, at + 1)) ++found;
      return found;
    };
    EXPECT_EQ(count("<table>"), count("</table>")) << one.file;
    EXPECT_EQ(count("<tbody>"), count("<thead>")) << one.file << ": each part has its titles";
    all += one.html;
  }
  for (int row = 0; row < 2'000; ++row)
    EXPECT_NE(all.find("<td>строка " + std::to_string(row * 7919 % 2'003) + "</td>"), std::string::npos) << row;
  EXPECT_NE(all.find("<svg"), std::string::npos);
  EXPECT_NE(all.find(">2026-01:</text> <rect"), std::string::npos) << "in a text browser no number grows together";
  EXPECT_NE(all.find(">*</text>"), std::string::npos) << "what is hidden has a star, not a bar of nothing";
  EXPECT_EQ(all.find("stands in the whole page alone"), std::string::npos);
  EXPECT_NE(page.finish().find("stands in the whole page alone"), std::string::npos);
}

}  // namespace
}  // namespace waymark::report
