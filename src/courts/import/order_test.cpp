// Order of days does not matter: the days of a year of saving, imported in any order and some of them twice, give the
// same facts, vanished records and changes as in the right order.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <numeric>
#include <random>

#include "base/test_long.h"
#include "courts/archive/reader.h"
#include "courts/import/importer.h"
#include "store/connection.h"
#include "store/temporary_folder.h"

namespace waymark::courts {
namespace {

constexpr std::int32_t kDay = 20'000;
constexpr int kDays = 4;
constexpr int kCases = 7;

/// What the court showed of one case on each day: "" nothing, else its result. Edits, records that vanish, come back,
/// come later, change while they are gone, and change back.
constexpr const char* kShown[kCases][kDays] = {
    {"А", "А", "А", "А"}, {"А", "", "А", "А"}, {"А", "Б", "А", "А"}, {"", "А", "", "Б"},
    {"А", "А", "", ""},   {"А", "", "", "Б"},  {"", "", "А", "А"},
};

void write(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream{file, std::ios::binary} << text;
}

std::string framed(const std::string& content) {
  return "<html><head><title>Озёрный гарнизонный военный суд</title></head><body><a "
         "href='https://ej.sudrf.ru/?fromOa=61GV0099'>x</a><div id=content>" +
         content + "</div></body></html>";
}

std::string card_page(int number, std::string_view result) {
  return framed(
      fmt::format("<div class=title>Уголовные дела - первая инстанция</div><div class=casenumber>ДЕЛО № 1-{}/2024</div>"
                  "<table><tr><th colspan=2>ДЕЛО</th></tr><tr><td><b>Дата поступления</b></td><td>10.01.2024</td></tr>"
                  "<tr><td><b>Результат рассмотрения</b></td><td>{}</td></tr></table>",
                  number, result));
}

/// The list of a day: the same cases through another view, always whole.
std::string list_page(int day) {
  std::string rows;
  int count = 0;
  for (int number = 0; number < kCases; ++number) {
    const std::string_view result = kShown[number][day];
    if (result.empty() || number % 2 == 1) continue;
    ++count;
    rows += fmt::format("<tr><td>1-{}/2024</td><td>10.01.2024</td><td>{}</td></tr>", number + 1, result);
  }
  return framed(
      fmt::format("<p>Всего по запросу найдено — {0}. На странице записи с 1 по {0}.</p><table><tr><th>№ дела</th>"
                  "<th>Дата поступления</th><th>Решение</th></tr>{1}</table>",
                  count, rows));
}

class Order : public testing::Test {
 protected:
  Order() : folder_(store::TemporaryFolder::make().value()) {
    for (int day = 0; day < kDays; ++day) {
      for (int number = 0; number < kCases; ++number)
        if (*kShown[number][day] != '\0')
          write(days(day) / fmt::format("{}.html", number), card_page(number + 1, kShown[number][day]));
      write(days(day) / "list.html", list_page(day));
    }
  }
  [[nodiscard]] std::filesystem::path days(int day) const { return folder_.path() / "days" / std::to_string(day); }
  [[nodiscard]] std::filesystem::path archive() const { return folder_.path() / "archive"; }

  void import(int day) {
    const auto writer = ArchiveWriter::open(archive()).value();
    const auto report =
        Importer{*writer, {.snapshot = "s", .seen = kDay + day, .court_code = {}}, kDay, [](const Progress&) {}}.run(
            {days(day)});
    ASSERT_TRUE(report.has_value());
  }

