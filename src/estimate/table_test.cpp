#include "estimate/table.h"

#include <gtest/gtest.h>

#include "estimate/test_tables.h"

namespace waymark::estimate {
namespace {

TEST(OverlapTable, ConditioningKeepsThePeopleOfTheListAndTheOthersPatterns) {
  const auto table = published("SparseMSE_UKdat_5");
  const auto on_ng = table.conditioned_on(1);
  EXPECT_EQ(on_ng.lists(), 4);
  EXPECT_EQ(on_ng.names().front(), "LA");
  // 463 of the 567 on NG are on no other list: they are what a method has to find.
  EXPECT_EQ(on_ng.observed(), table.on_all(2) - 463);
  EXPECT_EQ(on_ng.count(0b0001), 15);
  EXPECT_EQ(on_ng.count(0b0111), 1);
}

TEST(OverlapTable, ListsOfNobodyGo) {
  const auto table = published("SparseMSE_Western").conditioned_on(4).without_empty_lists();
  for (int list = 0; list < table.lists(); ++list) EXPECT_GT(table.on_all(Pattern{1} << list), 0);
}

// 30 people of B are all on A, too; C and D are lists of their own.
TEST(OverlapTable, AListWithinAnotherIsLeftOutAndNobodyIsLost) {
  std::vector<std::int64_t> counts(16, 0);
  counts[0b0001] = 50, counts[0b0011] = 20, counts[0b0111] = 10, counts[0b0101] = 15;
  counts[0b0100] = 60, counts[0b1000] = 70, counts[0b1100] = 12, counts[0b1001] = 9;
  const OverlapTable table({"A", "B", "C", "D"}, counts);
  const auto looks = independent_looks(table);
  ASSERT_EQ(looks.left_out.size(), 1U);
  EXPECT_EQ(looks.left_out.front().list, "B");
  EXPECT_EQ(looks.left_out.front().within, "A");
  EXPECT_EQ(looks.left_out.front().people, 30);
  EXPECT_EQ(looks.table.names(), (std::vector<std::string>{"A", "C", "D"}));
  EXPECT_EQ(looks.table.observed(), table.observed());
  EXPECT_EQ(looks.table.count(0b011), 25);
  EXPECT_TRUE(check_table(table).has_value());
}

// Ids of one file were "12.0" where the others had "12": "no finite estimate", and nobody could guess why.
TEST(OverlapTable, AListThatSharesNobodyIsNamed) {
  const OverlapTable table({"A", "B", "C"}, {0, 5, 6, 7, 4, 0, 0, 0});
  EXPECT_EQ(check_nobody_alone(table).error().reason, Reason::kListAlone);
  EXPECT_EQ(check_nobody_alone(table).error().first, "C");
  EXPECT_TRUE(check_nobody_alone(OverlapTable({"A", "B", "C"}, {0, 5, 6, 7, 4, 1, 0, 0})).has_value());
  EXPECT_TRUE(check_nobody_alone(OverlapTable({"A", "B", "C"}, {0, 5, 6, 0, 4, 0, 0, 0})).has_value())
      << "that nobody is on two lists has its own sentence";
}

TEST(OverlapTable, OfTwoEqualListsTheSecondGoes) {
  const OverlapTable table({"A", "B", "C"}, {0, 0, 0, 40, 30, 0, 0, 20});
  const auto looks = independent_looks(table);
  ASSERT_EQ(looks.left_out.size(), 1U);
  EXPECT_EQ(looks.left_out.front().list, "B");
  EXPECT_EQ(check_table(table).error().reason, Reason::kContainedList);
}

}  // namespace
}  // namespace waymark::estimate
