#include "report/csv_rows.h"

#include <gtest/gtest.h>

#include "report/table.h"

namespace waymark::report {
namespace {

TEST(CsvRows, ReadsBackWhatWasWritten) {
  const Table table{.columns = {{"a", ""}, {"b", ""}},
                    .rows = {{std::string("one, \"two\"\nthree"), Number{5, 0}}, {std::string(), std::string("x")}}};
  const auto rows = csv_rows(to_csv(table));
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(*rows, (std::vector<std::vector<std::string>>{{"a", "b"}, {"one, \"two\"\nthree", "5"}, {"", "x"}}));
  EXPECT_TRUE(csv_rows("")->empty());
}

TEST(CsvRows, RefusesWhatNobodyWrote) {
  for (const char* text : {"a,b", "a,b\n1\n", "a\"b\n", "\"a\n", "\"a\"b\n", "a\n\"b"})
    EXPECT_FALSE(csv_rows(text).has_value()) << text;
}

}  // namespace
}  // namespace waymark::report
