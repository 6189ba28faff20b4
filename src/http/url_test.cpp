#include "http/url.h"

#include <gtest/gtest.h>

namespace waymark::http {
namespace {

TEST(Url, DecodesAndEncodesEveryByte) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(*percent_decode(percent_encode(all)), all);
  EXPECT_EQ(percent_encode("a b/ё"), "a%20b%2F%D1%91");
}

TEST(Url, RefusesBrokenEscapes) {
  for (const std::string_view bad : {"%", "%4", "%zz", "a%2"}) {
    EXPECT_EQ(percent_decode(bad).error().code, Code::kMalformed) << bad;
  }
}

TEST(Url, ReadsForms) {
  const auto fields = *parse_form("a=1&b=two+words&&c&d=%3D&a=2");
  ASSERT_EQ(fields.size(), 5u);
  EXPECT_EQ(value_of(fields, "a"), "1");
  EXPECT_EQ(value_of(fields, "b"), "two words");
  EXPECT_EQ(value_of(fields, "c"), "");
  EXPECT_EQ(value_of(fields, "d"), "=");
  EXPECT_EQ(value_of(fields, "e"), std::nullopt);
  EXPECT_TRUE(parse_form("")->empty());
}

TEST(Url, FormsHaveAnEnd) {
  std::string many;
  for (std::size_t i = 0; i <= kFormFieldsMax; ++i) many += "a=1&";
  EXPECT_EQ(parse_form(many).error().code, Code::kTooLarge);
}

}  // namespace
}  // namespace waymark::http
