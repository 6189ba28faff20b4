#include "text/words.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace waymark::text {
namespace {

/// The stems of all words of a text, one space between.
std::string stems(std::string_view text, Language language) {
  const Stemmer stemmer;
  std::string all;
  for (const FoundWord& word : words_of(text)) all += (all.empty() ? "" : " ") + stemmer.stem(word, language);
  return all;
}

std::string plain(std::string_view text) {
  std::string all;
  for (const FoundWord& word : words_of(text)) all += (all.empty() ? "" : " ") + word.word;
  return all;
}

void expect_one(std::initializer_list<std::string_view> forms, Language language) {
  const std::string first = stems(*forms.begin(), language);
  for (const std::string_view form : forms) EXPECT_EQ(stems(form, language), first) << form;
}

TEST(Words, AreLowerCaseWithoutApostrophesAccentsAndYo) {
  EXPECT_EQ(plain("Ёлка, ЩЁ-ЩЁ; п'ять п’ять пʼять «своїх»"), "елка ще ще пять пять пять своїх");
  EXPECT_EQ(plain("за\u0301мок"), "замок");
  EXPECT_EQ(plain("и\u0306"), "й") << "a letter of two code points is the same letter";
  EXPECT_EQ(plain("ґанок"), "ганок");
  EXPECT_EQ(plain("don't 'quoted' В/Ч-12345"), "dont quoted в ч 12345");
  EXPECT_EQ(plain(""), "");
  EXPECT_EQ(plain(" — … !"), "");
  EXPECT_EQ(plain("\xd0"), "") << "not UTF-8";
  EXPECT_EQ(plain(std::string(50, 'a')), std::string(kWordCodePointsMax, 'a'));
}

TEST(Words, SayWhereTheyStand) {
  const auto found = words_of("а Повестка!");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(std::string_view{"а Повестка!"}.substr(found[1].begin, found[1].end - found[1].begin), "Повестка");
}

TEST(Stems, OfRussianFormsMeet) {
  expect_one({"повестка", "повестки", "повесткой", "ПОВЕСТКУ"}, Language::kRussian);
  expect_one({"мобилизация", "мобилизации", "мобилизацию"}, Language::kRussian);
  expect_one({"отпуск", "отпуска", "отпуске", "отпусков"}, Language::kRussian);
  expect_one({"военный", "военного", "военных"}, Language::kRussian);
}

TEST(Stems, OfUkrainianFormsMeet) {
  expect_one({"повістка", "повістки", "повісткою", "ПОВІСТКУ"}, Language::kUkrainian);
  expect_one({"мобілізація", "мобілізації", "мобілізацію", "мобілізацією"}, Language::kUkrainian);
  expect_one({"військовий", "військового", "військових", "військовими", "військова"}, Language::kUkrainian);
  expect_one({"частина", "частину", "частини", "частиною", "частинами"}, Language::kUkrainian);
  expect_one({"служити", "служив", "служить", "служу", "служили"}, Language::kUkrainian);
  expect_one({"документ", "документи", "документів", "документами", "документах"}, Language::kUkrainian);
  expect_one({"сповіщення", "сповіщенням", "сповіщенню"}, Language::kUkrainian);
  expect_one({"відпустка", "відпустку", "відпустки"}, Language::kUkrainian);
  EXPECT_EQ(ukrainian_stem("дім"), "дім");
  EXPECT_EQ(ukrainian_stem("я"), "я");
}

TEST(Stems, ThatAVowelOrAConsonantSetsApartBeginAlike) {
  // Cutting endings does not bring these together: whoever types less finds both, see search/index.h.
  for (const auto& [form, language] : {std::pair{"повесток", Language::kRussian}, {"повістці", Language::kUkrainian}})
    EXPECT_TRUE(stems(form, language).starts_with(language == Language::kRussian ? "повест" : "повіст"));
}

TEST(Stems, OfEnglishFormsMeet) {
  expect_one({"passport", "passports", "Passport's"}, Language::kEnglish);
  expect_one({"call", "calls", "called", "calling"}, Language::kEnglish);
}

TEST(Stems, LettersWinOverTheLanguageOfTheText) {
  EXPECT_EQ(stems("повісткою", Language::kRussian), stems("повістка", Language::kUkrainian));
  EXPECT_EQ(stems("выезды", Language::kUkrainian), stems("выезд", Language::kRussian));
}

TEST(Stems, ATypedWordMeansBothWhereItsLettersDoNotSay) {
  const Stemmer stemmer;
  const auto meanings = [&](std::string_view word) { return stemmer.meanings(words_of(word).at(0)); };
  for (const auto& [word, language] : {std::pair{"служба", Language::kRussian}, {"служба", Language::kUkrainian}}) {
    const auto all = meanings(word);
    EXPECT_NE(std::ranges::find(all, stems(word, language)), all.end());
  }
  EXPECT_EQ(meanings("їхати").size(), 1U);
  EXPECT_EQ(meanings("passport").size(), 1U);
}

}  // namespace
}  // namespace waymark::text
