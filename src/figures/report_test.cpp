#include "figures/report.h"

#include <gtest/gtest.h>

#include "figures/audit.h"
#include "figures/test_metrics.h"

namespace waymark::figures {
namespace {

constexpr std::string_view kPlan = R"(
id = "small"
series_months = 3
title = { ru = "Отчёт", uk = "Звіт", en = "Report" }
[[section]]
metric = "requests"
by = ["language"]
[[section]]
metric = "first_reply_median"
)";

std::string problem(std::string_view text) {
  const auto plan = parse_plan(text, sample::shipped());
  return plan.has_value() ? "" : plan.error();
}

TEST(Plan, TheShippedReportIsSound) {
  const auto plan = read_plan(WAYMARK_SOURCE_DIR "/figures/reports/monthly.toml", sample::shipped());
  EXPECT_TRUE(plan.has_value()) << plan.error();
}

TEST(Plan, WhatIsWrongIsNamed) {
  EXPECT_EQ(problem(kPlan), "");
  EXPECT_NE(problem("id = ").find("Line 1"), std::string::npos);
  EXPECT_NE(problem("id = \"a\"").find("title.ru"), std::string::npos);
  const std::string text(kPlan);
  EXPECT_NE(problem(text + "[[section]]\nmetric = \"nobody\"\n").find("Line 10: There is no metric 'nobody'"),
            std::string::npos);
  EXPECT_NE(problem(text + "[[section]]\nmetric = \"aside\"\nby = [\"language\"]\n").find("'language'"),
            std::string::npos);
  EXPECT_NE(problem(text + "colour = 1\n").find("colour"), std::string::npos);
}

class Reporting : public testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 63; ++i) {
      const std::int64_t day = *day_of_text(i < 30 ? "2026-09-10" : "2026-10-10");
      rows_.push_back({.kind = "request",
                       .day = day,
                       .received_day = day,
                       .subject = "s" + std::to_string(i),
                       .language = i % 21 == 0 ? "uk" : "ru"});
    }
  }
  std::map<std::string, std::string> files() {
    const auto plan = *parse_plan(kPlan, registry_);
    const EffectiveRows counted(rows_);
    const auto sections =
        lay_out(plan, registry_, {.period = *Period::parse("2026-10"), .against = *Period::parse("2026-09")}, counted);
    const Order order{.figures = figures_of(sections),
                      .period = *Period::parse("2026-10"),
                      .day = *day_of_text("2026-11-03"),
                      .zone = "Europe/Moscow",
                      .how = how_};
    auto release = compose(order, registry_, counted, ledger_, random_);
    EXPECT_TRUE(release.has_value()) << release.error().code;
    EXPECT_TRUE(ledger_.add(*std::move(release)).has_value());
    const auto made = report_files({plan, registry_, catalogue_, ledger_, sections, "Example line <&>"});
    EXPECT_TRUE(made.has_value());
    return *made;
  }
  Registry registry_ = sample::shipped();
  text::Catalogue catalogue_ = *text::Catalogue::embedded();
  std::vector<CountedRow> rows_;
  How how_ = How::kPlain;
  Ledger ledger_;
  crypto::SeededRandom random_{1};
};

TEST_F(Reporting, APageInEachLanguageWithTablesChartsAndData) {
  const auto made = files();
  for (const char* name : {"report.ru.html", "report.uk.html", "report.en.html", "requests.ru.png", "requests.en.svg",
                           "figures.csv", "release.json", "ledger.jsonl", "datapackage.json"})
    EXPECT_TRUE(made.contains(name)) << name;
  const std::string& page = made.at("report.ru.html");
  EXPECT_NE(page.find("33 обращения в октябре 2026 года, на 10 % больше, чем в сентябре (30)."), std::string::npos);
  EXPECT_NE(page.find("Это не люди"), std::string::npos);
  EXPECT_NE(page.find("Example line &lt;&amp;&gt;"), std::string::npos);
  EXPECT_EQ(page.find("<script"), std::string::npos);
}

TEST_F(Reporting, AHiddenNumberIsInNoFileAndInNoLanguage) {
  const auto made = files();
  const PrintedFigure* hidden =
      ledger_.printed({.metric = "requests", .period = *Period::parse("2026-10"), .condition = {{"language", {"uk"}}}});
  ASSERT_NE(hidden, nullptr);
  EXPECT_FALSE(hidden->shown.has_value());
  EXPECT_NE(made.at("figures.csv").find("requests,1,2026-10,language=uk,,,hidden"), std::string::npos)
      << made.at("figures.csv");
  for (const char* language : {"ru", "uk", "en"}) {
    const std::string& page = made.at("report." + std::string(language) + ".html");
    const std::size_t row = page.find("<td>uk</td>");
    ASSERT_NE(row, std::string::npos) << page;
    EXPECT_EQ(page.substr(row, 60).find_first_of("0123456789"), std::string::npos) << page.substr(row, 60);
  }
}

