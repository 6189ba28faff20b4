// What somebody proves who has the releases and no rows: planted attacks are found as by who has the rows, and nothing
// is taken for told that is not.
#include <random>

#include "figures/audit_fixture.h"

namespace waymark::figures {
namespace {

using Names = std::vector<std::string>;

class Reading : public Auditing {
 protected:
  Audit read() {
    const auto found = audit_as_reader(ledger_, registry_);
    EXPECT_TRUE(found.has_value()) << describe(found.error());
    return found.value_or(Audit{});
  }
};

TEST_F(Reading, WhatIsLeftBetweenTwoReleases) {
  come(20, "2026-10");
  come(3, "2026-10", "uk");
  plant({exact(figure("2026-10"), 23)});
  EXPECT_TRUE(read().findings.empty());
  plant({exact(figure("2026-10", in("ru")), 20)});
  const Audit found = read();
  ASSERT_EQ(found.findings.size(), 1U);
  EXPECT_EQ(found.findings[0].range.low, 3);
  EXPECT_EQ(found.findings[0].range.high, 3);
  EXPECT_EQ(found.findings[0].combination,
            (Names{"requests@1 2026-10 = 23 (1)", "requests@1 2026-10 language=ru = 20 (2)"}));
  EXPECT_EQ(names(found.findings[0].leave_out), Names{"requests@1 2026-10 language=ru"});
}

TEST_F(Reading, AHiddenOneUnderItsTotalAndAMonthUnderItsQuarter) {
  plant({exact(figure("2026-10"), 52), exact(figure("2026-10", in("ru")), 20), exact(figure("2026-10", in("en")), 30),
         hidden(figure("2026-10", in("uk")))});
  Audit found = read();
  ASSERT_FALSE(found.findings.empty());
  EXPECT_EQ(found.findings[0].figure, "requests@1 2026-10 language=uk");
  EXPECT_EQ(found.findings[0].range.high, 2);
  ledger_ = {};
  plant({exact(figure("2026-09"), 20), exact(figure("2026-10"), 30), exact(figure("2026-09..2026-11"), 52)});
  found = read();
  ASSERT_FALSE(found.findings.empty());
  EXPECT_EQ(found.findings[0].figure, "requests@1 2026-11");
}

TEST_F(Reading, WhoeverMayBeNobodyIsNotProved) {
  plant({rounded(figure("2026-10", in("ru")), 10), rounded(figure("2026-10"), 10)});
  EXPECT_TRUE(read().findings.empty()) << "nought to four: whether there is anybody is open";
}

// One person may have two needs: forty with one, forty with the other and eighty in all do not say who has both.
TEST_F(Reading, SeveralAnswersToOneQuestionAreThoughtOf) {
  const Condition legal{{"answer.need", {"legal_question"}}}, money{{"answer.need", {"money"}}};
  plant({exact(figure("2026-10"), 43), exact(figure("2026-10", legal), 40), exact(figure("2026-10", money), 41)});
  for (const Finding& one : read().findings) EXPECT_EQ(one.figure.find(" & "), std::string::npos) << one.figure;
  ledger_ = {};
  const Condition either{{"answer.need", {"legal_question", "money"}}};
  plant(
      {exact(figure("2026-10", legal), 40), exact(figure("2026-10", money), 41), exact(figure("2026-10", either), 79)});
  const Audit found = read();
  ASSERT_FALSE(found.findings.empty());
  EXPECT_EQ(found.findings[0].range.low, 2) << "forty and forty-one less seventy-nine";
  EXPECT_EQ(found.findings[0].range.high, 2);
}

TEST_F(Reading, ACorrectionOfOne) {
  const FigureId id = figure("2026-10");
  plant({exact(id, 20)});
  plant({exact(id, 21)}, {{id, Erratum::kCorrection, 20, "One more."}});
  ASSERT_EQ(read().findings.size(), 1U);
  EXPECT_EQ(read().findings[0].kind, Finding::Kind::kChange);
}

TEST_F(Reading, WhatContradictsItselfIsSaidAndNothingIsProvedFromIt) {
  plant({exact(figure("2026-10"), 20), exact(figure("2026-10", in("ru")), 30)});
  const auto found = audit_as_reader(ledger_, registry_);
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().code, Code::kMalformed);
}

// Where the rows are known, every proof of a reader has to be true; random tables, several needs to a person.
TEST_F(Reading, NothingIsProvedThatIsNotSo) {
  std::mt19937 draw(17);
  std::size_t proofs = 0;
  for (int round = 0; round < 40; ++round) {
    rows_.clear();
    ledger_ = {};
    for (const char* language : {"ru", "uk"}) {
      come(static_cast<int>(draw() % 20), "2026-10", language, {"need=money"});
      come(static_cast<int>(draw() % 20), "2026-10", language, {"need=legal_question"});
      come(static_cast<int>(draw() % 4), "2026-10", language, {"need=money", "need=legal_question"});
      come(static_cast<int>(draw() % 4), "2026-10", language);
    }
    const EffectiveRows counted(rows_);
    const Counter counter(*registry_.newest("requests"), counted);
    std::vector<PrintedFigure> printed;
    for (const Condition& condition :
         {Condition{}, in("ru"), in("uk"), Condition{{"answer.need", {"money"}}},
          Condition{{"answer.need", {"legal_question"}}}, Condition{{"answer.need", {"legal_question", "money"}}},
          Condition{{"language", {"ru"}}, {"answer.need", {"money"}}}}) {
      const FigureId id = figure("2026-10", condition);
      const std::int64_t value = counter.in(id.period, condition)->value;
      if (draw() % 4 == 0) continue;
      printed.push_back(value >= 1 && value <= 4 ? hidden(id) : exact(id, value));
    }
    if (printed.empty()) continue;
    plant(printed);
    const Audit with_rows = look();
    for (const Finding& one : read().findings) {
      ++proofs;
      EXPECT_TRUE(std::ranges::any_of(with_rows.findings,
                                      [&](const Finding& other) {
                                        return other.figure == one.figure &&
                                               other.range.high.value_or(99) <= one.range.high.value_or(0);
                                      }))
          << round << ": " << one.figure << " " << one.range.low << ".." << one.range.high.value_or(-1);
    }
  }
  EXPECT_GT(proofs, 10U) << "nothing was proved: the comparison was not tried";
}

}  // namespace
}  // namespace waymark::figures
