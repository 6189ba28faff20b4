#include "estimate/read_table.h"

#include <gtest/gtest.h>

#include "estimate/test_tables.h"

namespace waymark::estimate {
namespace {

constexpr const char* kGood = "A,B,C,count\n1,0,0,30\n0,1,0,20\n0,0,1,25\n1,1,0,9\n0,1,1,4\n";

Reason reason_of(std::string_view text) {
  const auto strata = read_table(text);
  if (!strata) return strata.error().reason;
  const auto checked = check_table(strata->front().table);
  EXPECT_FALSE(checked.has_value()) << text;
  return checked ? Reason::kOpen : checked.error().reason;
}

TEST(ReadTable, ReadsPatternsAndCounts) {
  const auto strata = read_table(kGood);
  ASSERT_TRUE(strata.has_value());
  EXPECT_EQ(strata->front().table.observed(), 88);
  EXPECT_EQ(strata->front().table.count(0b011), 9);
  EXPECT_TRUE(check_table(strata->front().table).has_value());
}

TEST(ReadTable, ReadsSemicolonsQuotesMarksAndWholeNumbersWithZeros) {
  const auto strata = read_table("\xef\xbb\xbf\"A\";\"B\";\"C\";\"anzahl\"\r\n1;0;0;5.0\r\n1;1;0;7\r\n");
  ASSERT_TRUE(strata.has_value());
  EXPECT_EQ(strata->front().table.observed(), 12);
}

TEST(ReadTable, ReadsOneRowAPerson) {
  const auto table = published("LCMCR_kosovo_aggregate");
  EXPECT_EQ(table.observed(), 4400);
  EXPECT_EQ(table.count(0b1111), 27);
}

TEST(ReadTable, ReadsStrata) {
  const auto strata = read_table(published_text("conting_spina"), {.count_column = "y", .stratum_column = "eth"});
  ASSERT_TRUE(strata.has_value());
  ASSERT_EQ(strata->size(), 3U);
  EXPECT_EQ((*strata)[0].name, "caucasian");
  EXPECT_EQ((*strata)[0].table.observed(), 583);
}

TEST(ReadTable, RefusesWhatIsNoTable) {
  EXPECT_EQ(reason_of(""), Reason::kEmpty);
  EXPECT_EQ(reason_of("A,B,C,count\n"), Reason::kEmpty);
  EXPECT_EQ(reason_of("A,B,C,count\n1,0,0,0\n"), Reason::kEmpty);
  EXPECT_EQ(reason_of("A,B,C,count\n1,0,0\n"), Reason::kNotATable);
  EXPECT_EQ(reason_of("A,B,C,count\n1,2,0,5\n"), Reason::kNotPresence);
  EXPECT_EQ(reason_of("A,B,A,count\n1,1,0,5\n"), Reason::kSameListName);
}

TEST(ReadTable, RefusesCountsThatAreNone) {
  EXPECT_EQ(reason_of("A,B,C,count\n1,0,0,-5\n"), Reason::kNegative);
  EXPECT_EQ(reason_of("A,B,C,count\n1,0,0,5.5\n"), Reason::kFractional);
  EXPECT_EQ(reason_of("A,B,C,count\n1,0,0,many\n"), Reason::kNotANumber);
  EXPECT_EQ(reason_of("A,B,C,count\n1,0,0,\n"), Reason::kNotANumber);
  EXPECT_EQ(reason_of("A,B,C,count\n1,0,0,99999999999999999999999\n"), Reason::kOverflow);
  EXPECT_EQ(reason_of("A,B,C,count\n1,0,0,900000000\n0,1,0,900000000\n"), Reason::kOverflow);
}

TEST(ReadTable, RefusesTablesThatSayNothingAboutTheRest) {
  EXPECT_EQ(reason_of("A,B,count\n1,0,50\n0,1,60\n1,1,20\n"), Reason::kOnlyTwoLists);
  EXPECT_EQ(reason_of("A,B,C,count\n1,0,0,5\n0,1,0,6\n0,0,1,7\n"), Reason::kNoOverlap);
  EXPECT_EQ(reason_of("A,B,C,count\n1,1,1,90\n"), Reason::kOnePattern);
  EXPECT_EQ(reason_of("A,B,C,count\n1,0,0,5\n1,0,0,6\n0,1,1,7\n"), Reason::kDuplicatePattern);
  EXPECT_EQ(reason_of("A,B,C,count\n0,0,0,5\n0,1,1,7\n"), Reason::kNobodyPattern);
  EXPECT_EQ(reason_of("A,B,C,count\n1,0,0,50\n0,1,0,40\n1,1,0,20\n"), Reason::kEmptyList);
  EXPECT_EQ(reason_of("A,B,C,count\n1,0,0,50\n0,1,0,40\n1,1,0,20\n1,0,1,30\n"), Reason::kContainedList);
  EXPECT_EQ(reason_of("A,B,C,count\n1,0,0,50\n0,1,0,40\n0,0,1,40\n1,1,0,2\n1,0,1,3\n"), Reason::kLittleOverlap);
}

TEST(ReadTable, RefusesTwentyLists) {
  std::string header = "count";
  std::string row = "9";
  for (int i = 0; i < 20; ++i) {
    header += ",L" + std::to_string(i);
    row += i % 2 == 0 ? ",1" : ",0";
  }
  const auto strata = read_table(header + "\n" + row + "\n");
  ASSERT_FALSE(strata.has_value());
  EXPECT_EQ(strata.error().reason, Reason::kTooManyLists);
  EXPECT_EQ(strata.error().number, 20);
}

TEST(ReadLists, JoinsListsByThePerson) {
  const std::vector<NamedList> lists{{"courts", "person,year\np1,2023\np2,2023\np2,2024\n"},
                                     {"press", "person\np2\np3\n"},
                                     {"ngo", "x,person\na,p3\nb,p2\n"}};
  const auto table = read_lists(lists, "person");
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->observed(), 3);
  EXPECT_EQ(table->count(0b111), 1);
  EXPECT_EQ(table->count(0b110), 1);
  EXPECT_EQ(read_lists(lists, "id").error().reason, Reason::kNoColumn);
}

Reason reason_of_lists(const std::string& first, const std::string& second) {
  const std::vector<NamedList> lists{{"courts", first}, {"press", second}};
  const auto table = read_lists(lists, "person");
  return table ? Reason::kNoMixture : table.error().reason;
}

// A quote that never closed swallowed the rest of a list: 672 people where there were 879, and an estimate.
TEST(ReadTable, AQuoteThatNeverClosesIsRefused) {
  EXPECT_EQ(reason_of("A,B,C,count\n1,0,0,5\n0,1,0,\"6\n0,0,1,7\n"), Reason::kOpenQuote);
  EXPECT_EQ(read_table("A,B,C,note\n1,0,0,a\n\n0,1,0,\"b\n0,0,1,c\n").error().number, 4);
  EXPECT_EQ(reason_of_lists("person,x\n1,\"a\n2,b\n", "person\n1\n"), Reason::kOpenQuote);
  const std::string inside = "person,x\n1,5\" of snow\n2,a \"b\" c\n3, \"d, e\" \n";
  EXPECT_EQ(reason_of_lists(inside, "person\n1\n"), Reason::kNoMixture) << "a quote within a cell opens nothing";
  const std::vector<NamedList> lists{{"courts", inside}, {"press", "person\n1\n"}};
  EXPECT_EQ(read_lists(lists, "person")->counts(), (std::vector<std::int64_t>{0, 2, 0, 1}));
}

// "NA" on three lists was one person on all three; rows without an id were gone without a word.
TEST(ReadLists, ARowWithoutAnIdIsRefused) {
  for (const std::string none : {"\"\"", "NA", "nan", "NULL", "-", "\u2014", "?", "\u00a0", " "})
    EXPECT_EQ(reason_of_lists("person,x\n1,a\n" + none + ",b\n", "person\n1\n"), Reason::kNoValue) << none;
  const std::vector<NamedList> lists{{"courts", "person,x\n1,a\n,b\n"}};
  EXPECT_EQ(read_lists(lists, "person").error().first, "person");
}

TEST(ReadLists, BlanksAroundAnIdMakeNoOtherPerson) {
  const std::vector<NamedList> lists{{"courts", "person\n1\u00a0\n\u200b2\n\ufeff3\n"},
                                     {"press", "person\n 1\n2\n3\n"}};
  EXPECT_EQ(read_lists(lists, "person")->counts(), (std::vector<std::int64_t>{0, 0, 0, 3}));
}

TEST(ReadLists, TwoColumnsOfTheIdsNameAreRefused) {
  EXPECT_EQ(reason_of_lists("person,person\n1,2\n", "person\n1\n"), Reason::kSameColumn);
}

TEST(ReadTable, AGroupWithoutANameIsRefused) {
  EXPECT_EQ(read_table("g,A,B,C,count\nx,1,0,0,5\n,1,0,0,6\n", {.stratum_column = "g"}).error().reason,
            Reason::kNoValue);
  EXPECT_EQ(read_table("g,A,B,C,count\nx,1,0,0,5\nx\u00a0,1,0,0,6\n", {.stratum_column = "g"}).error().reason,
            Reason::kDuplicatePattern);
}

// "Line 3 does not fit the header", of which of five files nobody was told.
TEST(ReadLists, EveryRefusalSaysInWhichFile) {
  for (const std::string bad :
       {"", "id\n1\n", "person,x\n1\n", "person\nNA\n", "person,person\n1,1\n", "person\n\"1\n", "person\n\xff\n"}) {
    const std::vector<NamedList> lists{{"courts", "person\n1\n"}, {"press", bad}, {"ngo", "person\n1\n"}};
    EXPECT_EQ(read_lists(lists, "person").error().list, "press") << bad;
  }
}

TEST(ReadTable, AGroupThatIsNotKnownIsNoGroup) {
  for (const std::string none : {"NA", "NULL", "-"})
    EXPECT_EQ(read_table("g,A,B,C,count\nx,1,0,0,5\n" + none + ",1,0,0,6\n", {.stratum_column = "g"}).error().reason,
              Reason::kNoValue)
        << none;
}

// Counts of 0 and 1 in a column with a name of its own were one list more: eight people became fifteen.
TEST(ReadTable, CountsOfNoughtAndOneAloneAreAskedAbout) {
  const std::string patterns = "A,B,C,persons\n1,0,0,1\n0,1,0,0\n0,0,1,1\n1,1,0,1\n1,0,1,0\n";
  EXPECT_EQ(reason_of(patterns), Reason::kCountOrList);
  EXPECT_EQ(read_table(patterns).error().first, "persons");
  EXPECT_EQ(read_table(patterns, {.count_column = "persons"})->front().table.observed(), 3);
  const auto people = read_table(patterns + "1,0,0,1\n");
  EXPECT_EQ(people->front().table.names().size(), 4U) << "two alike: one row a person";
}

// One "NA" in the last list made counts of it.
TEST(ReadTable, AnUnknownAmongNoughtsAndOnesMakesNoCounts) {
  const auto strata = read_table("A,B,C\n1,0,0\n1,0,0\n0,1,1\n1,1,NA\n");
  ASSERT_FALSE(strata.has_value());
  EXPECT_EQ(strata.error().reason, Reason::kNotPresence);
  EXPECT_EQ(strata.error().number, 5);
  EXPECT_EQ(strata.error().first, "C");
}

// Counts of 0 and 1 alone under a Russian name were one list more.
TEST(ReadTable, CountsOfNoughtAndOneAreKnownByTheirName) {
  const auto strata = read_table("A,B,C,Количество\n1,0,0,1\n0,1,0,1\n0,0,1,0\n1,1,0,1\n");
  ASSERT_TRUE(strata.has_value());
  EXPECT_EQ(strata->front().table.names().size(), 3U);
}

TEST(ReadTable, AHiddenCountHasTwoEnds) {
  const auto strata = read_table("a,b,c,count\n1,0,0,17\n1,1,0,1..4\n0,1,1,0..9\n");
  ASSERT_TRUE(strata.has_value());
  ASSERT_EQ(strata->front().hidden.size(), 2U);
  EXPECT_EQ(strata->front().hidden[0].pattern, 0b011U);
  EXPECT_EQ(strata->front().hidden[0].low, 1);
  EXPECT_EQ(strata->front().hidden[0].high, 4);
  EXPECT_EQ(strata->front().table.count(0b011), 2) << "its middle stands for it";
  for (const char* bad : {"4..1", "..4", "1..", "1...4", "a..b", "-1..4", "1..1.5"})
    EXPECT_FALSE(read_table("a,b,c,count\n1,0,0,17\n1,1,0," + std::string(bad) + "\n").has_value()) << bad;
}

}  // namespace
}  // namespace waymark::estimate
