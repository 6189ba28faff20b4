// The published series, told as they were published.
#include "figures/words.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "figures/chart_words.h"
#include "figures/compose.h"
#include "figures/test_metrics.h"

namespace waymark::figures {
namespace {

/// Values of tests/data/figures/published_series.csv by organisation, metric and period.
std::map<std::string, std::int64_t> published() {
  std::map<std::string, std::int64_t> values;
  std::ifstream file(WAYMARK_SOURCE_DIR "/tests/data/figures/published_series.csv");
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream in(line);
    std::string organisation, metric, period, value, kind;
    for (std::string* part : {&organisation, &metric, &period, &value, &kind}) std::getline(in, *part, ',');
    const std::string key = organisation + "/" + metric + "/" + period + (kind == "superseded" ? "/superseded" : "");
    values[key] = std::stoll(value);
  }
  return values;
}

class Telling : public testing::Test {
 protected:
  void come(std::int64_t count, const std::string& month) {
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t day = *day_of_text(month + "-15");
      rows_.push_back({.kind = "request",
                       .day = day,
                       .received_day = day,
                       .subject = std::to_string(rows_.size()),
                       .language = "ru"});
    }
  }
  static FigureId of(std::string_view period, int version = 1, std::string metric = "requests") {
    return {.metric = std::move(metric), .version = version, .period = *Period::parse(period)};
  }
  void print(std::vector<FigureId> figures, std::map<std::string, DeclaredChange> changes = {}, How how = How::kPlain) {
    const Order order{.figures = std::move(figures),
                      .period = *Period::parse("2023-11"),
                      .day = *day_of_text("2026-11-29"),
                      .zone = "Europe/Moscow",
                      .how = how,
                      .changes = std::move(changes)};
    auto release = compose(order, registry_, EffectiveRows(rows_), ledger_, random_);
    ASSERT_TRUE(release.has_value()) << release.error().code << " " << release.error().figure;
    ASSERT_TRUE(ledger_.add(*std::move(release)).has_value());
  }
  std::string told(Language language, std::string_view total, std::string_view against, std::string_view since,
                   std::string_view months) {
    const auto words = *Words::of(registry_, catalogue_, language);
    Series series{.metric = registry_.newest("requests"), .months = {}};
    series.total = ledger_.printed(of(total));
    series.against = ledger_.printed(of(against));
    if (!since.empty()) series.cumulative = ledger_.printed(of(since));
    for (const Month month : Period::parse(months)->months())
      if (const PrintedFigure* one = ledger_.printed(of(month.text()))) series.months.push_back(one);
    std::string text;
    for (const std::string& one : sentences(words, series)) text += (text.empty() ? "" : " ") + one;
    return text;
  }

  Registry registry_ = sample::shipped();
  text::Catalogue catalogue_ = *text::Catalogue::embedded();
  std::vector<CountedRow> rows_;
  Ledger ledger_;
  crypto::SeededRandom random_{1};
};

TEST_F(Telling, TheSeriesOfSummerAndAutumn) {
  const auto values = published();
  const std::string name = "idite_lesom/desertion_requests/";
  come(60, "2023-04");  // April and May are not published; June was the fewest, and the sum more than a thousand
  come(62, "2023-05");
  come(values.at(name + "2023-06"), "2023-06");
  come(130, "2023-07");
  come(values.at(name + "2023-07+2023-08") - 130, "2023-08");
  for (const char* month : {"2023-09", "2023-10", "2023-11"}) come(values.at(name + month), month);
  std::vector<FigureId> figures{of("2023-09..2023-11"), of("2023-06..2023-08"), of("2023-04..2023-11")};
  for (const Month month : Period::parse("2023-04..2023-11")->months()) figures.push_back(of(month.text()));
  print(figures);
  const auto tell = [&](Language language) {
    return told(language, "2023-09..2023-11", "2023-06..2023-08", "2023-04..2023-11", "2023-04..2023-11");
  };
  EXPECT_EQ(
      tell(Language::kEnglish),
      "577 requests in September–November 2023, 89% more than in June–August (305). Most in October (218), fewest "
      "in June (54). More than 1,000 since April 2023, more than half of them in autumn.");
  EXPECT_EQ(tell(Language::kRussian),
            "577 обращений в сентябре — ноябре 2023 года, на 89 % больше, чем в июне — августе (305). Больше всего — в "
            "октябре (218), меньше всего — в июне (54). С апреля 2023 года — больше 1\u00a0000, из них больше половины "
            "осенью.");
  EXPECT_EQ(
      tell(Language::kUkrainian),
      "577 звернень у вересні — листопаді 2023 року, на 89 % більше, ніж у червні — серпні (305). Найбільше — у "
      "жовтні (218), найменше — у червні (54). З квітня 2023 року — понад 1\u00a0000, із них більше половини восени.");
  EXPECT_EQ(ledger_.printed(of("2023-11"))->shown, 175);
}