  /// Everything that a reader is told, by the keys of cases, in the order in which it is printed.
  std::vector<std::string> told() {
    const auto reader = ArchiveReader::open(archive()).value();
    std::vector<std::string> lines;
    EXPECT_TRUE(reader
                    ->for_each_fact({},
                                    [&](std::span<const Fact> facts) {
                                      for (const Fact& one : facts)
                                        lines.push_back(fmt::format("fact {} {} {} {} {} {} {}",
                                                                    reader->case_file(one.case_id)->key, one.first_seen,
                                                                    one.decided_seen, one.last_seen, one.gone,
                                                                    one.received, static_cast<int>(one.view)));
                                    })
                    .has_value());
    std::sort(lines.begin(), lines.end());  // facts have no order of their own; what is printed below has
    const auto vanished = reader->vanished_since(0).value();
    for (const VanishedRecord& one : vanished)
      lines.push_back(fmt::format("vanished {} {} {} {} {}", one.key, static_cast<int>(one.view), one.last_seen,
                                  one.gone, one.returned));
    for (int from = 0; from < kDays; ++from)
      for (int to = from; to < kDays; ++to) {
        const auto changed = reader->changed_between(kDay + from, kDay + to).value();
        for (const std::int64_t id : changed)
          lines.push_back(fmt::format("changed {} {} {}", from, to, reader->case_file(id)->key));
      }
    for (int number = 1; number <= kCases; ++number) {
      const auto file = reader->find_case(fmt::format("61GV0099|1-{}/2024", number));
      if (!file) continue;
      const auto revisions = reader->revisions(file->id).value();
      for (const Revision& one : revisions)
        lines.push_back(fmt::format("revision {} {} {} {} {}", number, static_cast<int>(one.view), one.seen,
                                    one.tombstone, one.card.result));
    }
    return lines;
  }

  void expect_sound(const std::string& order) {
    const auto chain = verify_archive(archive()).value();
    EXPECT_TRUE(chain.intact) << order << ": " << chain.what;
    const auto facts = verify_facts(archive()).value();
    EXPECT_TRUE(facts.follow()) << order << ": " << facts.cases_wrong << " cases from " << facts.first_wrong << ", "
                                << facts.rows_wrong << " rows, " << facts.strays << " strays";
  }

  void start_again() {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(archive().string() + end);
  }
  store::TemporaryFolder folder_;
};

std::string name_of(const std::vector<int>& order) { return fmt::format("{}", fmt::join(order, " ")); }

TEST_F(Order, OfDaysDoesNotMatter) {
  std::vector<int> right(kDays);
  std::iota(right.begin(), right.end(), 0);
  for (const int day : right) import(day);
  const std::vector<std::string> expected = told();
  expect_sound("the right order");
  EXPECT_GT(std::count_if(expected.begin(), expected.end(),
                          [](const std::string& line) { return line.starts_with("vanished"); }),
            4);
  for (const int day : right) import(day);
  EXPECT_EQ(told(), expected) << "everything twice";
  std::vector<std::vector<int>> orders;
  for (std::vector<int> order = right; std::next_permutation(order.begin(), order.end());) orders.push_back(order);
  std::mt19937 dice{7};
  if (!is_long_run()) std::shuffle(orders.begin(), orders.end(), dice);
  if (!is_long_run()) orders.resize(12);
  for (std::vector<int> order : orders) {
    // Two of the days come in twice, at another moment.
    for (int extra = 0; extra < 2; ++extra)
      order.insert(order.begin() + static_cast<std::ptrdiff_t>(dice() % (order.size() + 1)),
                   static_cast<int>(dice() % kDays));
    start_again();
    for (const int day : order) import(day);
    EXPECT_EQ(told(), expected) << name_of(order);
    expect_sound(name_of(order));
  }
}

TEST_F(Order, WhatWholesHeldIsOfTheChain) {
  import(0);
  {
    const auto db = store::Connection::open(archive()).value();
    for (const char* sql : {"DELETE FROM member", "DELETE FROM whole", "UPDATE state SET last_seen = last_seen + 1",
                            "UPDATE case_file SET first_seen = first_seen - 5"})
      ASSERT_TRUE(db->execute(sql).has_value()) << sql;
  }
  EXPECT_TRUE(verify_archive(archive())->intact) << "the entries are as they were";
  EXPECT_FALSE(verify_facts(archive())->follow()) << "what stands beside them is not";
  {
    const auto writer = ArchiveWriter::open(archive()).value();
    ASSERT_TRUE(writer->rebuild_facts().has_value());
  }
  expect_sound("rebuilt");
  import(1);
  EXPECT_FALSE(ArchiveReader::open(archive()).value()->vanished_since(0)->empty());
}

}  // namespace
}  // namespace waymark::courts