// A chart that says 35 beside a text that says "about 35" would be believed.
TEST_F(Reporting, AChartSaysNoMoreThanTheTextBesideIt) {
  how_ = How::kRounded;
  const auto rounded = files();
  const std::string& page = rounded.at("ru-requests.html");
  EXPECT_NE(page.find("около 35"), std::string::npos) << page;
  EXPECT_NE(page.find(">≈35</text>"), std::string::npos) << page;
  EXPECT_EQ(page.find(">35</text>"), std::string::npos);
}

// Nobody reads an axis of seconds.
TEST_F(Reporting, TimesAreDrawnInHours) {
  const auto none = files();
  EXPECT_NE(none.at("ru-first_reply_median.html").find("За это время считать пока нечего."), std::string::npos);
  EXPECT_FALSE(none.contains("first_reply_median.ru.png")) << "an empty picture";
  ledger_ = {};
  for (int i = 0; i < 20; ++i) {
    CountedRow reply = rows_[static_cast<std::size_t>(i) + 20];
    reply.kind = "first_reply";
    reply.seconds = 2 * 3'600;
    rows_.push_back(reply);
  }
  const auto made = files();
  EXPECT_NE(made.at("ru-first_reply_median.html").find("по месяцам, в часах"), std::string::npos)
      << made.at("ru-first_reply_median.html");
  EXPECT_EQ(made.at("ru-requests.html").find("в часах"), std::string::npos);
}

OtherSeries calls() {
  OtherSeries series{.id = "hotline-calls",
                     .beside = "requests",
                     .organisation = "Other <line>",
                     .source = "example.org",
                     .name = {},
                     .definition = {},
                     .points = {}};
  for (const Language language : kLanguages)
    series.name[language] = "Calls", series.definition[language] = "All calls.";
  series.points = {{*Month::parse("2026-07"), 900},
                   {*Month::parse("2026-10"), 1'216, SeriesPoint::Kind::kAtLeast, "x"}};
  return series;
}

// Beside ours, said whose it is, and part of none of our numbers.
TEST_F(Reporting, ASeriesOfSomebodyElseStandsBesideOursAndChangesNothingOfIt) {
  const auto ours = files();
  const auto plan = *parse_plan(kPlan, registry_);
  const EffectiveRows counted(rows_);
  const auto sections =
      lay_out(plan, registry_, {.period = *Period::parse("2026-10"), .against = *Period::parse("2026-09")}, counted);
  const auto made = *report_files({plan, registry_, catalogue_, ledger_, sections, "Example line <&>", {}, {calls()}});
  for (const char* same : {"figures.csv", "release.json", "ledger.jsonl", "first_reply_median.ru.png"})
    EXPECT_EQ(made.contains(same) ? made.at(same) : "", ours.contains(same) ? ours.at(same) : "") << same;
  EXPECT_NE(made.at("requests.ru.svg"), ours.at("requests.ru.svg"));
  const std::string& page = made.at("report.ru.html");
  EXPECT_NE(page.find("Ряд «Calls» опубликовала другая организация: Other &lt;line&gt;."), std::string::npos) << page;
  EXPECT_NE(page.find("не меньше 1\u00A0216"), std::string::npos) << page;
  EXPECT_NE(page.find("33 обращения в октябре 2026 года, на 10 % больше, чем в сентябре (30)."), std::string::npos);
  EXPECT_EQ(page.find("900"), std::string::npos) << "that month is not in this report";
  EXPECT_NE(made.at("others.csv").find("hotline-calls,Other <line>,requests,2026-10,1216,at-least,All calls."),
            std::string::npos)
      << made.at("others.csv");
  EXPECT_NE(made.at("datapackage.json").find("others.csv"), std::string::npos);
  EXPECT_TRUE(audit_files(made, ledger_).empty()) << "the same in all languages";
  // The small page's own picture has a stroke at their number and says whose it is, cut where it has no room.
  EXPECT_NE(made.at("ru-requests.html").find("<text x=\"12\" y=\"81\">Other &lt;line&gt;: Calls</text>"),
            std::string::npos)
      << made.at("ru-requests.html");
  OtherSeries elsewhere = calls();
  elsewhere.beside = "outcomes";
  const auto none =
      *report_files({plan, registry_, catalogue_, ledger_, sections, "Example line <&>", {}, {elsewhere}});
  EXPECT_EQ(none.at("requests.ru.svg"), ours.at("requests.ru.svg"));
}

TEST_F(Reporting, TheSameLedgerGivesTheSameBytes) {
  const auto one = files();
  const auto plan = *parse_plan(kPlan, registry_);
  const EffectiveRows counted(rows_);
  const auto sections =
      lay_out(plan, registry_, {.period = *Period::parse("2026-10"), .against = *Period::parse("2026-09")}, counted);
  EXPECT_EQ(*report_files({plan, registry_, catalogue_, ledger_, sections, "Example line <&>"}), one);
}

}  // namespace
}  // namespace waymark::figures
