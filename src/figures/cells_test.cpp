#include "figures/cells.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace waymark::figures {
namespace {

const std::vector<Dimension> kDimensions{{"month", {"09", "10", "11", "12"}}, {"language", {"ru", "uk", "en"}}};
const Cell kQuarter{{{"month", {"09", "10", "11"}}}};
const Cell kOctober{{{"month", {"10"}}}};
const Cell kRussian{{{"language", {"ru"}}}};

TEST(Cells, WhatNoCellTellsApartIsOnePart) {
  const auto partition = Partition::of(kDimensions, {kQuarter, kOctober, kRussian});
  ASSERT_TRUE(partition.has_value());
  EXPECT_EQ(partition->size(), 6U) << "(09 and 11, 10, 12) by (ru, not ru)";
  EXPECT_EQ(partition->parts_of(kQuarter).size(), 4U);
  EXPECT_EQ(partition->parts_of(kOctober).size(), 2U);
  EXPECT_EQ(partition->parts_of(Cell{}).size(), 6U);
  EXPECT_EQ(partition->parts_of(kRussian).size(), 3U);
  EXPECT_EQ(partition->part_of({"09", "uk"}), partition->part_of({"11", "en"}));
  EXPECT_NE(partition->part_of({"09", "uk"}), partition->part_of({"10", "uk"}));
}

TEST(Cells, ARowIsInExactlyTheCellsThatTakeItsValues) {
  const auto partition = *Partition::of(kDimensions, {kQuarter, kOctober, kRussian});
  for (const std::string& month : kDimensions[0].values) {
    for (const std::string& language : kDimensions[1].values) {
      const Part part = partition.part_of({month, language});
      const auto in = [&](const Cell& cell) {
        const Parts parts = partition.parts_of(cell);
        return std::ranges::binary_search(parts, part);
      };
      EXPECT_EQ(in(kQuarter), month != "12");
      EXPECT_EQ(in(kOctober), month == "10");
      EXPECT_EQ(in(kRussian), language == "ru");
      EXPECT_TRUE(in(Cell{}));
    }
  }
}

TEST(Cells, AnEmptyConditionTakesNothing) {
  const Cell nothing{{{"month", {}}}};
  EXPECT_TRUE(Partition::of(kDimensions, {nothing})->parts_of(nothing).empty());
}

TEST(Cells, ANameThatIsNotThereIsRefusedByName) {
  const auto dimension = Partition::of(kDimensions, {Cell{{{"colour", {"red"}}}}});
  ASSERT_FALSE(dimension.has_value());
  EXPECT_EQ(dimension.error().detail, "colour");
  const auto value = Partition::of(kDimensions, {Cell{{{"month", {"13"}}}}});
  ASSERT_FALSE(value.has_value());
  EXPECT_EQ(value.error().detail, "month=13");
}

TEST(Cells, TooManyPartsAreRefused) {
  std::vector<Dimension> dimensions;
  std::vector<Cell> cells;
  for (int i = 0; i < 20; ++i) {
    const std::string name = "d" + std::to_string(i);
    dimensions.push_back({name, {"yes", "no"}});
    cells.push_back(Cell{{{name, {"yes"}}}});
  }
  const auto partition = Partition::of(dimensions, cells);
  ASSERT_FALSE(partition.has_value());
  EXPECT_EQ(partition.error().code, Code::kTooLarge);
}

}  // namespace
}  // namespace waymark::figures
