#include "overlaps/share.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "estimate/read_table.h"

namespace waymark::overlaps {
namespace {

using estimate::HiddenCount;
using estimate::OverlapTable;

const std::vector<std::string> kLists{"courts", "press", "lawyers"};

OverlapTable table(std::vector<std::int64_t> counts) { return {kLists, std::move(counts)}; }
OverlapTable usual() { return table({0, 120, 80, 3, 60, 14, 9, 22}); }

TEST(Share, SmallCountsAreHiddenAndWhatWouldCompleteThem) {
  const auto shared = share(usual());
  ASSERT_TRUE(shared.has_value()) << name_of(shared.error().why) << shared.error().name;
  EXPECT_EQ(shared->people, (std::vector<std::int64_t>{159, 114, 105}));
  EXPECT_EQ(shared->in_all, 308);
  ASSERT_EQ(shared->cells.size(), 7U);
  EXPECT_LT(shared->cells[2].low, shared->cells[2].high) << "three people";
  EXPECT_LE(shared->cells[2].low, 1);
  EXPECT_GE(shared->cells[2].high, 5);
  EXPECT_GE(shared->hidden(), 2U) << "one alone would be told by its list's people";
  for (const HiddenCount& cell : shared->cells) {
    EXPECT_LE(cell.low, usual().count(cell.pattern));
    EXPECT_GE(cell.high, usual().count(cell.pattern));
  }
}

TEST(Share, WithoutSmallCountsEverythingIsPrinted) {
  const auto shared = share(table({0, 120, 80, 13, 60, 14, 9, 22}));
  ASSERT_TRUE(shared.has_value());
  EXPECT_EQ(shared->hidden(), 0U);
}

TEST(Share, AllButAFewOfAListIsAsMuchAsThoseFew) {
  // 97 of the hundred of one list are on no other: the other three are told, as long as both numbers stand there.
  const auto shared = share(table({0, 97, 80, 1, 60, 1, 30, 1}));
  ASSERT_TRUE(shared.has_value());
  EXPECT_LT(shared->cells.front().low, shared->cells.front().high);
}

/// An attacker of another kind: goes through every way to fill in what is hidden, as far as it can be.
/// @param least  1 for somebody who knows that what is hidden is somebody
std::pair<std::int64_t, std::int64_t> by_trying(const Shared& shared, std::size_t wanted, std::int64_t least = 1) {
  std::vector<std::size_t> hidden;
  std::vector<std::int64_t> left(shared.people);
  left.push_back(shared.in_all);
  const auto spend = [&](std::uint32_t pattern, std::int64_t count) {
    for (std::size_t list = 0; list < shared.lists.size(); ++list)
      if ((pattern >> list & 1U) != 0) left[list] -= count;
    left.back() -= count;
  };
  for (std::size_t i = 0; i < shared.cells.size(); ++i)
    if (shared.cells[i].low == shared.cells[i].high)
      spend(shared.cells[i].pattern, shared.cells[i].low);
    else
      hidden.push_back(i);
  std::pair<std::int64_t, std::int64_t> found{shared.in_all, 0};
  std::vector<std::int64_t> chosen(shared.cells.size(), 0);
  const auto go = [&](const auto& self, std::size_t at) -> void {
    if (std::ranges::any_of(left, [](std::int64_t rest) { return rest < 0; })) return;
    if (at == hidden.size()) {
      if (std::ranges::any_of(left, [](std::int64_t rest) { return rest != 0; })) return;
      found = {std::min(found.first, chosen[wanted]), std::max(found.second, chosen[wanted])};
      return;
    }
    const HiddenCount& cell = shared.cells[hidden[at]];
    std::int64_t most = left.back();
    for (std::size_t list = 0; list < shared.lists.size(); ++list)
      if ((cell.pattern >> list & 1U) != 0) most = std::min(most, left[list]);
    for (std::int64_t count = least; count <= most; ++count) {
      chosen[hidden[at]] = count;
      spend(cell.pattern, count);
      self(self, at + 1);
      spend(cell.pattern, -count);
    }
  };
  go(go, 0);
  return found;
}

// Random tables of three lists: whoever tries every way to fill in what is hidden cannot tell that a small count is
// small, nor that it is more than one, and the ends that are printed are the ends they find.
TEST(Share, WhoeverTriesEveryFillingTellsNoSmallCount) {
  std::uint64_t state = 7;
  const auto draw = [&](std::uint64_t below) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::int64_t>((state >> 33U) % below);
  };
  int tables = 0, with_hidden = 0;
  for (int round = 0; round < 200; ++round) {
    std::vector<std::int64_t> counts{0};
    for (int i = 1; i < 8; ++i) counts.push_back(draw(3) == 0 ? draw(5) : 3 + draw(8));
    const OverlapTable truth = table(counts);
    const auto shared = share(truth);
    if (!shared) continue;
    if (shared->hidden() > 5) continue;  // too many to try
    ++tables;
    with_hidden += shared->hidden() > 0 ? 1 : 0;
    for (std::size_t i = 0; i < shared->cells.size(); ++i) {
      const HiddenCount& cell = shared->cells[i];
      if (cell.low == cell.high) continue;
      const auto [low, high] = by_trying(*shared, i);
      EXPECT_EQ(low, cell.low) << round << " " << i;
      EXPECT_EQ(high, cell.high) << round << " " << i;
      if (const auto count = truth.count(cell.pattern); count >= 1 && count <= 4) {
        // That others are hidden and so are somebody may raise its low end (figures/protect.h, without_hidden).
        EXPECT_LE(by_trying(*shared, i, 0).first, 1) << round;
        EXPECT_GE(high, 5) << round;
      }
    }
    for (const HiddenCount& cell : shared->cells)
      EXPECT_FALSE(cell.low == cell.high && cell.low >= 1 && cell.low <= 4) << "a small count is printed";
  }
  EXPECT_GT(tables, 50);
  EXPECT_GT(with_hidden, 40);
}

TEST(Share, WhatCannotBeSafeIsRefusedByName) {
  const auto few = share(table({0, 120, 0, 0, 60, 14, 2, 1}));
  ASSERT_FALSE(few.has_value());
  EXPECT_EQ(few.error().why, Refusal::Why::kFewOnAList);
  EXPECT_EQ(few.error().name, "press");
  // Two lists, and what both know of each other: three people are the rest of three totals.
  const auto told = share(OverlapTable({"courts", "press"}, {0, 120, 80, 3}));
  ASSERT_FALSE(told.has_value());
  EXPECT_EQ(told.error().why, Refusal::Why::kTold);
  EXPECT_EQ(told.error().name, "courts + press");
}

TEST(Share, ADifferenceOfFewPeopleFromTheTableOfBeforeIsRefused) {
  const auto before = share(usual());
  ASSERT_TRUE(before.has_value());
  const auto one_more = share(table({0, 121, 80, 3, 60, 14, 9, 22}), {*before});
  ASSERT_FALSE(one_more.has_value());
  EXPECT_EQ(one_more.error().why, Refusal::Why::kChangedByFew);
  EXPECT_EQ(one_more.error().name, "courts");
  EXPECT_EQ(one_more.error().low, 1);
  EXPECT_TRUE(share(usual(), {*before}).has_value()) << "the same again";
  EXPECT_TRUE(share(table({0, 140, 100, 3, 80, 14, 9, 22}), {*before}).has_value()) << "many more";
  // Twenty more in all and on each list, but of them nineteen are seen: the one that is left is among what is hidden.
  const auto hidden_one = share(table({0, 139, 99, 4, 79, 14, 9, 22}), {*before});
  ASSERT_FALSE(hidden_one.has_value());
  EXPECT_EQ(hidden_one.error().why, Refusal::Why::kChangedByFew);
  const auto other = share(OverlapTable({"courts", "press", "others"}, usual().counts()), {*before});
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().why, Refusal::Why::kOtherLists);
}

