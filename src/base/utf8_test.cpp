#include "base/utf8.h"

#include <gtest/gtest.h>

namespace waymark {
namespace {

TEST(Utf8, EveryCodePointSurvives) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, c);
    ASSERT_EQ(decode_utf8(text), std::u32string(1, c));
    ASSERT_EQ(count_code_points(text), 1U);
  }
}

TEST(Utf8, RefusesWhatIsNotUtf8) {
  for (const std::string_view text : {"\x80", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x41", "\xE0\x80\x80",
                                      "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xE2\x82", "\xF0\x80\x80\x80",
                                      "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "abc\xFE"}) {
    EXPECT_FALSE(decode_utf8(text).has_value());
    EXPECT_FALSE(count_code_points(text).has_value());
  }
}

TEST(Utf8, CountsCodePointsNotBytes) {
  EXPECT_EQ(count_code_points(""), 0U);
  EXPECT_EQ(count_code_points("aж€😀"), 4U);
  EXPECT_EQ(count_code_points(std::string_view("\0", 1)), 1U);
}

TEST(Utf8, NeverWritesASurrogate) {
  std::string text;
  EXPECT_DEATH(append_utf8(text, 0xD800), "CHECK failed");
  EXPECT_DEATH(append_utf8(text, 0x110000), "CHECK failed");
}

}  // namespace
}  // namespace waymark
