#include "desk/queue/first_words.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace waymark::desk::queue {
namespace {

std::string repeated(std::string_view what, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += what;
  return all;
}

TEST(FirstWords, AShortTextIsWhole) { EXPECT_EQ(first_words("Меня держат в части."), "Меня держат в части."); }

TEST(FirstWords, LinesAndGapsAreOneSpace) {
  EXPECT_EQ(first_words("  Здравствуйте!\r\n\r\n\tМеня\u00a0 держат \n"), "Здравствуйте! Меня держат");
}

TEST(FirstWords, ALongTextIsCutBetweenWords) {
  const std::string cut = first_words(repeated("слово ", 40));
  EXPECT_LE(count_code_points(cut), kFirstWordsMax);
  EXPECT_EQ(cut, repeated("слово ", 13) + "слово…");
}

TEST(FirstWords, ALongWordIsCutAnywhere) {
  EXPECT_EQ(first_words(repeated("ы", 200)), repeated("ы", static_cast<int>(kFirstWordsMax) - 1) + "…");
}

TEST(FirstWords, ExactlyAsMuchAsFitsIsWhole) {
  const std::string fits = repeated("я", static_cast<int>(kFirstWordsMax));
  EXPECT_EQ(first_words(fits), fits);
}

TEST(FirstWords, WhatTurnsOrHidesTextIsLeftOut) {
  EXPECT_EQ(first_words("a\u202Eb\u2066c\u200Bd\uFEFF\u0007e"), "abcde");
  EXPECT_EQ(first_words("\u202E \u200B\n"), "");
  EXPECT_EQ(first_words("👩\u200D👧 пишет"), "👩\u200D👧 пишет");
}

TEST(FirstWords, BytesThatAreNoTextGiveNothing) { EXPECT_EQ(first_words("\xC3("), ""); }

}  // namespace
}  // namespace waymark::desk::queue
