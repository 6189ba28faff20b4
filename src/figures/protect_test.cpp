#include "figures/protect.h"

#include <gtest/gtest.h>

#include <algorithm>

#include <functional>
#include <random>

namespace waymark::figures {
namespace {

/// Months of one figure by language, with their totals: what a report prints.
std::vector<Figure> table_of(const std::vector<std::vector<std::int64_t>>& inner) {
  std::vector<Figure> figures;
  const std::size_t columns = inner.front().size();
  const auto part = [&](std::size_t row, std::size_t column) { return static_cast<Part>(row * columns + column); };
  Figure total{.name = "total", .parts = {}};
  for (std::size_t row = 0; row < inner.size(); ++row) {
    Figure month{.name = "month " + std::to_string(row), .parts = {}};
    for (std::size_t column = 0; column < columns; ++column) {
      figures.push_back({"month " + std::to_string(row) + ", language " + std::to_string(column), {part(row, column)}});
      month.parts.push_back(part(row, column));
    }
    total.parts.insert(total.parts.end(), month.parts.begin(), month.parts.end());
    figures.push_back(std::move(month));
  }
  for (std::size_t column = 0; column < columns; ++column) {
    Figure language{.name = "language " + std::to_string(column), .parts = {}};
    for (std::size_t row = 0; row < inner.size(); ++row) {
      language.parts.push_back(part(row, column));
    }
    figures.push_back(std::move(language));
  }
  figures.push_back(std::move(total));
  return figures;
}

std::vector<std::int64_t> truth_of(const std::vector<std::vector<std::int64_t>>& inner) {
  std::vector<std::int64_t> truth;
  for (const auto& row : inner) truth.insert(truth.end(), row.begin(), row.end());
  return truth;
}

std::vector<Known> as_known(const std::vector<Figure>& figures, const Outcome& outcome, Mode mode) {
  std::vector<Known> known;
  for (std::size_t i = 0; i < figures.size(); ++i)
    if (!is_hidden(outcome.figures[i].treatment))
      known.push_back(known_from(mode, figures[i].parts, outcome.figures[i].shown, figures[i].name));
  return known;
}

TEST(Protect, LargeCountsArePrintedAsTheyAre) {
  const std::vector<std::vector<std::int64_t>> inner{{20, 30}, {40, 50}};
  const auto outcome = protect(table_of(inner), {}, Mode::kPlain, truth_of(inner), {});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_FALSE(outcome->leak.has_value());
  for (const Protected& figure : outcome->figures) EXPECT_EQ(figure.treatment, Treatment::kExact);
}

TEST(Protect, ASmallCountIsHiddenAndSoIsWhatWouldTellIt) {
  const std::vector<std::vector<std::int64_t>> inner{{3, 30}, {40, 50}};
  const auto figures = table_of(inner);
  const auto outcome = protect(figures, {}, Mode::kPlain, truth_of(inner), {});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->figures[0].treatment, Treatment::kSmall);
  EXPECT_EQ(outcome->figures[0].range.low, 0);
  EXPECT_GT(*outcome->figures[0].range.high, 4);
  EXPECT_EQ(std::ranges::count(outcome->figures, Treatment::kCompletes, &Protected::treatment), 3);
  EXPECT_EQ(outcome->figures.back().treatment, Treatment::kExact) << "the total is the last to go";
}

TEST(Protect, ARangeThatTellsTooMuchIsOpened) {
  // 3 + 2 beside each other under a printed 5: neither can be computed, but both are small for certain.
  const std::vector<Figure> figures{{"a", {0}}, {"b", {1}}, {"both", {0, 1}}};
  const auto outcome = protect(figures, {}, Mode::kPlain, {3, 2}, {});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_FALSE(outcome->leak.has_value());
  const Range& range = outcome->figures[0].range;
  EXPECT_LE(range.low, 1);
  EXPECT_TRUE(!range.high.has_value() || *range.high > 4);
}

TEST(Protect, RoundedFiguresHideOneToSeven) {
  const std::vector<std::vector<std::int64_t>> inner{{7, 33}, {41, 58}};
  const auto figures = table_of(inner);
  const auto outcome = protect(figures, {}, Mode::kRounded, truth_of(inner), {});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->figures[0].treatment, Treatment::kSmall);
  for (const Protected& figure : outcome->figures)
    if (!is_hidden(figure.treatment)) {
      EXPECT_EQ(figure.shown % 5, 0);
    }
  EXPECT_EQ(shown_as(Mode::kRounded, 577), 575);
  EXPECT_EQ(shown_as(Mode::kRounded, 578), 580);
}

