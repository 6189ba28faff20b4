#include "courts/ids/words.h"

#include <gtest/gtest.h>

namespace waymark::courts {
namespace {

TEST(Words, TrimAndSqueezeKnowNoBreakSpaces) {
  EXPECT_EQ(trimmed(" \u00a0\tслово\u00a0\r\n"), "слово");
  EXPECT_EQ(trimmed("\u00a0 \u00a0"), "");
  EXPECT_EQ(squeezed("  два \u00a0\n слова  "), "два слова");
  EXPECT_EQ(squeezed(""), "");
}

TEST(Words, LowersRussianAndLatin) {
  EXPECT_EQ(lowered("АБВПРСЯЁ XYZ"), "абвпрсяё xyz");
  EXPECT_EQ(plain("  Ещё   ОДНО "), "еще одно");
  EXPECT_EQ(lowered(std::string_view{"\xd0", 1}), std::string_view("\xd0", 1)) << "a cut character passes through";
}

TEST(Words, WholeWordsOnly) {
  EXPECT_EQ(find_word("условно", "слов"), std::string_view::npos);
  EXPECT_EQ(find_word("считать условно, да", "условно"), std::string_view("считать ").size());
}

TEST(Words, SplitsWithoutEmptyPieces) {
  const auto pieces = split("а; ;б;", ";");
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(pieces[1], "б");
}

}  // namespace
}  // namespace waymark::courts
