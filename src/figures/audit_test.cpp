// Planted attacks on a series of releases, each found with its combination and the smallest change; and that what was
// composed survives them all.
#include "figures/audit_fixture.h"

#include <functional>
#include <random>

#include "figures/compose.h"
#include "figures/report.h"

namespace waymark::figures {
namespace {

using Names = std::vector<std::string>;

TEST_F(Auditing, TwoReleasesWhoseDifferenceIsolatesASmallCell) {
  come(20, "2026-10");
  come(3, "2026-10", "uk");
  plant({exact(figure("2026-10"), 23)});
  EXPECT_TRUE(look().findings.empty());
  plant({exact(figure("2026-10", in("ru")), 20)});
  const Finding found = only();
  EXPECT_EQ(found.figure, "requests@1 2026-10 - requests@1 2026-10 language=ru");
  EXPECT_EQ(found.range.low, 3);
  EXPECT_EQ(found.range.high, 3);
  EXPECT_EQ(found.combination, (Names{"requests@1 2026-10 = 23 (1)", "requests@1 2026-10 language=ru = 20 (2)"}));
  EXPECT_EQ(names(found.leave_out), Names{"requests@1 2026-10 language=ru"}) << "what came last, and one is enough";
}

TEST_F(Auditing, TotalsLessWhatIsVisible) {
  come(20, "2026-10");
  come(30, "2026-10", "en");
  come(2, "2026-10", "uk");
  plant({exact(figure("2026-10"), 52), exact(figure("2026-10", in("ru")), 20), exact(figure("2026-10", in("en")), 30),
         hidden(figure("2026-10", in("uk")))});
  const Finding found = only();
  EXPECT_EQ(found.figure, "requests@1 2026-10 language=uk");
  EXPECT_EQ(found.combination.size(), 3U);
  EXPECT_EQ(names(found.leave_out), Names{"requests@1 2026-10 language=ru"}) << "one of them, the least";
}

TEST_F(Auditing, OverlappingCategories) {
  come(20, "2026-10", "ru", {"need=legal_question"});
  come(2, "2026-10", "ru", {"need=legal_question", "need=psychologist"});
  come(30, "2026-10", "ru", {"need=psychologist"});
  const Condition legal{{"answer.need", {"legal_question"}}};
  const Condition psychologist{{"answer.need", {"psychologist"}}};
  const Condition either{{"answer.need", {"legal_question", "psychologist"}}};
  plant({exact(figure("2026-10", legal), 22), exact(figure("2026-10", psychologist), 32)});
  EXPECT_TRUE(look().findings.empty());
  plant({exact(figure("2026-10", either), 52)});
  const Finding found = only();
  EXPECT_EQ(found.range.low, 2);
  EXPECT_EQ(found.combination.size(), 3U) << "what both share";
  EXPECT_EQ(names(found.leave_out), Names{"requests@1 2026-10 answer.need=legal_question,psychologist"});
}

TEST_F(Auditing, MonthsAgainstTheirQuarter) {
  come(20, "2026-09");
  come(30, "2026-10");
  come(2, "2026-11");
  plant({exact(figure("2026-09"), 20), exact(figure("2026-10"), 30)});
  plant({exact(figure("2026-09..2026-11"), 52)});
  const Audit found = look();
  ASSERT_FALSE(found.findings.empty());
  EXPECT_EQ(found.findings.front().figure, "requests@1 2026-11") << "though nobody asked for it";
  EXPECT_EQ(names(found.findings.front().leave_out), Names{"requests@1 2026-09..2026-11"});
}

TEST_F(Auditing, RoundedAgainstRounded) {
  come(9, "2026-10");
  come(2, "2026-10", "uk");
  plant({rounded(figure("2026-10", in("ru")), 10)});
  EXPECT_TRUE(look().findings.empty());
  plant({rounded(figure("2026-10"), 10)});
  const Finding found = only();
  EXPECT_EQ(found.range.low, 0);
  EXPECT_EQ(found.range.high, 4) << "twelve less eight";
  EXPECT_EQ(names(found.leave_out), Names{"requests@1 2026-10"});
}

TEST_F(Auditing, HiddenOnesUnderATotalThatLeavesOneToEach) {
  const Condition of[]{in("ru"), in("uk"), in("en"), in("de"), in("ka")};
  std::vector<PrintedFigure> figures{exact(figure("2026-10"), 5)};
  for (const Condition& one : of) {
    come(1, "2026-10", *one.at("language").begin());
    figures.push_back(hidden(figure("2026-10", one)));
  }
  plant(std::move(figures));
  const Audit found = look();
  ASSERT_GE(found.findings.size(), 5U);
  EXPECT_EQ(found.findings.front().range.high, 1);
  EXPECT_EQ(names(found.findings.front().leave_out), Names{"requests@1 2026-10"});
}

TEST_F(Auditing, ACorrectionThatRevealsOnePerson) {
  come(21, "2026-10");
  const FigureId id = figure("2026-10");
  plant({exact(id, 20)});
  plant({exact(id, 21)}, {{id, Erratum::kCorrection, 20, "One more."}});
  const Finding found = only();
  EXPECT_EQ(found.kind, Finding::Kind::kChange);
  EXPECT_EQ(found.range.low, 1);
  EXPECT_EQ(found.combination, Names{"requests@1 2026-10 20 -> 21"});
}

TEST_F(Auditing, TwoCorrectionsThatRevealOneBetweenThem) {
  come(30, "2026-10");
  come(31, "2026-10", "uk");
  const FigureId all = figure("2026-10");
  const FigureId russian = figure("2026-10", in("ru"));
  plant({exact(all, 50), exact(russian, 20)});
  plant({exact(all, 61), exact(russian, 30)},
        {{all, Erratum::kCorrection, 50, "Late rows."}, {russian, Erratum::kCorrection, 20, "Late rows."}});
  const Finding found = only();
  EXPECT_EQ(found.kind, Finding::Kind::kChange);
  EXPECT_EQ(found.range.low, -1) << "ten more in Russian and eleven in all: one who wrote in another language";
}

TEST_F(Auditing, TwoCategoriesThatChangeAlikeTellNothing) {
  come(30, "2026-10");
  come(31, "2026-10", "uk");
  const FigureId ukrainian = figure("2026-10", in("uk"));
  const FigureId russian = figure("2026-10", in("ru"));
  plant({exact(ukrainian, 20), exact(russian, 20)});
  plant({exact(ukrainian, 31), exact(russian, 30)},
        {{ukrainian, Erratum::kCorrection, 20, "Late rows."}, {russian, Erratum::kCorrection, 20, "Late rows."}});
  EXPECT_TRUE(look().findings.empty());
}

TEST_F(Auditing, AMedianOfFew) {
  for (int i = 0; i < 4; ++i) {
    CountedRow reply{.kind = "first_reply",
                     .day = day("2026-10-02"),
                     .received_day = day("2026-10-02"),
                     .subject = "p" + std::to_string(i),
                     .language = "ru"};
    reply.seconds = 60;
    rows_.push_back(reply);
  }
  plant({exact(figure("2026-10", {}, "first_reply_median"), 60)});
  EXPECT_EQ(only().kind, Finding::Kind::kFew);
}

TEST_F(Auditing, AFigureOfAMetricThatIsGoneIsNamed) {
  plant({exact(figure("2026-10", {}, "nobody"), 60)});
  const auto found = audit(ledger_, registry_, EffectiveRows(rows_));
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().code, Code::kNotFound);
  EXPECT_EQ(found.error().detail, "nobody@1 2026-10");
}

TEST_F(Auditing, ACellInTheFileOfOneLanguageOnly) {
  come(20, "2026-10");
  come(33, "2026-09");
  const auto plan = *parse_plan(
      "id = \"a\"\nseries_months = 2\ntitle = { ru = \"О\", uk = \"З\", en = \"R\" }\n[[section]]\nmetric = "
      "\"requests\"\n",
      registry_);
  const EffectiveRows counted(rows_);
  const auto sections = lay_out(plan, registry_, {.period = *Period::parse("2026-10")}, counted);
  const Order order{.figures = figures_of(sections),
                    .period = *Period::parse("2026-10"),
                    .day = day("2026-11-03"),
                    .zone = "Europe/Moscow"};
  ASSERT_TRUE(ledger_.add(*compose(order, registry_, counted, ledger_, random_)).has_value());
  const auto catalogue = *text::Catalogue::embedded();
  auto files = *report_files({plan, registry_, catalogue, ledger_, sections, "Example line"});
  EXPECT_TRUE(audit_files(files, ledger_).empty());
  auto changed = files;
  std::string& page = changed.at("report.uk.html");
  page.insert(page.find("</tbody>"), "<tr><td>польська</td><td class=\"n\">3</td><td></td></tr>\n");
  ASSERT_EQ(audit_files(changed, ledger_).size(), 1U);
  EXPECT_EQ(audit_files(changed, ledger_).front().figure, "report.uk.html: польська");
  changed = files;
  changed.at("figures.csv") += "requests,1,2026-10,language=pl,3,,exact\r\n";
  EXPECT_EQ(audit_files(changed, ledger_).front().kind, Finding::Kind::kTable);
  changed = files;
  changed.erase("report.en.html");
  EXPECT_EQ(audit_files(changed, ledger_).front().figure, "report.en.html");
}

/// An attacker that shares no code: tries every table of four parts.
class EveryTable {
 public:
  struct Sum {
    std::vector<int> parts;
    std::int64_t low, high;
  };
  explicit EveryTable(std::vector<Sum> sums, std::int64_t cap) : sums_(std::move(sums)), cap_(cap) {}
  /// Least and greatest value of a part.
  std::pair<std::int64_t, std::int64_t> range_of(int part) {
    std::pair<std::int64_t, std::int64_t> range{INT64_MAX, INT64_MIN};
    std::int64_t table[4]{};
    const std::function<void(int)> fill = [&](int at) {
      for (const Sum& sum : sums_) {
        std::int64_t value = 0;
        bool complete = true;
        for (const int one : sum.parts) one < at ? value += table[one] : complete = false;
        if (value > sum.high || (complete && value < sum.low)) return;
      }
      if (at == 4) {
        range = {std::min(range.first, table[part]), std::max(range.second, table[part])};
        return;
      }
      for (table[at] = 0; table[at] <= cap_; ++table[at]) fill(at + 1);
    };
    fill(0);
    return range;
  }

