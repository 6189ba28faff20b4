#include "base/result.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace waymark {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return fail(Code::kInvalid, "test/half", "odd");
  return value / 2;
}

Result<int> quarter(int value) {
  LET(const int once, half(value));
  LET(const int twice, half(once));
  return twice;
}

Result<void> even(int value) {
  TRY(half(value));
  return {};
}

TEST(Result, LetUnwrapsValues) { EXPECT_EQ(quarter(12).value(), 3); }

TEST(Result, LetPassesTheFirstErrorOn) {
  const auto result = quarter(6);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, Code::kInvalid);
  EXPECT_EQ(describe(result.error()), "test/half: invalid (odd)");
}

TEST(Result, TryPassesErrorsOn) {
  EXPECT_TRUE(even(2).has_value());
  EXPECT_FALSE(even(3).has_value());
}

TEST(Error, EveryCodeHasItsOwnName) {
  std::vector<std::string> names;
  for (int code = 0; code <= static_cast<int>(Code::kInvalid); ++code)
    names.emplace_back(name_of(static_cast<Code>(code)));
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

}  // namespace
}  // namespace waymark