TEST(Share, TheFilesAreReadBackAndEstimateReadsThem) {
  const auto shared = share(usual());
  ASSERT_TRUE(shared.has_value());
  const auto read = read_shared(overlaps_csv(*shared), lists_csv(*shared));
  ASSERT_TRUE(read.has_value()) << read.error().low;
  EXPECT_EQ(read->lists, shared->lists);
  EXPECT_EQ(read->people, shared->people);
  EXPECT_EQ(read->in_all, shared->in_all);
  ASSERT_EQ(read->cells.size(), shared->cells.size());
  for (std::size_t i = 0; i < read->cells.size(); ++i) {
    EXPECT_EQ(read->cells[i].pattern, shared->cells[i].pattern);
    EXPECT_EQ(read->cells[i].low, shared->cells[i].low);
    EXPECT_EQ(read->cells[i].high, shared->cells[i].high);
  }
  const auto strata = estimate::read_table(overlaps_csv(*shared));
  ASSERT_TRUE(strata.has_value());
  EXPECT_EQ(strata->front().hidden.size(), shared->hidden());
}

TEST(Share, WhatIsNoSharedTableIsRefused) {
  const auto shared = share(usual());
  ASSERT_TRUE(shared.has_value());
  const std::string good = overlaps_csv(*shared);
  for (const std::string& lists : {std::string(), std::string("list,people\n"), std::string("list,people\ncourts,x\n"),
                                   lists_csv(*shared) + "more,1\n"})
    EXPECT_EQ(read_shared(good, lists).error().why, Refusal::Why::kNotShared);
  for (const char* bad : {"", "a,b\n1", "courts,press,lawyers,count\n1,1,0,4..1\n"})
    EXPECT_EQ(read_shared(bad, lists_csv(*shared)).error().why, Refusal::Why::kNotShared);
}

}  // namespace
}  // namespace waymark::overlaps
