#include "text/json.h"

#include <gtest/gtest.h>

namespace waymark::text {
namespace {

TEST(Json, ReadsWhatIsSound) {
  const auto json = parse_json(R"({"a": {"b": [1, "два"]}, "c": {"b": 2}})");
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ((*json)["a"]["b"][1], "два");
}

TEST(Json, RefusesRepeatedKeysOnAnyLevel) {
  EXPECT_EQ(parse_json(R"({"a":1,"a":2})").error().code, Code::kMalformed);
  EXPECT_EQ(parse_json(R"({"x":{"a":1,"b":{},"a":2}})").error().code, Code::kMalformed);
  EXPECT_TRUE(parse_json(R"([{"a":1},{"a":2}])").has_value());
}

TEST(Json, RefusesBrokenText) {
  for (const char* text : {"", "{", "{\"a\":}", "nul", "\"\xFF\"", "[1,]", "{} {}"})
    EXPECT_EQ(parse_json(text).error().code, Code::kMalformed) << text;
}

TEST(Json, HoldsItsLimits) {
  EXPECT_TRUE(parse_json("[[[1]]]", {.bytes_max = 7, .depth_max = 3}).has_value());
  EXPECT_EQ(parse_json("[[[1]]]", {.bytes_max = 6, .depth_max = 3}).error().code, Code::kTooLarge);
  EXPECT_EQ(parse_json("[[[1]]]", {.bytes_max = 7, .depth_max = 2}).error().code, Code::kTooLarge);
  EXPECT_EQ(parse_json(std::string(60'000, '['), {}).error().code, Code::kTooLarge);
}

TEST(Json, MembersHaveOneTypeAndRange) {
  const auto json = *parse_json(R"({"s":"x","n":5,"big":18446744073709551615,"f":1.5})");
  EXPECT_EQ(*string_member(json, "s"), "x");
  EXPECT_FALSE(string_member(json, "n").has_value());
  EXPECT_FALSE(string_member(json, "none").has_value());
  EXPECT_EQ(*integer_member(json, "n", 1, 5), 5);
  EXPECT_FALSE(integer_member(json, "n", 6, 9).has_value());
  EXPECT_FALSE(integer_member(json, "big", 0, INT64_MAX).has_value());
  EXPECT_FALSE(integer_member(json, "f", 0, 9).has_value());
  EXPECT_FALSE(string_member(nlohmann::json::array(), "s").has_value());
}

}  // namespace
}  // namespace waymark::text
