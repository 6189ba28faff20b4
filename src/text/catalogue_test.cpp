#include "text/catalogue.h"

#include <set>
#include <thread>

#include <gtest/gtest.h>

namespace waymark::text {
namespace {

Catalogue sample() {
  const CatalogueFile files[] = {
      {"t", Language::kRussian, R"json({"t.new": "{n, plural, one {# новое сообщение} few {# новых сообщения} other {# новых сообщений}}"})json"},
      {"t", Language::kUkrainian, R"json({"t.new": "{n, plural, one {# нове повідомлення} few {# нові повідомлення} other {# нових повідомлень}}"})json"},
      {"t", Language::kEnglish, R"json({"t.new": "{n, plural, one {# new message} other {# new messages}}", "t.who": "It''s {who}", "t.plain": "Don''t"})json"},
  };
  return *Catalogue::parse(files);
}

TEST(Catalogue, PluralsFollowTheLanguage) {
  const Catalogue catalogue = sample();
  EXPECT_EQ(catalogue.text(Language::kRussian, "t.new", {{"n", 21}}), "21 новое сообщение");
  EXPECT_EQ(catalogue.text(Language::kRussian, "t.new", {{"n", 3}}), "3 новых сообщения");
  EXPECT_EQ(catalogue.text(Language::kRussian, "t.new", {{"n", 11}}), "11 новых сообщений");
  EXPECT_EQ(catalogue.text(Language::kUkrainian, "t.new", {{"n", 4}}), "4 нові повідомлення");
  EXPECT_EQ(catalogue.text(Language::kEnglish, "t.new", {{"n", 1}}), "1 new message");
}

TEST(Catalogue, ArgumentsArePutInAsTheyAre) {
  const Catalogue catalogue = sample();
  EXPECT_EQ(catalogue.text(Language::kEnglish, "t.who", {{"who", "{n} 'x' <b>"}}), "It's {n} 'x' <b>");
  EXPECT_EQ(catalogue.text(Language::kEnglish, "t.plain"), "Don't");
}

TEST(Catalogue, AMissingKeyIsItself) { EXPECT_EQ(sample().text(Language::kEnglish, "t.none"), "t.none"); }

TEST(Catalogue, BrokenFilesAreRefused) {
  const auto refused = [](const char* json) {
    const CatalogueFile files[] = {{"t", Language::kEnglish, json}};
    return Catalogue::parse(files).error().code == Code::kMalformed;
  };
  EXPECT_TRUE(refused("[]"));
  EXPECT_TRUE(refused(R"({"a": 1})"));
  EXPECT_TRUE(refused(R"({"a": "{n, plural, one {x"})"));
  EXPECT_TRUE(refused(R"({"a": "x", "a": "y"})"));
}

TEST(Catalogue, OneKeyInTwoFilesIsRefused) {
  const CatalogueFile files[] = {{"t", Language::kEnglish, R"({"a": "x"})"}, {"u", Language::kEnglish, R"({"a": "y"})"}};
  EXPECT_EQ(Catalogue::parse(files).error().code, Code::kMalformed);
}

TEST(Catalogue, ManyThreadsMayAsk) {
  const Catalogue catalogue = sample();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&catalogue] {
      for (int i = 0; i < 200; ++i) EXPECT_EQ(catalogue.text(Language::kEnglish, "t.new", {{"n", 2}}), "2 new messages");
    });
  for (std::thread& thread : threads) thread.join();
}

/// The check on everything people read: the same keys and the same arguments in all three languages.
TEST(EmbeddedCatalogues, AllLanguagesAgree) {
  const auto catalogue = Catalogue::embedded();
  ASSERT_TRUE(catalogue.has_value()) << describe(catalogue.error());
  const auto keys = catalogue->keys(Language::kEnglish);
  ASSERT_GT(keys.size(), 20u);
  for (const Language language : {Language::kRussian, Language::kUkrainian}) {
    EXPECT_EQ(catalogue->keys(language), keys) << code_of(language);
    for (const std::string& key : keys)
      EXPECT_EQ(catalogue->arguments_of(language, key), catalogue->arguments_of(Language::kEnglish, key)) << code_of(language) << " " << key;
  }
}

TEST(EmbeddedCatalogues, EveryAreaHasThreeLanguagesAndItsOwnKeys) {
  std::map<std::string, std::set<Language>> areas;
  for (const CatalogueFile& file : embedded_files()) areas[file.area].insert(file.language);
  ASSERT_FALSE(areas.empty());
  for (const auto& [area, languages] : areas) EXPECT_EQ(languages.size(), 3u) << area;
}

TEST(EmbeddedCatalogues, NoLetterOfAnotherAlphabetSlipsIn) {
  const auto catalogue = Catalogue::embedded();
  ASSERT_TRUE(catalogue.has_value());
  for (const std::string& key : catalogue->keys(Language::kRussian))
    for (const char* letter : {"і", "ї", "є", "ґ"})
      EXPECT_EQ(catalogue->text(Language::kRussian, key).find(letter), std::string::npos) << key;
  for (const std::string& key : catalogue->keys(Language::kUkrainian))
    for (const char* letter : {"ы", "э", "ъ", "ё"})
      EXPECT_EQ(catalogue->text(Language::kUkrainian, key).find(letter), std::string::npos) << key;
}

}  // namespace
}  // namespace waymark::text
