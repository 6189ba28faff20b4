// Tables in which every person has many records: nothing of them may come out as "nobody is twice".
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <iostream>

#include "linkage/accuracy.h"
#include "linkage/hash.h"
#include "linkage/link.h"
#include "linkage/write.h"

namespace waymark::linkage {
namespace {

struct Shape {
  std::uint32_t people, records;  ///< and records of each person
  double typing, initial;         ///< share of records with an error in a name; with an initial for a given name
  std::uint32_t surnames, given, years;
  double f1;  ///< of clusters, at least
};

std::string word(std::uint64_t seed, std::uint64_t number) {
  std::string letters;
  std::uint64_t state = mixed(seed, number);
  for (int i = 0; i < 7; ++i, state >>= 5) letters += static_cast<char>('a' + state % 26);
  return letters;
}

/// One letter changed, lost, or changed with the next.
void mistype(std::string& text, Numbers& dice) {
  const auto at = static_cast<std::size_t>(dice.below(text.size() - 1));
  switch (dice.below(3)) {
    case 0: text[at] = static_cast<char>('a' + dice.below(26)); break;
    case 1: text.erase(at, 1); break;
    default: std::swap(text[at], text[at + 1]);
  }
}

Table table_of(const Shape& shape, std::uint64_t seed) {
  Table table({"surname", "given", "born", "person"});
  Numbers dice{seed};
  for (std::uint32_t person = 0; person < shape.people; ++person) {
    // Names are as uneven as real ones: the square of an even share.
    const auto uneven = [&](std::uint32_t count) {
      const double share = dice.fraction();
      return static_cast<std::uint64_t>(share * share * count);
    };
    const std::string surname = word(1, uneven(shape.surnames)), given = word(2, uneven(shape.given));
    const std::string born =
        fmt::format("{}-{:02}-{:02}", 1900 + dice.below(shape.years), 1 + dice.below(12), 1 + dice.below(28));
    for (std::uint32_t i = 0; i < shape.records; ++i) {
      std::string surname_seen = surname, given_seen = given;
      if (dice.fraction() < shape.typing) mistype(surname_seen, dice);
      if (dice.fraction() < shape.typing) mistype(given_seen, dice);
      if (dice.fraction() < shape.initial) given_seen.resize(1);
      table.add_row({surname_seen, given_seen, born, std::to_string(person)});
    }
  }
  return table;
}

LinkConfig config_of_people() {
  return {.fields = {{.name = "surname"}, {.name = "given"}, {.name = "born", .kind = Kind::kDate}}};
}

class Dense : public testing::TestWithParam<Shape> {};

TEST_P(Dense, PeopleAreFound) {
  const Shape& shape = GetParam();
  const Workers workers{2};
  const Table table = table_of(shape, 7);
  const auto linkage = link(table, config_of_people(), {}, workers);
  ASSERT_TRUE(linkage.has_value()) << linkage.error().detail;
  const auto accuracy = cluster_accuracy(linkage->clusters.of_row, table.columns()[3].ids);
  std::cout << fmt::format(
      "{} people x {}: {} pairs compared, {} rules, clusters precision {:.4f} recall {:.4f} F1 {:.4f}\n", shape.people,
      shape.records, linkage->report.compared, linkage->report.rules.size(), accuracy.precision().value_or(0),
      accuracy.recall().value_or(0), accuracy.f1());
  for (const std::string& note : linkage->report.notes) std::cout << "  " << note << "\n";
  EXPECT_GE(accuracy.f1(), shape.f1);
  EXPECT_FALSE(linkage->report.no_evidence);
}

INSTANTIATE_TEST_SUITE_P(
    Shapes, Dense,
    testing::Values(Shape{16'000, 2, 0, 0, 4000, 300, 70, 0.97}, Shape{1'000, 10, 0, 0, 800, 200, 70, 0.97},
                    Shape{600, 10, 0, 0, 800, 200, 70, 0.97}, Shape{100, 100, 0, 0, 800, 200, 70, 0.9},
                    Shape{12'500, 4, 0.15, 0.1, 4000, 300, 70, 0.9}, Shape{5'000, 10, 0.2, 0.15, 1500, 150, 60, 0.87}),
    [](const auto& param) { return fmt::format("{}x{}", param.param.people, param.param.records); });

/// One of three errors that everybody makes in the same place.
void mistype_as_others(std::string& text, Numbers& dice) {
  switch (dice.below(3)) {
    case 0: text[3] = 'z'; break;
    case 1: text.erase(2, 1); break;
    default: text.pop_back();
  }
}

/// 2,000 people of four records with few names: many namesakes, and whoever errs errs as others do.
Table people_who_err_alike() {
  Table table({"surname", "given", "born", "person"});
  Numbers dice{11};
  for (std::uint32_t person = 0; person < 2000; ++person) {
    const std::string surname = word(1, dice.below(40)), given = word(2, dice.below(12));
    const std::string born =
        fmt::format("{}-{:02}-{:02}", 1965 + dice.below(40), 1 + dice.below(12), 1 + dice.below(28));
    for (int i = 0; i < 4; ++i) {
      std::string surname_seen = surname, given_seen = given;
      if (dice.fraction() < 0.15) mistype_as_others(surname_seen, dice);
      if (dice.fraction() < 0.15) mistype_as_others(given_seen, dice);
      if (dice.fraction() < 0.1) given_seen.resize(1);
      table.add_row({surname_seen, given_seen, born, std::to_string(person)});
    }
  }
  return table;
}

// Two namesakes with four records each and other days of birth became one person, because one record of each had the
// same rare error in a name: that pair was just above the threshold, and the other fifteen did not count.
TEST(Dense, NamesakesWhoShareARareErrorStayTwo) {
  const Table table = people_who_err_alike();
  const auto linkage = link(table, config_of_people(), {}, Workers{2});
  ASSERT_TRUE(linkage.has_value());
  const auto accuracy = cluster_accuracy(linkage->clusters.of_row, table.columns()[3].ids);
  std::cout << fmt::format("2000 people x 4 who err alike: clusters precision {:.4f} recall {:.4f} F1 {:.4f}\n",
                           accuracy.precision().value_or(0), accuracy.recall().value_or(0), accuracy.f1());
  EXPECT_GE(accuracy.precision().value_or(0), 0.995);
  EXPECT_GE(accuracy.recall().value_or(0), 0.995);
}

// What a person decided binds two whole groups, however little their records speak for it.
TEST(Dense, OneDecisionJoinsTwoGroupsThatSpeakAgainstIt) {
  Table table({"surname", "given", "born", "person"});
  for (int i = 0; i < 300; ++i)
    table.add_row({word(1, 100 + i), word(2, 100 + i), fmt::format("{}-02-03", 1900 + i % 90), "x"});
  for (int group = 0; group < 2; ++group)
    for (int i = 0; i < 5; ++i)
      table.add_row({word(1, group), word(2, group), group == 0 ? "1970-01-01" : "1999-12-31", std::to_string(group)});
  const std::vector<Decision> decisions{{300, 305, Verdict::kSame}};
  const auto apart = link(table, config_of_people(), {}, Workers{1});
  EXPECT_NE(apart->clusters.of_row[300], apart->clusters.of_row[305]);
  const auto joined = link(table, config_of_people(), decisions, Workers{1});
  EXPECT_EQ(joined->clusters.of_row[300], joined->clusters.of_row[305]);
}

TEST(Dense, NoPairIsNoPrecision) {
  Table table({"surname", "given", "born", "person"});
  for (int i = 0; i < 3000; ++i)
    table.add_row({word(1, i), word(2, i), fmt::format("{}-01-01", 1000 + i), std::to_string(i)});
  const auto linkage = link(table, config_of_people(), {}, Workers{2});
  ASSERT_TRUE(linkage.has_value());
  EXPECT_EQ(linkage->report.linked_pairs, 0u);
  EXPECT_FALSE(linkage->expected_at(0.5).precision.has_value());
  const std::string text = summary(*linkage);
  EXPECT_EQ(text.find("expected right"), std::string::npos) << text;
  EXPECT_NE(text.find("0.50  no pair"), std::string::npos) << text;
  const auto accuracy = pair_accuracy(linkage->pairs, 0, table.columns()[3].ids);
  EXPECT_FALSE(accuracy.precision().has_value());
}

TEST(Dense, WhereEveryRuleIsTooDearTheNarrowestAreTakenAndNamed) {
  // Three values in each field, 27,000 records: no rule of three parts keeps 25 pairs a record.
  Table table({"surname", "given", "born"});
  for (int i = 0; i < 27'000; ++i)
    table.add_row({word(1, i % 3), word(2, i / 3 % 3), fmt::format("{}-01-01", 1970 + i / 9 % 3)});
  const auto linkage = link(table, config_of_people(), {}, Workers{2});
  ASSERT_TRUE(linkage.has_value());
  EXPECT_EQ(linkage->report.rules_from, RulesFrom::kNarrowest);
  EXPECT_GT(linkage->report.compared, 0u);
  ASSERT_FALSE(linkage->report.notes.empty());
  EXPECT_TRUE(linkage->report.notes[0].starts_with("Every rule of up to three parts brings more than 25 pairs"));
}

}  // namespace
}  // namespace waymark::linkage
