// A ledger that grows month by month, and attacks on it.
#include "figures/compose.h"

#include <gtest/gtest.h>

#include "figures/test_metrics.h"

namespace waymark::figures {
namespace {

std::int64_t day(std::string_view text) { return *day_of_text(text); }

class Composing : public testing::Test {
 protected:
  /// `count` requests of one language in a month.
  void come(int count, std::string_view month, const std::string& language = "ru",
            std::vector<std::string> answers = {}) {
    for (int i = 0; i < count; ++i) {
      CountedRow row{.kind = "request",
                     .day = day(std::string(month) + "-15"),
                     .subject = "s" + std::to_string(next_++),
                     .language = language};
      row.received_day = row.day;
      row.answers = answers;
      rows_.push_back(row);
    }
  }
  static FigureId figure(std::string_view period, Condition condition = {}, std::string metric = "requests") {
    return {
        .metric = std::move(metric), .version = 1, .period = *Period::parse(period), .condition = std::move(condition)};
  }
  static Condition in(const std::string& language) { return {{"language", {language}}}; }
  Order order(std::vector<FigureId> figures, How how = How::kPlain) {
    return {.figures = std::move(figures),
            .period = *Period::parse("2026-10"),
            .day = day("2026-12-05"),
            .zone = "Europe/Moscow",
            .how = how};
  }
  std::expected<Release, Refusal> make(const Order& of) {
    return compose(of, registry_, EffectiveRows(rows_), ledger_, random_);
  }
  /// Composes and prints. @return what is shown, in the order of the release
  std::vector<std::string> print(const Order& of) {
    auto release = make(of);
    if (!release.has_value()) {
      std::vector<std::string> refused{"refused: " + release.error().code, release.error().figure};
      for (const std::string& one : release.error().combination) refused.push_back(one);
      return refused;
    }
    std::vector<std::string> shown;
    for (const PrintedFigure& one : release->figures) shown.push_back(one.shown ? std::to_string(*one.shown) : "*");
    EXPECT_TRUE(ledger_.add(*std::move(release)).has_value());
    return shown;
  }

