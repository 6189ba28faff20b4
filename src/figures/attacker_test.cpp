#include "figures/attacker.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

namespace waymark::figures {
namespace {

Known exactly(Parts parts, std::int64_t value, std::string name = "") {
  return {.parts = std::move(parts), .low = value, .high = value, .name = std::move(name)};
}

TEST(Attacker, ATotalLessWhatIsShownIsTheRest) {
  Attacker attacker(3, {exactly({0, 1, 2}, 20, "total"), exactly({0}, 9, "a"), exactly({1}, 8, "b")});
  const auto range = attacker.range_of({2});
  ASSERT_TRUE(range.has_value());
  EXPECT_EQ(range->low, 3);
  EXPECT_EQ(range->high, 3);
  EXPECT_EQ(range->high_by, (std::vector<std::size_t>{0, 1, 2}));
}

TEST(Attacker, NothingKnownIsNothingTold) {
  Attacker attacker(2, {exactly({0}, 5)});
  const auto range = attacker.range_of({1});
  ASSERT_TRUE(range.has_value());
  EXPECT_EQ(range->low, 0);
  EXPECT_FALSE(range->high.has_value());
}

TEST(Attacker, RoundedFiguresTellWithinTheirRounding) {
  const auto rounded = [](Parts parts, std::int64_t shown) {
    return Known{.parts = std::move(parts), .low = shown - 2, .high = shown + 2};
  };
  Attacker attacker(2, {rounded({0, 1}, 20), rounded({0}, 15)});
  const auto range = attacker.range_of({1});
  ASSERT_TRUE(range.has_value());
  EXPECT_EQ(range->low, 1);
  EXPECT_EQ(range->high, 9);
}

TEST(Attacker, TheIntegerGapIsClosed) {
  // Three pairs that sum to 1 each: halves would do, whole people cannot; a fourth part takes up the slack.
  Attacker attacker(4, {{.parts = {0, 1}, .low = 0, .high = 1},
                        {.parts = {1, 2}, .low = 0, .high = 1},
                        {.parts = {0, 2}, .low = 0, .high = 1},
                        exactly({0, 1, 2, 3}, 2)});
  const auto all = attacker.range_of({0, 1, 2});
  ASSERT_TRUE(all.has_value());
  EXPECT_EQ(all->high, 1) << "1.5 in halves";
  EXPECT_EQ(attacker.range_of({3})->low, 1);
}

TEST(Attacker, AContradictionIsSaid) {
  Attacker attacker(2, {exactly({0, 1}, 3), exactly({0}, 5)});
  const auto range = attacker.range_of({1});
  ASSERT_FALSE(range.has_value());
  EXPECT_EQ(range.error().code, Code::kMalformed);
}

TEST(Attacker, PeopleOfAQuarterAreNoFewerThanThoseOfAMonth) {
  // Parts 0 and 1: people of two months, 2: people of both months together.
  Attacker attacker(3, {exactly({0}, 30),
                        exactly({1}, 20),
                        {.parts = {2}, .minus = {0}},
                        {.parts = {2}, .minus = {1}},
                        {.parts = {0, 1}, .minus = {2}}});
  const auto range = attacker.range_of({2});
  ASSERT_TRUE(range.has_value());
  EXPECT_EQ(range->low, 30);
  EXPECT_EQ(range->high, 50);
}

/// The same question answered by trying every table: shares no code with the attacker.
struct ByTrying {
  std::size_t parts;
  const std::vector<Known>& known;
  std::int64_t cap;
  std::pair<std::int64_t, std::int64_t> range_of(const Parts& figure) const {
    std::pair<std::int64_t, std::int64_t> found{INT64_MAX, INT64_MIN};
    std::vector<std::int64_t> table(parts, 0);
    const std::function<void(std::size_t)> fill = [&](std::size_t at) {
      for (const Known& one : known) {
        std::int64_t sum = 0;
        bool complete = true;
        for (const Part part : one.parts) {
          if (part >= at) complete = false;
          if (part < at) sum += table[part];
        }
        if (sum > *one.high || (complete && sum < one.low)) return;
      }
      if (at == parts) {
        std::int64_t sum = 0;
        for (const Part part : figure) sum += table[part];
        found = {std::min(found.first, sum), std::max(found.second, sum)};
        return;
      }
      for (table[at] = 0; table[at] <= cap; ++table[at]) fill(at + 1);
      table[at] = 0;
    };
    fill(0);
    return found;
  }
};

TEST(Attacker, AgreesWithTryingEveryTable) {
  std::mt19937 draw(5);
  for (int round = 0; round < 150; ++round) {
    const std::size_t parts = 3 + draw() % 3;
    std::vector<std::int64_t> truth(parts);
    for (auto& value : truth) value = draw() % 4;
    std::vector<Known> known;
    Parts everything;
    for (Part part = 0; part < parts; ++part) everything.push_back(part);
    const auto sum = [&](const Parts& of) {
      std::int64_t total = 0;
      for (const Part part : of) total += truth[part];
      return total;
    };
    known.push_back(exactly(everything, sum(everything)));
    for (int i = 0; i < 3; ++i) {
      Parts some;
      for (Part part = 0; part < parts; ++part)
        if (draw() % 2 == 0) some.push_back(part);
      if (some.empty()) continue;
      const std::int64_t slack = draw() % 3;
      known.push_back({.parts = some, .low = std::max<std::int64_t>(0, sum(some) - slack), .high = sum(some) + slack});
    }
    Attacker attacker(parts, known);
    for (Part part = 0; part < parts; ++part) {
      const auto range = attacker.range_of({part});
      ASSERT_TRUE(range.has_value()) << round;
      const auto tried = ByTrying{parts, known, sum(everything)}.range_of({part});
      EXPECT_EQ(range->low, tried.first) << round;
      EXPECT_EQ(range->high, tried.second) << round;
    }
  }
}

}  // namespace
}  // namespace waymark::figures
