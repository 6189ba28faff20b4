#include "courts/ids/article.h"

#include <gtest/gtest.h>

#include "courts/ids/court_date.h"
#include "courts/ids/law_table.h"

namespace waymark::courts {
namespace {

std::string normal(std::string_view text, std::string_view code = {}) { return read_articles(text, code).normal(); }

TEST(Article, SeveralBehindOneWordAndAGapInAPart) {
  EXPECT_EQ(normal("ст.ст. 337 ч.5, 338 ч.1 УК РФ"), "УК 337 ч.5; УК 338 ч.1");
  EXPECT_EQ(normal("ст.ст.337 ч.3.1, 332 ч.2.1", "УК"), "УК 332 ч.2.1; УК 337 ч.3.1");
  EXPECT_EQ(normal("ч. 3 .1 ст. 337 УК РФ"), "УК 337 ч.3.1");
  EXPECT_EQ(normal("ст.337 ч.3 . 1 УК РФ"), "УК 337 ч.3.1");
  EXPECT_EQ(normal("ст.337 ч.3\u00b9 УК РФ"), "УК 337 ч.3.1");
  EXPECT_EQ(normal("ст.337 чч.4,5 УК РФ"), "УК 337 ч.4; УК 337 ч.5");
  EXPECT_EQ(normal("ст.337 ч.ч. 4 и 5 УК РФ"), "УК 337 ч.4; УК 337 ч.5");
  // 338 was lost, and its part given to 337.
  for (const char* two :
       {"337 ч.5, 338 ч.1 УК РФ", "статьи 337 часть 5 и 338 часть 1 УК РФ", "ст.337 ч.5/338 ч.1 УК РФ"})
    EXPECT_EQ(normal(two), "УК 337 ч.5; УК 338 ч.1") << two;
  for (const char* last :
       {"чч. 4, 5 ст. 337 УК РФ", "ч. 4, 5 ст. 337 УК РФ", "ч.4 и ч.5 ст.337 УК РФ", "частями 4 и 5 статьи 337 УК РФ"})
    EXPECT_EQ(normal(last), "УК 337 ч.4; УК 337 ч.5") << last << ": was article 5";
  EXPECT_EQ(normal("п.«а» ч.2, п.«б» ч.3 ст.158 УК РФ"), "УК 158 ч.2 п.а; УК 158 ч.3 п.б");
  EXPECT_EQ(normal("ст.З37 ч.5 УК РФ"), "УК 337 ч.5");
  EXPECT_EQ(normal("ст.33О ч.1 УК РФ"), "УК 330 ч.1");
  EXPECT_EQ(normal("ст.337 ч.3, ч.5 УК РФ"), "УК 337 ч.3; УК 337 ч.5");
}

TEST(Article, EverySpellingOfOneArticle) {
  for (const char* text : {"ст.337 ч.5 УК РФ", "ст. 337 ч. 5 УК РФ", "ч. 5 ст. 337 УК РФ", "ч.5 ст.337 УК РФ",
                           "статья 337 часть 5 УК РФ", "частью 5 статьи 337 Уголовного кодекса Российской Федерации",
                           "СТ.337 Ч.5 УК РФ", "337 ч.5 УК РФ", "337.5 УК РФ", "ст.337 ч.5 УК РФ (2 эпизода)",
                           "ст.337 ч.5; ст.337 ч.5 УК РФ", "ч. 5 ст. 337 , ч. 5 ст. 337 УК РФ"}) {
    EXPECT_EQ(normal(text), "УК 337 ч.5") << text;
  }
  EXPECT_EQ(normal("337 ч.5", "УК"), "УК 337 ч.5");
}

TEST(Article, DottedPartsArticlesAndPoints) {
  EXPECT_EQ(normal("ст.337 ч.2.1 УК РФ"), "УК 337 ч.2.1");
  EXPECT_EQ(normal("ст.352.1 УК РФ"), "УК 352.1");
  EXPECT_EQ(normal("ст.173.1 ч.2 п.б УК РФ"), "УК 173.1 ч.2 п.б");
  EXPECT_EQ(normal("п. «б» ч. 2 ст. 173.1 УК РФ"), "УК 173.1 ч.2 п.б");
  EXPECT_EQ(normal("ст.158 ч.2 п.п. а, б УК РФ"), "УК 158 ч.2 п.а,б");
  EXPECT_EQ(normal("ст.19.34 ч.1 КоАП РФ"), "КоАП 19.34 ч.1");
  EXPECT_EQ(normal("частью 1 статьи 19.34 Кодекса Российской Федерации об административных правонарушениях", "КоАП"),
            "КоАП 19.34 ч.1");
}

TEST(Article, ListsInBothOrders) {
  EXPECT_EQ(normal("ст.183 ч.4; ст.290 ч.3 УК РФ"), "УК 183 ч.4; УК 290 ч.3");
  EXPECT_EQ(normal("ст. 337 ч.5, ст. 338 ч. 1 УК РФ"), "УК 337 ч.5; УК 338 ч.1");
  EXPECT_EQ(normal("ч. 5 ст. 337, ч. 1 ст. 338 УК РФ"), "УК 337 ч.5; УК 338 ч.1");
  EXPECT_EQ(normal("ч. 3 ст. 337 и ч. 5 ст. 337 УК РФ"), "УК 337 ч.3; УК 337 ч.5");
  EXPECT_EQ(normal("ст.337 ч.3, ч.5 УК РФ"), "УК 337 ч.3; УК 337 ч.5");
  EXPECT_EQ(normal("ст.19.3 ч.1 КоАП РФ; ст.20.2 ч.5 КоАП РФ"), "КоАП 19.3 ч.1; КоАП 20.2 ч.5");
}

TEST(Article, AttemptsBelongToTheNextArticle) {
  EXPECT_EQ(normal("ст.30 ч.3, ст.338 ч.1 УК РФ"), "УК 338 ч.1 покушение");
  EXPECT_EQ(normal("ст.30 ч.3 УК РФ"), "УК 30 ч.3") << "alone it stays what it is";
}

TEST(Article, WhatIsNoArticleIsReturned) {
  const Articles articles = read_articles("нарушение порядка");
  EXPECT_TRUE(articles.list.empty());
  ASSERT_EQ(articles.not_read.size(), 1U);
  EXPECT_EQ(articles.not_read[0], "нарушение порядка");
  EXPECT_TRUE(read_articles(" ").not_read.empty());
}

TEST(LawTable, KnowsWhenAPartBecameLaw) {
  const std::int32_t before = *day_of(2022, 9, 23);
  const std::int32_t after = *day_of(2022, 9, 24);
  EXPECT_EQ(law_on("337", "5", before), LawAnswer::kNotYet);
  EXPECT_EQ(law_on("337", "5", after), LawAnswer::kInForce);
  EXPECT_EQ(law_on("337", "4", before), LawAnswer::kInForce);
  EXPECT_EQ(law_on("337", "9", after), LawAnswer::kNoSuchPart);
  EXPECT_EQ(law_on("158", "1", after), LawAnswer::kNotInTable);
  EXPECT_EQ(law_on("352.1", "", before), LawAnswer::kNotYet);
}

TEST(LawTable, EveryRowNamesItsSourceAndOnlyCheckedOnesCarryADay) {
  for (const LawRow& row : law_table()) {
    EXPECT_FALSE(row.source.empty()) << row.article << ' ' << row.part;
    EXPECT_TRUE(row.checked.empty() || day_of_iso(row.checked)) << row.article;
    EXPECT_TRUE(day_of_iso(row.since)) << row.article;
    EXPECT_LE(row.years_min, row.years_max) << row.article << ' ' << row.part;
    EXPECT_EQ(law_row(row.article, row.part), &row) << "twice in the table";
  }
  for (const auto& [article, part] : {std::pair{"337", "2.1"},
                                      {"337", "3.1"},
                                      {"337", "5"},
                                      {"338", "3"},
                                      {"332", "2.1"},
                                      {"332", "2.2"},
                                      {"333", "3"},
                                      {"334", "3"},
                                      {"352.1", ""}}) {
    ASSERT_NE(law_row(article, part), nullptr) << article;
    EXPECT_EQ(law_row(article, part)->since, "2022-09-24");
  }
}

TEST(Article, WhatWasReadInPartSaysSo) {
  for (const char* whole : {"ст.337 ч.5 УК РФ", "ст.ст. 337 ч.5, 338 ч.1 УК РФ", "ст.337 ч.5 (2 эпизода) УК РФ",
                            "ч. 3 .1 ст. 337", "п. «а» ч. 2 ст. 335 УК РФ", "cт. 337 ч. 5 УK РФ"})
    EXPECT_FALSE(read_articles(whole, "УК").in_part) << whole;
  EXPECT_TRUE(read_articles("ст.337 ч.5 УК РФ; дезертирство", "УК").in_part);
  // Each of these lost a part or an article without a word.
  for (const char* part : {"ст.337 ч.3,1", "ст.337 ч.3-1", "337-5", "337(5)", "ст.337 ч.4, 5", "ст.337 ч.б"})
    EXPECT_TRUE(read_articles(part, "УК").in_part) << part;
  for (const char* whole :
       {"ст.337 ч.5 УК РФ (в ред. ФЗ от 24.09.2022 № 365-ФЗ)", "ст.337 ч.5 (3 эпизода), ст.338 ч.1"})
    EXPECT_FALSE(read_articles(whole, "УК").in_part) << whole;
}

}  // namespace
}  // namespace waymark::courts