TEST_F(Telling, ACorrectionKeepsTheOldValue) {
  const auto values = published();
  const std::int64_t wrong = values.at("ovd_info/hotline_calls/2019-10/superseded");
  // The metric counts from 2020 on: the same month a year later.
  come(wrong, "2020-10");
  print({of("2020-10")});
  come(values.at("ovd_info/hotline_calls/2019-10") - wrong, "2020-10");
  print({of("2020-10")}, {{"requests@1 2020-10", {Erratum::kCorrection, "Some lines were left out."}}});
  const Change& change = ledger_.releases().back().changes.front();
  EXPECT_EQ(change.before, 979);
  EXPECT_EQ(ledger_.printed(of("2020-10"))->shown, 1'846);
  EXPECT_EQ(ledger_.releases().front().figures.front().shown, 979) << "what was printed stays printed";
}

TEST_F(Telling, ANewDefinitionIsABreakAndNotAFall) {
  auto registry = Registry::parse({{"1.toml", sample::metric("users", "", 1, "2023-01")},
                                   {"2.toml", sample::metric("users", "where.language = [\"ru\"]", 2, "2024-02")}});
  ASSERT_TRUE(registry.has_value());
  registry_ = *std::move(registry);
  PrintedFigure before{of("2023-11", 1, "users"), "exact", published().at("ovd_info/bot_users_all/2023-11")};
  PrintedFigure after{of("2024-02", 2, "users"), "exact", published().at("ovd_info/bot_users_active/2024-02")};
  ASSERT_EQ(*before.shown, 304'050);
  const auto words = *Words::of(registry_, catalogue_, Language::kEnglish);
  const Series series{
      .metric = registry_.newest("users"), .total = &after, .against = &before, .months = {&before, &after}};
  const auto told = sentences(words, series);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0], "196,419 of them in February 2024.") << "and no word of fewer";
  EXPECT_EQ(told[1], "Since February 2024 it is counted otherwise: the series does not go on from the numbers before.");
}

TEST_F(Telling, AColumnOfAChartSaysHowItsNumberIsMeant) {
  const Metric& requests = *registry_.newest("requests");
  for (const Language language : kLanguages) {
    const auto words = *Words::of(registry_, catalogue_, language);
    EXPECT_EQ(mark_of(words, {of("2023-11"), "exact", 175}, requests), "175");
    EXPECT_EQ(mark_of(words, {of("2023-11"), "rounded", 175}, requests), "≈175");
    EXPECT_EQ(mark_of(words, {of("2023-11"), "rounded", 0}, requests), "0") << "none is none";
    EXPECT_EQ(mark_of(words, {of("2023-11"), "at-least", 100}, requests), ">100");
    EXPECT_EQ(mark_of(words, {of("2023-11"), "noise", 175, 6}, requests), "175±6");
  }
  const auto words = *Words::of(registry_, catalogue_, Language::kEnglish);
  EXPECT_EQ(mark_of(words, {of("2023-11", 1, "first_reply_median"), "exact", 12'000},
                    *registry_.newest("first_reply_median")),
            "3 h 20 min")
      << "seconds are nothing to read";
}

TEST_F(Telling, PluralsAndFormsOfThreeLanguages) {
  const auto say = [&](Language language, std::int64_t count) {
    const PrintedFigure figure{of("2023-10"), "exact", count};
    return Words::of(registry_, catalogue_, language)->counted(figure, *registry_.newest("requests"));
  };
  EXPECT_EQ(say(Language::kRussian, 21), "21 обращение");
  EXPECT_EQ(say(Language::kRussian, 22), "22 обращения");
  EXPECT_EQ(say(Language::kRussian, 25), "25 обращений");
  EXPECT_EQ(say(Language::kRussian, 111), "111 обращений");
  EXPECT_EQ(say(Language::kUkrainian, 34), "34 звернення");
  EXPECT_EQ(say(Language::kEnglish, 1), "1 request");
}

TEST_F(Telling, HiddenRoundedAndNoisyNumbersAreToldAsWhatTheyAre) {
  const auto words = *Words::of(registry_, catalogue_, Language::kRussian);
  const Metric& metric = *registry_.newest("requests");
  const auto tell = [&](PrintedFigure figure) {
    const Series series{.metric = &metric, .total = &figure, .months = {}};
    return sentences(words, series).front();
  };
  EXPECT_EQ(tell({of("2023-10"), "small", std::nullopt}), "Обращения в октябре 2023 года: число не публикуется.");
  EXPECT_EQ(tell({of("2023-10"), "rounded", 575}), "Обращения: около 575 в октябре 2023 года.");
  EXPECT_EQ(tell({of("2023-10"), "at-least", 500}), "Обращения: больше 500 в октябре 2023 года.");
  EXPECT_EQ(tell({of("2023-10"), "noise", 575, 6}), "Обращения: 575 (± 6) в октябре 2023 года.");
  const PrintedFigure median{of("2023-10", 1, "first_reply_median"), "exact", 12'000};
  EXPECT_EQ(words.number(median, *registry_.newest("first_reply_median")), "3 ч 20 мин");
}

}  // namespace
}  // namespace waymark::figures
