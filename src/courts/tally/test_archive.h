// An archive made of a few plain lines, for the tests of the tally.
#pragma once

#include <fmt/format.h>

#include "courts/archive/archive.h"
#include "store/temporary_folder.h"

namespace waymark::courts {

struct TestPerson {
  std::string name = "Петров П.П.";
  std::string articles = "ст.337 ч.5 УК РФ";
  std::string result = {};
};

struct TestCase {
  std::string court = "61GV0001";
  std::string court_name = {};
  std::string number = "1-1/2024";
  std::string received = "10.01.2024";
  std::string decided = {};
  std::string in_force = {};
  std::string uid = {};
  Stage stage = Stage::kFirst;
  std::vector<TestPerson> persons = {TestPerson{}};
  View view = View::kCard;
};

inline constexpr const char* kSuspendedWords = "Вынесен ПРИГОВОР: лишение свободы условно (ст. 73 УК РФ)";
inline constexpr const char* kFineWords = "Вынесен ПРИГОВОР: штраф";
inline constexpr const char* kSentencedWords = "Вынесен ПРИГОВОР";
inline constexpr const char* kTransferredWords = "Направлено по подсудности (подведомственности)";

inline Card card_of(const TestCase& one) {
  Card card;
  card.view = one.view;
  card.court_code = one.court;
  card.court = one.court_name;
  card.number = read_case_number(one.number);
  card.stage = one.stage;
  card.received = read_date(one.received);
  card.decided = read_date(one.decided);
  card.in_force = read_date(one.in_force);
  card.uid = Uid::read(one.uid);
  for (const TestPerson& person : one.persons) {
    card.persons.push_back({.name = person.name,
                            .name_kind = NameKind::kInitials,
                            .articles_written = person.articles,
                            .articles = read_articles(person.articles, "УК"),
                            .result = person.result});
  }
  return card;
}

class TestArchive {
 public:
  TestArchive() : folder_(store::TemporaryFolder::make().value()), writer_(ArchiveWriter::open(file()).value()) {}
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "courts.sqlite"; }
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }

  /// One page seen on a day, with all the cases on it.
  void put(const char* day, const std::vector<TestCase>& cases) {
    const std::int32_t seen = *day_of_iso(day);
    if (!writer_->begin_import(fmt::format("import {}", ++imports_), "", seen)) return;
    std::vector<Card> cards;
    for (const TestCase& one : cases) cards.push_back(card_of(one));
    const std::string bytes = fmt::format("page {}", imports_);
    const PageRecord page{.source = bytes + ".html",
                          .seen = seen,
                          .kind = PageKind::kCard,
                          .sha256 = crypto::sha256(view_of(bytes)),
                          .bytes = bytes};
    if (writer_->put_page(bytes, page, cards)) (void)writer_->end_import({}, false).has_value();
  }

 private:
  store::TemporaryFolder folder_;
  std::unique_ptr<ArchiveWriter> writer_;
  int imports_ = 0;
};

}  // namespace waymark::courts