  Registry registry_ = sample::shipped();
  std::vector<CountedRow> rows_;
  Ledger ledger_;
  crypto::SeededRandom random_{1};
  int next_ = 0;
};

using Shown = std::vector<std::string>;

TEST_F(Composing, CountsArePrintedAndPrintedAgainForEver) {
  come(20, "2026-10");
  come(30, "2026-11");
  const Order both = order({figure("2026-10"), figure("2026-11"), figure("2026-10..2026-11")});
  EXPECT_EQ(print(both), (Shown{"20", "30", "50"}));
  EXPECT_EQ(print(both), (Shown{"20", "30", "50"}));
  EXPECT_EQ(ledger_.releases().size(), 2U);
  EXPECT_TRUE(ledger_.releases()[1].changes.empty());
}

TEST_F(Composing, SmallNumbersAreHiddenAndSoIsWhatTellsThem) {
  come(20, "2026-10");
  come(3, "2026-10", "uk");
  come(40, "2026-10", "en");
  const auto shown = print(order(
      {figure("2026-10"), figure("2026-10", in("ru")), figure("2026-10", in("uk")), figure("2026-10", in("en"))}));
  EXPECT_EQ(shown[0], "63");
  EXPECT_EQ(shown[2], "*");
  EXPECT_TRUE((shown[1] == "*") != (shown[3] == "*")) << "one more, the smaller of them";
  EXPECT_EQ(shown[1], "*");
}

TEST_F(Composing, WhatIsLeftOfATotalIsNotTold) {
  come(20, "2026-10");
  come(3, "2026-10", "uk");
  const auto shown = print(order({figure("2026-10"), figure("2026-10", in("ru"))}));
  EXPECT_EQ(shown, (Shown{"23", "*"})) << "three others would follow, though nobody asked for them";
}

TEST_F(Composing, ALaterReleaseDoesNotCompleteAnEarlierOne) {
  come(20, "2026-10");
  come(3, "2026-10", "uk");
  EXPECT_EQ(print(order({figure("2026-10")})), (Shown{"23"}));
  EXPECT_EQ(print(order({figure("2026-10", in("ru"))})), (Shown{"*"}));
}

TEST_F(Composing, MonthsAgainstTheQuarter) {
  come(20, "2026-09");
  come(30, "2026-10");
  come(2, "2026-11");
  EXPECT_EQ(print(order({figure("2026-09"), figure("2026-10")})), (Shown{"20", "30"}));
  EXPECT_EQ(print(order({figure("2026-09..2026-11")})), (Shown{"*"})) << "less the two months it tells the third";
}

TEST_F(Composing, OverlappingCategories) {
  come(20, "2026-10", "ru", {"need=legal_question"});
  come(2, "2026-10", "ru", {"need=legal_question", "need=psychologist"});
  come(30, "2026-10", "ru", {"need=psychologist"});
  const Condition legal{{"answer.need", {"legal_question"}}};
  const Condition psychologist{{"answer.need", {"psychologist"}}};
  const Condition either{{"answer.need", {"legal_question", "psychologist"}}};
  const auto shown =
      print(order({figure("2026-10", legal), figure("2026-10", psychologist), figure("2026-10", either)}));
  EXPECT_EQ(std::ranges::count(shown, "*"), 1) << "a and b less a-or-b are the two who need both";
}

TEST_F(Composing, AnotherMetricOfTheSameRowsIsNoWayAround) {
  come(20, "2026-10", "ru", {"status=mobilised"});
  come(3, "2026-10", "ru", {"status=civilian_no_summons"});
  EXPECT_EQ(print(order({figure("2026-10")})), (Shown{"23"}));
  EXPECT_EQ(print(order({figure("2026-10", {}, "requests_serving")})), (Shown{"*"}));
}

TEST_F(Composing, ANumberThatChangedHasToBeDeclared) {
  come(979, "2026-10");
  EXPECT_EQ(print(order({figure("2026-10")})), (Shown{"979"}));
  come(867, "2026-10");
  EXPECT_EQ(print(order({figure("2026-10")})), (Shown{"refused: changed", "requests@1 2026-10", "979", "1846"}));
  Order corrected = order({figure("2026-10")});
  corrected.changes["requests@1 2026-10"] = {Erratum::kCorrection, "Calls of one number were left out."};
  EXPECT_EQ(print(corrected), (Shown{"1846"}));
  const Change& change = ledger_.releases().back().changes.front();
  EXPECT_EQ(change.before, 979);
  EXPECT_EQ(print(order({figure("2026-10")})), (Shown{"1846"})) << "the new one from now on";
  EXPECT_EQ(ledger_.releases().size(), 3U);
}

TEST_F(Composing, ACorrectionThatRevealsOnePersonIsRefused) {
  come(20, "2026-10");
  EXPECT_EQ(print(order({figure("2026-10")})), (Shown{"20"}));
  come(1, "2026-10");
  Order corrected = order({figure("2026-10")});
  corrected.changes["requests@1 2026-10"] = {Erratum::kCorrection, "One more."};
  EXPECT_EQ(print(corrected), (Shown{"refused: one-person", "requests@1 2026-10", "20", "21"}));
}

TEST_F(Composing, TwoCorrectionsWithOneBetweenThemAreRefused) {
  come(20, "2026-10");
  come(30, "2026-10", "uk");
  const Order first = order({figure("2026-10"), figure("2026-10", in("ru"))});
  EXPECT_EQ(print(first), (Shown{"50", "20"}));
  come(10, "2026-10");
  come(1, "2026-10", "uk");
  Order corrected = first;
  corrected.changes["requests@1 2026-10"] = {Erratum::kCorrection, "Late rows."};
  corrected.changes["requests@1 2026-10 language=ru"] = {Erratum::kCorrection, "Late rows."};
  const auto refused = make(corrected);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "one-person");
  EXPECT_EQ(refused.error().combination,
            (Shown{"requests@1 2026-10 language=ru 20 -> 30", "requests@1 2026-10 50 -> 61"}));
  EXPECT_EQ(refused.error().leave_out, Shown{"requests@1 2026-10 language=ru"});
}

TEST_F(Composing, ARevisionIsAnnouncedBefore) {
  come(20, "2026-10");
  Order first = order({figure("2026-10")});
  EXPECT_EQ(print(first), (Shown{"20"}));
  come(30, "2026-10");
  Order revised = order({figure("2026-10")});
  revised.changes["requests@1 2026-10"] = {Erratum::kRevision, "Late rows."};
  EXPECT_EQ(print(revised)[0], "refused: not-announced");
}

TEST_F(Composing, RoundedFiguresAndTheirTotals) {
  come(577, "2026-10");
  come(6, "2026-10", "uk");
  come(41, "2026-10", "en");
  const auto shown = print(
      order({figure("2026-10"), figure("2026-10", in("ru")), figure("2026-10", in("uk")), figure("2026-10", in("en"))},
            How::kRounded));
  EXPECT_EQ(shown[0], "625");
  EXPECT_EQ(shown[2], "*");
}

TEST_F(Composing, FloorsAreTrueAndRound) {
  come(1'204, "2026-10");
  come(7, "2026-11");
  EXPECT_EQ(print(order({figure("2026-10"), figure("2026-11")}, How::kFloor)), (Shown{"1000", "*"}));
}

TEST_F(Composing, NoiseAddsUpAndIsDrawnOnce) {
  come(200, "2026-09");
  come(300, "2026-10");
  Order noisy = order({figure("2026-09"), figure("2026-10"), figure("2026-09..2026-10")}, How::kPrivate);
  const auto shown = print(noisy);
  ASSERT_EQ(shown.size(), 3U);
  EXPECT_EQ(std::stoll(shown[0]) + std::stoll(shown[1]), std::stoll(shown[2]));
  EXPECT_NEAR(std::stod(shown[0]), 200, 60);
  EXPECT_EQ(print(noisy), shown) << "asking again tells nothing more";
}

TEST_F(Composing, ASpentBudgetStaysSpent) {
  come(200, "2026-10");
  come(300, "2026-10", "uk");
  come(300, "2026-10", "en");
  Order noisy = order({figure("2026-10"), figure("2026-10", in("ru"))}, How::kPrivate);
  noisy.epsilon_of_month = {1, 1};  // two figures of one half
  EXPECT_EQ(print(noisy).size(), 2U);
  noisy.figures = {figure("2026-10", in("uk"))};
  EXPECT_EQ(print(noisy), (Shown{"refused: budget", "2026-10"}));
  noisy.epsilon_of_month = {5, 1};
  EXPECT_EQ(print(noisy), (Shown{"refused: budget", "epsilon"})) << "nor is it made larger afterwards";
}

TEST_F(Composing, ImpossibleOrdersAreRefused) {
  come(20, "2026-10");
  EXPECT_EQ(print(order({figure("2027-01")})), (Shown{"refused: impossible-period", "requests@1 2027-01"}));
  EXPECT_EQ(print(order({figure("2026-10", {}, "nobody")})), (Shown{"refused: unknown-metric", "nobody@1 2026-10"}));
  EXPECT_EQ(print(order({figure("2026-10")})), (Shown{"20"}));
  Order back = order({figure("2026-10")});
  back.day = day("2026-11-30");
  EXPECT_EQ(print(back)[0], "refused: clock") << "a clock that was set back";
}

TEST_F(Composing, MediansOfFewAreNotTold) {
  for (int i = 0; i < 9; ++i) {
    CountedRow reply{.kind = "first_reply",
                     .day = day("2026-10-02"),
                     .received_day = day("2026-10-02"),
                     .subject = "p" + std::to_string(i),
                     .language = "ru"};
    reply.seconds = 60;
    rows_.push_back(reply);
  }
  const Order median = order({figure("2026-10", {}, "first_reply_median")});
  EXPECT_EQ(print(median), (Shown{"*"}));
}

TEST_F(Composing, PeopleOfAQuarterAreNoSum) {
  for (int i = 0; i < 40; ++i) {
    for (const char* at : {"2026-09-10", "2026-10-10"}) {
      CountedRow reply{.kind = "first_reply",
                       .day = day(at),
                       .received_day = day(at),
                       .subject = "p" + std::to_string(i),
                       .language = i < 3 ? "uk" : "ru"};
      rows_.push_back(reply);
    }
  }
  const auto persons = [&](std::string_view period, Condition condition = {}) {
    return figure(period, std::move(condition), "persons");
  };
  const auto shown = print(order({persons("2026-09"), persons("2026-10"), persons("2026-09..2026-10"),
                                  persons("2026-09", in("uk")), persons("2026-09", in("ru"))}));
  EXPECT_EQ(shown[2], "40");
  EXPECT_EQ(shown[3], "*");
  EXPECT_EQ(shown[4], "*");
}

TEST_F(Composing, ALedgerThatWasTouchedIsRefusedByItsLine) {
  come(20, "2026-10");
  come(30, "2026-11");
  print(order({figure("2026-10")}));
  print(order({figure("2026-11")}));
  const std::string text = ledger_.text();
  EXPECT_TRUE(Ledger::parse(text).has_value());
  EXPECT_EQ(Ledger::parse(text)->head(), ledger_.head());
  std::string touched = text;
  touched[touched.find("\"shown\":20") + 8] = '3';
  EXPECT_EQ(Ledger::parse(touched).error().detail, "line 2");
  EXPECT_EQ(Ledger::parse(text.substr(text.find('\n') + 1)).error().detail, "line 1") << "the first release is gone";
  for (std::size_t i = 0; i < text.size(); i += 7) {
    std::string spoiled = text;
    spoiled[i] = static_cast<char>(spoiled[i] ^ 1);
    const auto read = Ledger::parse(spoiled);
    EXPECT_TRUE(!read.has_value() || read->head() != ledger_.head()) << i;
  }
}

TEST_F(Composing, TwoReleasesAtOnceCannotBothFollow) {
  come(20, "2026-10");
  const auto one = make(order({figure("2026-10")}));
  const auto other = make(order({figure("2026-10")}));
  EXPECT_TRUE(ledger_.add(*one).has_value());
  EXPECT_EQ(ledger_.add(*other).error().code, Code::kConflict);
}

}  // namespace
}  // namespace waymark::figures
