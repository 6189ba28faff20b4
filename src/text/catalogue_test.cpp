#include "text/catalogue.h"

#include <set>
#include <thread>

#include <gtest/gtest.h>

namespace waymark::text {
namespace {

Catalogue sample() {
  const CatalogueFile files[] = {
      {"t", Language::kRussian,
       R"json({"t.new": "{n, plural, one {# новое сообщение} few {# новых сообщения} other {# новых сообщений}}"})json"},
      {"t", Language::kUkrainian,
       R"json({"t.new": "{n, plural, one {# нове повідомлення} few {# нові повідомлення} other {# нових повідомлень}}"})json"},
      {"t", Language::kEnglish,
       R"json({"t.new": "{n, plural, one {# new message} other {# new messages}}", "t.who": "It''s {who}", "t.plain": "Don''t"})json"},
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
  const CatalogueFile files[] = {{"t", Language::kEnglish, R"({"a": "x"})"},
                                 {"u", Language::kEnglish, R"({"a": "y"})"}};
  EXPECT_EQ(Catalogue::parse(files).error().code, Code::kMalformed);
}

TEST(Catalogue, ManyThreadsMayAsk) {
  const Catalogue catalogue = sample();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&catalogue] {
      for (int i = 0; i < 200; ++i)
        EXPECT_EQ(catalogue.text(Language::kEnglish, "t.new", {{"n", 2}}), "2 new messages");
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
      EXPECT_EQ(catalogue->arguments_of(language, key), catalogue->arguments_of(Language::kEnglish, key))
          << code_of(language) << " " << key;
  }
}

TEST(EmbeddedCatalogues, EveryAreaHasThreeLanguagesAndItsOwnKeys) {
  std::map<std::string, std::set<Language>> areas;
  for (const CatalogueFile& file : embedded_files()) areas[file.area].insert(file.language);
  ASSERT_FALSE(areas.empty());
  for (const auto& [area, languages] : areas) EXPECT_EQ(languages.size(), 3u) << area;
}

/// Names of languages are written in their own language everywhere.
bool names_languages(const std::string& key) {
  return key.find("language") != std::string::npos || key.ends_with("chooser");
}

TEST(EmbeddedCatalogues, NoLetterOfAnotherAlphabetSlipsIn) {
  const auto catalogue = Catalogue::embedded();
  ASSERT_TRUE(catalogue.has_value());
  const std::pair<Language, std::vector<const char*>> foreign[] = {{Language::kRussian, {"і", "ї", "є", "ґ"}},
                                                                   {Language::kUkrainian, {"ы", "э", "ъ", "ё"}}};
  for (const auto& [language, letters] : foreign)
    for (const std::string& key : catalogue->keys(language)) {
      if (names_languages(key)) continue;
      for (const char* letter : letters)
        EXPECT_EQ(catalogue->text(language, key).find(letter), std::string::npos) << key;
    }
}

}  // namespace
}  // namespace waymark::text
