// A harder table than those of dense_test.cpp: a register like a census, with many uneven records of each person and
// much of each missing or wrong. What it comes to is printed.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <iostream>

#include "linkage/accuracy.h"
#include "linkage/hash.h"
#include "linkage/link.h"

namespace waymark::linkage {
namespace {

std::string word(std::uint64_t seed, std::uint64_t number, int letters = 7) {
  std::string made;
  std::uint64_t state = mixed(seed, number);
  for (int i = 0; i < letters; ++i, state >>= 5) made += static_cast<char>('a' + state % 26);
  return made;
}

void mistype(std::string& text, Numbers& dice) {
  if (text.size() < 2) return;
  const auto at = static_cast<std::size_t>(dice.below(text.size() - 1));
  switch (dice.below(3)) {
    case 0: text[at] = static_cast<char>('a' + dice.below(26)); break;
    case 1: text.erase(at, 1); break;
    default: std::swap(text[at], text[at + 1]);
  }
}

/// Names and places are as uneven as the square of an even share.
std::uint64_t uneven(Numbers& dice, std::uint32_t count) {
  const double share = dice.fraction();
  return static_cast<std::uint64_t>(share * share * count);
}

struct Citizen {
  std::uint64_t given, surname, place, post, work;
  std::uint32_t year, month, day, number;
};

std::string birth_of(const Citizen& one, Numbers& dice) {
  const double kind = dice.fraction();
  if (kind < 0.20) return "";
  if (kind < 0.35) return fmt::format("{}-01-01", one.year);  // the year alone was known
  if (kind < 0.45) return fmt::format("{}-{:02}-{:02}", one.year, one.month, 1 + dice.below(28));
  return fmt::format("{}-{:02}-{:02}", one.year, one.month, one.day);
}

/// One record of somebody; the shares of errors are made up, after what is known of registers of historical people.
void add_record(Table& table, const Citizen& one, Numbers& dice) {
  std::string given = word(2, one.given), surname = word(1, one.surname);
  if (dice.fraction() < 0.12) given = word(7, one.given, 4);  // a short form
  if (dice.fraction() < 0.18) mistype(given, dice);
  if (dice.fraction() < 0.18) mistype(surname, dice);
  if (dice.fraction() < 0.02) std::swap(given, surname);
  const std::string born = birth_of(one, dice);
  const std::string place = dice.fraction() < 0.25 ? "" : word(3, one.place);
  const std::string post =
      dice.fraction() < 0.15 ? "" : word(4, dice.fraction() < 0.25 ? dice.below(5000) : one.post, 6);
  const std::string work = dice.fraction() < 0.30 ? "" : word(5, one.work);
  table.add_row({given, surname, born, place, post, work, one.given % 2 == 0 ? "f" : "m", std::to_string(one.number)});
}

Table census(std::uint32_t people, std::uint64_t seed) {
  Table table({"given", "surname", "born", "place", "post", "work", "gender", "person"});
  Numbers dice{seed};
  for (std::uint32_t number = 0; number < people; ++number) {
    const Citizen one{.given = uneven(dice, 150),
                      .surname = uneven(dice, 3000),
                      .place = uneven(dice, 400),
                      .post = dice.below(5000),
                      .work = uneven(dice, 60),
                      .year = 1800 + static_cast<std::uint32_t>(dice.below(120)),
                      .month = 1 + static_cast<std::uint32_t>(dice.below(12)),
                      .day = 1 + static_cast<std::uint32_t>(dice.below(28)),
                      .number = number};
    const std::uint64_t records = 1 + dice.below(19);  // 10 on average, one to nineteen
    for (std::uint64_t i = 0; i < records; ++i) add_record(table, one, dice);
  }
  return table;
}

Accuracy measured(const char* name, const Table& table, const LinkConfig& config, std::size_t truth) {
  const Workers workers{2};
  const auto linkage = link(table, config, {}, workers);
  EXPECT_TRUE(linkage.has_value());
  if (!linkage) return {};
  const auto pairs =
      pair_accuracy(linkage->pairs, static_cast<float>(config.threshold.link), table.columns()[truth].ids);
  const auto clusters = cluster_accuracy(linkage->clusters.of_row, table.columns()[truth].ids);
  std::cout << fmt::format(
      "{}: {} records, {} pairs compared, {} rules; expected right {:.4f}, pairs precision {:.4f} recall {:.4f}; "
      "clusters precision {:.4f} recall {:.4f} F1 {:.4f}\n",
      name, table.rows(), linkage->report.compared, linkage->report.rules.size(),
      linkage->expected_at(config.threshold.link).precision.value_or(0), pairs.precision().value_or(0),
      pairs.recall().value_or(0), clusters.precision().value_or(0), clusters.recall().value_or(0), clusters.f1());
  return clusters;
}

TEST(Census, ADenseRegisterIsFound) {
  const LinkConfig config{.fields = {{.name = "given"},
                                     {.name = "surname"},
                                     {.name = "born", .kind = Kind::kDate},
                                     {.name = "place"},
                                     {.name = "post", .kind = Kind::kId},
                                     {.name = "work", .kind = Kind::kText},
                                     {.name = "gender"}}};
  const Accuracy found = measured("census-like", census(5'156, 11), config, 7);
  EXPECT_GE(found.f1(), 0.95);
}

}  // namespace
}  // namespace waymark::linkage