// What a page printed before cannot be taken back.
TEST(Protect, TwoReleasesWhoseDifferenceIsolatesASmallCellAreRefused) {
  const std::vector<Known> before{known_from(Mode::kPlain, {0, 1}, 23, "report of October: all"),
                                  known_from(Mode::kPlain, {0}, 20, "report of October: Russian")};
  const auto outcome = protect({{"Ukrainian", {1}}}, {}, Mode::kPlain, {20, 3}, before);
  ASSERT_TRUE(outcome.has_value());
  ASSERT_TRUE(outcome->leak.has_value());
  EXPECT_EQ(outcome->leak->figure, "Ukrainian");
  EXPECT_EQ(outcome->leak->combination,
            (std::vector<std::string>{"report of October: all", "report of October: Russian"}));
}

// Two languages were hidden a month ago, and a third for their sake. That each is somebody makes two of the two, which
// no reader learns from this release: it was refused for good.
TEST(Protect, WhoWasHiddenBeforeIsSomebodyForTheHighEndAlone) {
  const Parts all{0, 1, 2};
  const std::vector<Known> before{known_from(Mode::kRounded, all, 35, "all"), known_hidden({0}, "Russian"),
                                  known_hidden({1}, "Ukrainian"), known_hidden({2}, "English")};
  const std::vector<Figure> silent{{"all", all}, {"Russian", {0}}, {"Ukrainian", {1}}, {"English", {2}}};
  const auto outcome = protect({{"September", {3}}}, silent, Mode::kRounded, {29, 4, 3, 20}, before);
  ASSERT_TRUE(outcome.has_value());
  EXPECT_FALSE(outcome->leak.has_value());
  EXPECT_FALSE(is_hidden(outcome->figures[0].treatment));
}

TEST(Protect, AFigureThatWouldCompleteAnEarlierHiddenOneIsHidden) {
  const std::vector<Known> before{known_from(Mode::kPlain, {0, 1}, 23, "report of October: all")};
  const auto outcome = protect({{"Ukrainian", {1}}, {"Russian", {0}}}, {}, Mode::kPlain, {20, 3}, before);
  ASSERT_TRUE(outcome.has_value());
  EXPECT_FALSE(outcome->leak.has_value());
  EXPECT_TRUE(is_hidden(outcome->figures[1].treatment));
}

TEST(Protect, MonthsAgainstTheirQuarter) {
  const std::vector<Known> before{known_from(Mode::kPlain, {0}, 30, "July"),
                                  known_from(Mode::kPlain, {1}, 25, "August")};
  const auto outcome = protect({{"September", {2}}, {"quarter", {0, 1, 2}}}, {}, Mode::kPlain, {30, 25, 2}, before);
  ASSERT_TRUE(outcome.has_value());
  EXPECT_FALSE(outcome->leak.has_value());
  EXPECT_TRUE(is_hidden(outcome->figures[0].treatment));
  EXPECT_TRUE(is_hidden(outcome->figures[1].treatment)) << "the quarter less two months is the third";
}

TEST(Protect, RoundedAgainstRounded) {
  const std::vector<Known> before{known_from(Mode::kRounded, {0}, 10, "a"),
                                  known_from(Mode::kRounded, {0, 1}, 10, "a or b")};
  const auto outcome = protect({{"b", {1}}}, {}, Mode::kRounded, {9, 2}, before);
  ASSERT_TRUE(outcome.has_value());
  ASSERT_TRUE(outcome->leak.has_value()) << "12 less 8: at most four";
  EXPECT_EQ(outcome->leak->range.high, 4);
}

// Zeros are printed, so five hidden ones are somebody each, and under a printed five they would be one each.
TEST(Protect, ThatHiddenOnesAreSomebodyTellsNothing) {
  const std::vector<Figure> figures{{"a", {0}}, {"b", {1}}, {"c", {2}},
                                    {"d", {3}}, {"e", {4}}, {"all", {0, 1, 2, 3, 4}}};
  const auto outcome = protect(figures, {}, Mode::kPlain, {1, 1, 1, 1, 1}, {});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_FALSE(outcome->leak.has_value());
  EXPECT_EQ(outcome->figures[5].treatment, Treatment::kBoundsTight);
  const auto more = protect(figures, {}, Mode::kPlain, {4, 4, 4, 4, 4}, {});
  ASSERT_TRUE(more.has_value());
  EXPECT_EQ(more->figures[5].treatment, Treatment::kExact) << "twenty may be sixteen and four";
}