 private:
  std::vector<Sum> sums_;
  std::int64_t cap_;
};

TEST_F(Auditing, FindsWhatTryingEveryTableFindsAndNothingElse) {
  const Condition languages[]{in("ru"), in("uk"), in("en"), in("de")};
  const std::vector<std::vector<int>> sums{{0}, {1}, {2}, {3}, {0, 1}, {2, 3}, {1, 2}, {0, 1, 2}, {0, 1, 2, 3}};
  std::mt19937 draw(11);
  for (int round = 0; round < 60; ++round) {
    rows_.clear();
    ledger_ = {};
    std::int64_t truth[4];
    for (int i = 0; i < 4; ++i) {
      truth[i] = 1 + static_cast<std::int64_t>(draw() % (draw() % 2 == 0 ? 4 : 8));
      come(static_cast<int>(truth[i]), "2026-10", *languages[i].at("language").begin());
    }
    std::vector<PrintedFigure> printed;
    std::vector<EveryTable::Sum> known;
    for (const auto& parts : sums) {
      Condition condition;
      std::int64_t value = 0;
      for (const int part : parts) {
        condition["language"].insert(*languages[part].at("language").begin());
        value += truth[part];
      }
      if (value <= 4) {
        printed.push_back(hidden(figure("2026-10", condition)));
        known.push_back({parts, 1, INT64_MAX});
      } else if (draw() % 2 == 0) {
        printed.push_back(exact(figure("2026-10", condition), value));
        known.push_back({parts, value, value});
      }
    }
    if (printed.empty()) continue;
    // No part has to be more than the largest sum that is known.
    std::int64_t cap = 5;
    for (const EveryTable::Sum& one : known)
      if (one.high != INT64_MAX) cap = std::max(cap, one.high);
    plant(printed);
    const Audit found = look();
    std::vector<EveryTable::Sum> without = known;
    for (EveryTable::Sum& one : without)
      if (one.high == INT64_MAX) one.low = 0;
    for (int part = 0; part < 4; ++part) {
      if (truth[part] > 4) continue;
      const std::int64_t low = EveryTable(without, cap).range_of(part).first;
      const std::int64_t high = EveryTable(known, cap).range_of(part).second;
      const bool told = low > 1 || high <= 4;
      const std::string name = figure("2026-10", languages[part]).text();
      const auto finding = std::ranges::find(found.findings, name, &Finding::figure);
      EXPECT_EQ(finding != found.findings.end(), told) << round << " " << name << " " << low << ".." << high;
      if (finding == found.findings.end()) continue;
      EXPECT_EQ(finding->range.low, low) << round;
      ASSERT_TRUE(finding->is_smallest && !finding->leave_out.empty()) << round;
    }
  }
}

TEST_F(Auditing, WhatWasComposedSurvives) {
  std::mt19937 draw(5);
  for (int round = 0; round < 25; ++round) {
    rows_.clear();
    ledger_ = {};
    for (const char* month : {"2026-08", "2026-09", "2026-10"})
      for (const char* language : {"ru", "uk", "en"}) {
        come(static_cast<int>(draw() % 3 == 0 ? draw() % 6 : draw() % 40), month, language,
             {draw() % 2 == 0 ? "need=money" : "need=legal_question"});
        come(static_cast<int>(draw() % 8), month, language, {"need=money", "need=legal_question"});
      }
    const How how = round % 2 == 0 ? How::kPlain : How::kRounded;
    for (int release = 0; release < 3; ++release) {
      std::vector<FigureId> wanted;
      for (const char* period : {"2026-08", "2026-09", "2026-10", "2026-08..2026-10"}) {
        if (draw() % 2 == 0) wanted.push_back(figure(period));
        for (const char* language : {"ru", "uk", "en"})
          if (draw() % 2 == 0) wanted.push_back(figure(period, in(language)));
        if (draw() % 2 == 0) wanted.push_back(figure(period, {{"answer.need", {"money"}}}));
      }
      if (wanted.empty()) continue;
      const Order order{.figures = wanted,
                        .period = *Period::parse("2026-10"),
                        .day = day("2026-12-05"),
                        .zone = "Europe/Moscow",
                        .how = how};
      auto made = compose(order, registry_, EffectiveRows(rows_), ledger_, random_);
      if (!made.has_value()) {
        EXPECT_EQ(made.error().code, "leak") << round;
        continue;
      }
      ASSERT_TRUE(ledger_.add(*std::move(made)).has_value());
    }
    for (const Finding& one : look().findings) ADD_FAILURE() << round << ": " << one.figure;
  }
}

}  // namespace
}  // namespace waymark::figures
