#include "figures/hiding.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace waymark::figures {
namespace {

/// A two-way table with its margins; parts are numbered row by row.
struct TwoWay {
  std::size_t rows, columns;
  std::vector<std::int64_t> inner;
  std::vector<Candidate> candidates(std::int64_t protected_max) const {
    std::vector<Candidate> all;
    const auto add = [&](const std::vector<std::size_t>& of_rows, const std::vector<std::size_t>& of_columns) {
      Candidate candidate;
      for (const std::size_t row : of_rows)
        for (const std::size_t column : of_columns) {
          candidate.parts.push_back(static_cast<Part>(row * columns + column));
          candidate.value += inner[row * columns + column];
        }
      candidate.is_protected = candidate.value <= protected_max && candidate.value > 0;
      all.push_back(std::move(candidate));
    };
    std::vector<std::size_t> all_rows(rows), all_columns(columns);
    for (std::size_t i = 0; i < rows; ++i) all_rows[i] = i;
    for (std::size_t i = 0; i < columns; ++i) all_columns[i] = i;
    add(all_rows, all_columns);
    for (std::size_t row = 0; row < rows; ++row) add({row}, all_columns);
    for (std::size_t column = 0; column < columns; ++column) add(all_rows, {column});
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t column = 0; column < columns; ++column) add({row}, {column});
    return all;
  }
};

std::size_t hidden_in(const std::vector<Candidate>& candidates) {
  const Hidden found = hide(candidates);
  EXPECT_TRUE(found.given_away.empty());
  return static_cast<std::size_t>(std::ranges::count(found.hidden, true));
}

TEST(Hiding, OneSmallCellOfATableTakesThreeOthersWithIt) {
  const TwoWay table{2, 2, {3, 20, 30, 40}};
  const auto candidates = table.candidates(4);
  EXPECT_EQ(hidden_in(candidates), 4U);
}

TEST(Hiding, ASmallCellWithoutMarginsIsHiddenAlone) {
  const std::vector<Candidate> candidates{{.parts = {0}, .value = 3, .is_protected = true}, {.parts = {1}, .value = 9}};
  EXPECT_EQ(hidden_in(candidates), 1U);
}

TEST(Hiding, WhatIsAlreadyPrintedStays) {
  const TwoWay table{2, 2, {3, 20, 30, 40}};
  auto candidates = table.candidates(4);
  candidates[6].is_printed = true;  // row 0, column 1
  const Hidden found = hide(candidates);
  EXPECT_FALSE(found.hidden[6]);
  EXPECT_TRUE(found.given_away.empty());
  EXPECT_TRUE(found.hidden[1]) << "so the row's total goes instead";
}

TEST(Hiding, WhatEarlierPagesGiveAwayIsSaid) {
  const std::vector<Candidate> candidates{{.parts = {0}, .value = 3, .is_protected = true},
                                          {.parts = {0, 1}, .value = 23, .is_printed = true},
                                          {.parts = {1}, .value = 20, .is_printed = true}};
  EXPECT_EQ(hide(candidates).given_away, std::vector<std::size_t>{0});
  EXPECT_TRUE(is_given_away({0}, {{0, 1}, {1}}));
  EXPECT_FALSE(is_given_away({0}, {{0, 1}, {1, 2}}));
  EXPECT_TRUE(is_given_away({0}, {{0, 1}, {1, 2}, {2}})) << "through a chain";
  EXPECT_TRUE(is_given_away({0}, {{0, 1}, {1, 2}, {0, 2}})) << "half of a sum of three";
}

TEST(Hiding, OverlappingCategoriesAreSeenThrough) {
  // a and b overlap: only a, both, only b.
  const Parts a{0, 1}, b{1, 2}, either{0, 1, 2};
  EXPECT_TRUE(is_given_away({0}, {b, either}));
  EXPECT_TRUE(is_given_away({1}, {a, b, either}));
  EXPECT_FALSE(is_given_away({1}, {a, either}));
}

/// A plain elimination in fractions, written apart: floating point, on tables that are small enough for it.
bool spans(std::vector<std::vector<double>> rows, std::vector<double> wanted) {
  std::size_t done = 0;
  for (std::size_t column = 0; column < wanted.size() && done < rows.size(); ++column) {
    std::size_t best = done;
    for (std::size_t row = done; row < rows.size(); ++row)
      if (std::abs(rows[row][column]) > std::abs(rows[best][column])) best = row;
    if (std::abs(rows[best][column]) < 1e-9) continue;
    std::swap(rows[best], rows[done]);
    const auto clear = [&](std::vector<double>& row) {
      const double times = row[column] / rows[done][column];
      for (std::size_t i = 0; i < row.size(); ++i) row[i] -= times * rows[done][i];
    };
    for (std::size_t row = done + 1; row < rows.size(); ++row) clear(rows[row]);
    clear(wanted);
    ++done;
  }
  return std::ranges::all_of(wanted, [](double value) { return std::abs(value) < 1e-9; });
}

std::vector<double> dense(const Parts& parts, std::size_t count) {
  std::vector<double> row(count, 0);
  for (const Part part : parts) row[part] = 1;
  return row;
}

TEST(Hiding, NoProtectedCellOfRandomTablesFollowsFromThePrinted) {
  std::mt19937 draw(7);
  for (int round = 0; round < 300; ++round) {
    TwoWay table{2 + draw() % 4, 2 + draw() % 4, {}};
    for (std::size_t i = 0; i < table.rows * table.columns; ++i)
      table.inner.push_back(draw() % 3 == 0 ? draw() % 5 : draw() % 60);
    const auto candidates = table.candidates(4);
    const Hidden found = hide(candidates, 8);
    ASSERT_TRUE(found.given_away.empty());
    std::vector<std::vector<double>> printed;
    for (std::size_t i = 0; i < candidates.size(); ++i)
      if (!found.hidden[i]) printed.push_back(dense(candidates[i].parts, table.inner.size()));
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (!candidates[i].is_protected) continue;
      EXPECT_TRUE(found.hidden[i]);
      EXPECT_FALSE(spans(printed, dense(candidates[i].parts, table.inner.size()))) << round << " cell " << i;
    }
  }
}

TEST(Hiding, TheOrderOfTheCellsDoesNotMatterForSafety) {
  const TwoWay table{3, 3, {1, 12, 9, 8, 2, 30, 14, 25, 60}};
  auto candidates = table.candidates(4);
  const std::size_t usual = hidden_in(candidates);
  std::ranges::reverse(candidates);
  EXPECT_EQ(hidden_in(candidates), usual);
}

TEST(Hiding, NumbersBeyondSixtyFourBitsAreStillExact) {
  // A chain in which each elimination doubles: x0 + x1, x1 + x2 … with threefold overlaps.
  std::vector<Parts> printed;
  std::mt19937 draw(3);
  for (int i = 0; i < 90; ++i) {
    Parts parts;
    for (Part part = 0; part < 100; ++part)
      if (draw() % 2 == 0) parts.push_back(part);
    printed.push_back(parts);
  }
  EXPECT_FALSE(is_given_away({0}, printed)) << "ninety figures cannot tell a hundred parts";
  for (int i = 0; i < 40; ++i) {
    Parts parts;
    for (Part part = 0; part < 100; ++part)
      if (draw() % 2 == 0) parts.push_back(part);
    printed.push_back(parts);
  }
  EXPECT_TRUE(is_given_away({0}, printed)) << "a hundred and thirty can";
}

}  // namespace
}  // namespace waymark::figures