TEST(Protect, WhatIsLeftOfATotalIsNotToldThoughNobodyAskedForIt) {
  const auto outcome = protect({{"all", {0, 1}}, {"Russian", {0}}}, {}, Mode::kPlain, {20, 3}, {});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_FALSE(outcome->leak.has_value());
  EXPECT_EQ(outcome->figures[0].treatment, Treatment::kExact);
  EXPECT_TRUE(is_hidden(outcome->figures[1].treatment));
}

TEST(Protect, NorWhatOverlappingCategoriesShare) {
  // a: 0, 1; b: 1, 2; both are printed, and so is whoever has one of them.
  const auto outcome =
      protect({{"a", {0, 1}}, {"b", {1, 2}}, {"a or b", {0, 1, 2}}}, {}, Mode::kPlain, {30, 2, 40}, {});
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(std::ranges::count_if(outcome->figures, [](const Protected& one) { return is_hidden(one.treatment); }), 1);
}

/// An attacker that shares no code with the program: looks for one table that leaves the small cell at most one, and
/// one that makes it no small cell.
class Search {
 public:
  Search(std::size_t parts, const std::vector<Known>& known, std::int64_t cap)
      : known_(known), table_(parts), cap_(cap) {}
  bool finds(Part wanted, std::int64_t low, std::int64_t high) {
    wanted_ = wanted;
    low_ = low;
    high_ = high;
    std::ranges::fill(table_, 0);
    return fill(0);
  }

 private:
  bool fill(std::size_t at) {
    for (const Known& one : known_) {
      std::int64_t sum = 0;
      bool complete = true;
      for (const Part part : one.parts) (part < at ? sum += table_[part], complete : complete = false);
      if (sum > *one.high || (complete && sum < one.low)) return false;
    }
    if (at == table_.size()) return true;
    const bool is_it = at == wanted_;
    const std::int64_t to = is_it ? std::min(high_, cap_) : cap_;
    for (table_[at] = is_it ? low_ : 0; table_[at] <= to; ++table_[at])
      if (fill(at + 1)) return true;
    table_[at] = 0;
    return false;
  }
  const std::vector<Known>& known_;
  std::vector<std::int64_t> table_;
  std::int64_t cap_;
  Part wanted_ = 0;
  std::int64_t low_ = 0, high_ = 0;
};

void expect_open(Mode mode, unsigned seed, int rounds) {
  std::mt19937 draw(seed);
  for (int round = 0; round < rounds; ++round) {
    std::vector<std::vector<std::int64_t>> inner(2, std::vector<std::int64_t>(2 + draw() % 2));
    for (auto& row : inner)
      for (auto& value : row) value = draw() % 2 == 0 ? draw() % 6 : draw() % 20;
    const auto figures = table_of(inner);
    const auto outcome = protect(figures, {}, mode, truth_of(inner), {});
    ASSERT_TRUE(outcome.has_value());
    ASSERT_FALSE(outcome->leak.has_value()) << "a first release can always be made safe";
    const auto known = as_known(figures, *outcome, mode);
    Search search(truth_of(inner).size(), known, 70);
    for (std::size_t i = 0; i < figures.size(); ++i) {
      if (figures[i].parts.size() != 1 || outcome->figures[i].treatment != Treatment::kSmall) continue;
      const Part part = figures[i].parts.front();
      EXPECT_TRUE(search.finds(part, 0, 1)) << round << ": " << figures[i].name << " is more than one for certain";
      EXPECT_TRUE(search.finds(part, small_max(mode) + 1, INT64_MAX))
          << round << ": " << figures[i].name << " is small for certain";
    }
  }
}

TEST(Protect, NoSmallCellOfRandomTablesIsTold) { expect_open(Mode::kPlain, 1, 120); }
TEST(Protect, NorOfRoundedOnes) { expect_open(Mode::kRounded, 2, 120); }

}  // namespace
}  // namespace waymark::figures
