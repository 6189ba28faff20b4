#include "courts/tally/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "courts/ids/court_date.h"

namespace waymark::courts {
namespace {

using testing::HasSubstr;

std::string refusal(const QueryWords& words) {
  const auto query = query_of(words);
  if (query) return "(accepted)";
  EXPECT_EQ(query.error().code, Code::kInvalid);
  return query.error().detail;
}

TEST(Query, CountsFirstInstanceUnlessAskedOtherwise) {
  const auto query = query_of({});
  ASSERT_EQ(query->filters.size(), 1U);
  EXPECT_EQ(query->filters[0].written(), "stage=first");
  EXPECT_TRUE(query_of({.where = {"stage=all"}})->filters.empty());
  EXPECT_TRUE(query_of({.by = {"stage"}})->filters.empty());
  EXPECT_EQ(query_of({.where = {"stage=appeal"}})->filters[0].written(), "stage=appeal");
}

TEST(Query, ReadsTimes) {
  const auto read = [](const char* text) { return query_of({.where = {text}})->filters[0]; };
  EXPECT_EQ(read("received=2024").from, *day_of(2024, 1, 1));
  EXPECT_EQ(read("received=2024").to, *day_of(2024, 12, 31));
  EXPECT_EQ(read("received=2024-02").to, *day_of(2024, 2, 29));
  EXPECT_EQ(read("received=2024-03-15").from, *day_of(2024, 3, 15));
  EXPECT_EQ(read("received=2023-11..2024-01").written(), "received=2023-11-01..2024-01-31");
}

TEST(Query, RefusesWordsThatAreNoneInASentence) {
  EXPECT_THAT(refusal({.unit = "people"}), HasSubstr("\"people\" is not counted"));
  EXPECT_THAT(refusal({.as_of = "31.12.2024"}), HasSubstr("not a day"));
  EXPECT_THAT(refusal({.by = {"judge"}}), HasSubstr("\"judge\" is no dimension; there are received"));
  EXPECT_THAT(refusal({.by = {"court", "court"}}), HasSubstr("twice"));
  EXPECT_THAT(refusal({.by = {"court", "region", "outcome", "stage"}}), HasSubstr("at most three"));
  EXPECT_THAT(refusal({.where = {"337"}}), HasSubstr("no filter"));
  EXPECT_THAT(refusal({.where = {"article="}}), HasSubstr("needs a value"));
  EXPECT_THAT(refusal({.where = {"article=absent"}}), HasSubstr("no value of article"));
  EXPECT_THAT(refusal({.where = {"region=461"}}), HasSubstr("no value of region"));
  EXPECT_THAT(refusal({.where = {"outcome=suspnded"}}), HasSubstr("no value of outcome"));
  EXPECT_THAT(refusal({.where = {"received=2024-13"}}), HasSubstr("no time"));
  EXPECT_THAT(refusal({.where = {"received=2024-05..2024-01"}}), HasSubstr("no time"));
  EXPECT_THAT(refusal({.where = {"article=337", "article=338"}}), HasSubstr("named twice"));
}

TEST(Cell, NameHoldsTheWholeQuestion) {
  const auto query = query_of({.unit = "persons",
                               .as_of = "2026-11-01",
                               .by = {"received", "court"},
                               .where = {"article=338+337", "decided=2024"}});
  ASSERT_TRUE(query.has_value());
  const std::string name = row_name(*query, {"2024-03", "московский суд, 2/3"});
  EXPECT_EQ(name,
            "persons@2026-11-01:decided=2024-01-01..2024-12-31,article=337+338,stage=first:received=2024-03,"
            "court=московский%20суд%2C%202%2F3");
  const auto cell = cell_named(name + "/suspended");
  ASSERT_TRUE(cell.has_value()) << cell.error().detail;
  EXPECT_EQ(row_name(cell->query, cell->words), name);
  EXPECT_EQ(cell->words[1], "московский суд, 2/3");
  EXPECT_EQ(cell->measure, Measure::kSuspended);
  EXPECT_EQ(cell_named(name)->measure, Measure::kCount);
}

TEST(Cell, RefusesNamesThatAreNone) {
  for (const char* name : {"", "cases", "cases:stage=first", "people:stage=first:", "cases:stage=1:", "cases::judge=x",
                           "cases::received=2024-03/guilt", "cases@today::", "cases::received", "cases::region=0"})
    EXPECT_FALSE(cell_named(name).has_value()) << name;
  EXPECT_TRUE(cell_named("cases::").has_value());
}

}  // namespace
}  // namespace waymark::courts
