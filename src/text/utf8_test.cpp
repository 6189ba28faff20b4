#include "text/utf8.h"

#include <gtest/gtest.h>

namespace waymark::text {
namespace {

using namespace std::string_literals;

TEST(Utf8, CountsCodePointsNotBytes) {
  EXPECT_EQ(*count_code_points(""), 0u);
  EXPECT_EQ(*count_code_points("abc"), 3u);
  EXPECT_EQ(*count_code_points("Привіт"), 6u);
  EXPECT_EQ(*count_code_points("👩‍👩‍👧"), 5u);  // three faces and two joiners
  EXPECT_EQ(*count_code_points("a\0b"s), 3u);
}

TEST(Utf8, RefusesWhatUnicodeForbids) {
  const std::string bad[] = {
      "\x80"s,              // continuation alone
      "\xC0\xAF"s,          // overlong
      "\xE0\x80\xAF"s,      // overlong
      "\xED\xA0\x80"s,      // surrogate
      "\xF4\x90\x80\x80"s,  // above U+10FFFF
      "\xF0\x9F\x98"s,      // cut short
      "ok\xFF"s,
  };
  for (const std::string& text : bad) {
    EXPECT_FALSE(is_utf8(text));
    EXPECT_EQ(count_code_points(text).error().code, Code::kMalformed);
    EXPECT_EQ(nfc(text).error().code, Code::kMalformed);
  }
}

TEST(Utf8, CutsBetweenCodePoints) {
  EXPECT_EQ(*first_code_points("Привет", 3), "При");
  EXPECT_EQ(*first_code_points("Привет", 6), "Привет");
  EXPECT_EQ(*first_code_points("Привет", 100), "Привет");
  EXPECT_EQ(*first_code_points("Привет", 0), "");
}

TEST(Utf8, NormalFormComposes) {
  EXPECT_EQ(*nfc("и\u0306"), "й");
  EXPECT_EQ(*nfc("і\u0308"), "ї");
  EXPECT_EQ(*nfc("й"), "й");
  EXPECT_EQ(nfc(std::string(kNfcBytesMax + 1, 'a')).error().code, Code::kTooLarge);
}

TEST(Utf8, LineEndsBecomeOne) {
  EXPECT_EQ(unix_lines("a\r\nb\rc\nd\r"), "a\nb\nc\nd\n");
  EXPECT_EQ(unix_lines("\r\r\n\n"), "\n\n\n");
}

TEST(Utf8, FoldsCase) { EXPECT_EQ(*folded("ПрИвІТ ABC"), "привіт abc"); }

}  // namespace
}  // namespace waymark::text
