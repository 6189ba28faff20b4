// Values that say "not known" in the costumes of R, pandas, spreadsheets and people.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "linkage/accuracy.h"
#include "linkage/hash.h"
#include "linkage/keys.h"
#include "linkage/link.h"

namespace waymark::linkage {
namespace {

using testing::Contains;
using testing::HasSubstr;

std::string word_of(Numbers& numbers, std::uint64_t count, std::uint64_t salt) {
  std::string letters;
  for (std::uint64_t state = mixed(numbers.below(count), salt), i = 0; i < 7; ++i, state >>= 5)
    letters += static_cast<char>('a' + state % 26);
  return letters;
}

/// People of two equal records, a third of whose values is `unknown`.
Linkage people_with(const std::string& unknown) {
  Table table({"surname", "given", "born"});
  Numbers numbers{7};
  for (int person = 0; person < 400; ++person) {
    const std::array<std::string, 3> values{word_of(numbers, 300, 1), word_of(numbers, 40, 2),
                                            std::to_string(19500101 + 10000 * numbers.below(50) + numbers.below(28))};
    for (int record = 0; record < 2; ++record) {
      std::array<std::string, 3> shown = values;
      for (std::string& value : shown)
        if (numbers.below(3) == 0) value = unknown;
      table.add_row(std::array<std::string_view, 3>{shown[0], shown[1], shown[2]});
    }
  }
  const LinkConfig config{.fields = {{.name = "surname"}, {.name = "given"}, {.name = "born", .kind = Kind::kDate}}};
  return *link(table, config, {}, Workers{1});
}

// "NA" in a quarter of all fields was a common name: of 1,000 twins 646 were found with empty fields, 502 with "NA".
TEST(AbsentValues, AreNoNamesInAnyCostume) {
  const Linkage empty = people_with("");
  ASSERT_GT(empty.report.linked_pairs, 50U);
  for (const std::string unknown : {"NA", "NULL", "н/д", "не установлено", "-", "#N/A"}) {
    const Linkage same = people_with(unknown);
    EXPECT_EQ(same.clusters.of_row, empty.clusters.of_row) << unknown;
    EXPECT_THAT(same.report.notes, Contains(HasSubstr("such as '" + unknown + "' say that nothing is known")))
        << unknown;
  }
}

// 1,333 records with "NA" in the column of a key were one person, and "100.0 % of them expected right".
TEST(AbsentValues, AreNoKey) {
  for (const std::string unknown : {"NA", "-", "NULL", "нет данных", "0", "00000000", "000-000-000 00", "#Н/Д"}) {
    Table table({"uid", "surname"});
    table.add_row(std::array<std::string_view, 2>{unknown, "ivanov"});
    table.add_row(std::array<std::string_view, 2>{unknown, "petrov"});
    EXPECT_TRUE(key_pairs(table, {.keys = {{"uid"}}})->pairs.empty()) << unknown;
  }
}

TEST(AbsentValues, AKeyOfVeryManyRecordsIsNamed) {
  Table table({"uid", "surname"});
  for (int i = 0; i < 150; ++i) table.add_row(std::array<std::string_view, 2>{"9999", "ivanov"});
  const auto keys = key_pairs(table, {.keys = {{"uid"}}});
  EXPECT_EQ(keys->pairs.size(), 149U);
  ASSERT_EQ(keys->notes.size(), 1U);
  EXPECT_THAT(keys->notes[0], HasSubstr("Key 'uid': 150 records have '9999' and count as one person"));
  EXPECT_TRUE(key_pairs(table, {.missing = {"9999"}, .keys = {{"uid"}}})->pairs.empty());
}

// A table in which the answer is known for some: all the others, with an empty cell, were one person, and recall was
// measured against it.
TEST(AbsentValues, RecordsWithoutAKnownAnswerAreNotMeasured) {
  Table table({"person"});
  for (const char* person : {"p1", "", "NA", "p1", "p2", ""}) table.add_row(std::array<std::string_view, 1>{person});
  const std::vector<ScoredPair> pairs{{0, 3, 5, 0}, {1, 2, 5, 0}, {3, 4, 5, 0}, {4, 5, 5, 0}};
  const KnownRecords known = known_records(pairs, std::vector<std::uint32_t>{0, 1, 1, 0, 0, 2}, table.columns()[0]);
  ASSERT_EQ(known.truth.size(), 3U);
  ASSERT_EQ(known.pairs.size(), 2U);
  EXPECT_EQ(known.pairs[1].a, 1U);
  EXPECT_EQ(known.pairs[1].b, 2U);
  const Accuracy clusters = cluster_accuracy(known.clusters, known.truth);
  EXPECT_EQ(clusters.right, 1U);
  EXPECT_EQ(clusters.wrong, 2U);
  EXPECT_EQ(clusters.missed, 0U);
}

}  // namespace
}  // namespace waymark::linkage
