#include "courts/pages/encoding.h"

#include <gtest/gtest.h>

namespace waymark::courts {
namespace {

std::string text_of(std::string_view bytes) {
  Decoded decoded;
  decode(bytes, decoded);
  return std::string{decoded.text};
}

TEST(Encoding, BytesDecide) {
  EXPECT_EQ(decide_encoding("plain ascii"), Encoding::kUtf8);
  EXPECT_EQ(decide_encoding("приговор суда"), Encoding::kUtf8);
  EXPECT_EQ(decide_encoding("\xef\xf0\xe8\xe3\xee\xe2\xee\xf0"), Encoding::kWindows1251);
  EXPECT_EQ(decide_encoding(std::string_view{"\xff\xfe\x3f\x04", 4}), Encoding::kUtf16);
  EXPECT_EQ(decide_encoding(""), Encoding::kUtf8);
}

TEST(Encoding, DeclaredCharsetsDoNotCount) {
  EXPECT_EQ(text_of("<meta charset=windows-1251>приговор"), "<meta charset=windows-1251>приговор");
  EXPECT_EQ(text_of("<meta charset=utf-8>\xef\xf0\xe8"), "<meta charset=utf-8>при");
}

TEST(Encoding, Windows1251InFull) {
  EXPECT_EQ(text_of("\xb9 5 \x96 \xab\xc0\xff\xa8\xb8\xbb\xa0\x98."), "№ 5 – «АяЁё»\u00a0\ufffd.");
}

TEST(Encoding, DamagedUtf8KeepsTheRest) {
  std::string text = "очень длинный текст приговора в кодировке, где одна буква испорчена: ";
  text += "\xd0\xff конец";
  EXPECT_EQ(decide_encoding(text), Encoding::kDamagedUtf8);
  EXPECT_NE(text_of(text).find("\ufffd"), std::string::npos);
  EXPECT_NE(text_of(text).find(" конец"), std::string::npos);
}

TEST(Encoding, TwoEncodingsInOnePageAreBothRead) {
  std::string text = "карточка дела, страница собрана из двух частей: ";
  text += "\xef\xf0\xe8\xe3\xee\xe2\xee\xf0";  // "приговор" in windows-1251
  EXPECT_EQ(decide_encoding(text), Encoding::kDamagedUtf8);
  EXPECT_EQ(text_of(text), "карточка дела, страница собрана из двух частей: приговор");
}

TEST(Encoding, ACharacterCutOffAtTheEndIsNoDamage) {
  const std::string whole = "приговор";
  const std::string cut = whole.substr(0, whole.size() - 1);
  EXPECT_EQ(decide_encoding(cut), Encoding::kUtf8);
  EXPECT_TRUE(text_of(cut).starts_with("приг"));
}

TEST(Encoding, Utf16WithSurrogates) {
  EXPECT_EQ(text_of(std::string_view{"\xff\xfe\x3f\x04\x3d\xd8\x00\xde\x41\x00", 10}), "п😀A");
  EXPECT_EQ(text_of(std::string_view{"\xfe\xff\x04\x3f\xd8\x3d", 6}), "п") << "half a pair at the end";
}

TEST(Encoding, ShortWordsOfTheOtherEncodingAreReadWithTheirText) {
  Decoded decoded;
  decode("<p>Суд города Озёрного, судья Ольхов</p><td>\xf1\xf2.337 \xf7.5 \xd3\xca \xd0\xd4</td>", decoded);
  EXPECT_NE(decoded.text.find("ст.337 ч.5 УК РФ"), std::string_view::npos) << decoded.text;
  EXPECT_TRUE(decoded.damaged);
}

TEST(Encoding, WordsOfUtf8InAPageOf1251) {
  Decoded decoded;
  decode(
      "<p>\xd1\xf3\xe4 \xe3\xee\xf0\xee\xe4\xe0 \xef\xf0\xe8\xe3\xee\xe2\xee\xf0 "
      "\xe2\xfb\xed\xe5\xf1</p><td>Кедров</td>",
      decoded);
  EXPECT_NE(decoded.text.find("<td>Кедров</td>"), std::string_view::npos) << decoded.text;
  EXPECT_NE(decoded.text.find("Суд города"), std::string_view::npos) << decoded.text;
  EXPECT_TRUE(decoded.damaged);
}

TEST(Encoding, LettersInTwoPartsComeOutAsOne) {
  for (const auto& [apart, together] : {std::pair{"Судебныи\u0306 акт, е\u0308лка, \u0419", "Судебный акт, ёлка, Й"},
                                        {"і\u0308жак", "їжак"},
                                        {"и\u0306и\u0306", "йй"},
                                        {"\u0306и", "\u0306и"},
                                        {"а\u0306", "а\u0306"},
                                        {"и\u0301\u0306", "и\u0301\u0306"}}) {
    Decoded decoded;
    decode(apart, decoded);
    EXPECT_EQ(decoded.text, together);
  }
}

}  // namespace
}  // namespace waymark::courts
