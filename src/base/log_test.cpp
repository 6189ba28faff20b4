#include "base/log.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace waymark {
namespace {

static_assert(!std::is_constructible_v<Literal, std::string>);
static_assert(!std::is_constructible_v<Literal, std::string_view>);
static_assert(!std::is_constructible_v<Literal, const char*>);

TEST(Log, WritesNumbersAndLiterals) {
  std::string seen;
  const Log log{[&seen](std::string_view line) { seen = line; }};
  log.event("put", {{"status", Literal{"stored"}}, {"count", std::int64_t{3}}});
  EXPECT_EQ(seen, "put status=stored count=3");
}

}  // namespace
}  // namespace waymark
