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

}  // namespace
}  // namespace waymark::estimate
