#include "courts/archive/archive.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <functional>

#include "base/encoding.h"
#include "courts/archive/fact_numbers.h"
#include "courts/archive/reader.h"
#include "courts/pages/card_reader.h"
#include "store/connection.h"
#include "store/temporary_folder.h"

namespace waymark::courts {
namespace {

Card card_of(const std::string& number, const std::string& result, View view = View::kCard) {
  Card card;
  card.view = view;
  card.court_code = "61GV0001";
  card.title = "Уголовные дела - первая инстанция";
  card.number = read_case_number(number);
  card.stage = Stage::kFirst;
  card.received = read_date("10.01.2024");
  card.uid = Uid::read("26RS0001-01-2024-012553-83");
  card.result = result;
  if (!result.empty()) card.decided = read_date("01.03.2024");
  Person person;
  person.name = "Петров П.П.";
  person.name_kind = NameKind::kInitials;
  person.articles_written = "ст.337 ч.5 УК РФ";
  person.articles = read_articles(person.articles_written, "УК");
  person.result = result;
  card.persons.push_back(person);
  card.sections.push_back(
      {.title = "ДЕЛО", .pairs = {{.label = "Результат рассмотрения", .value = result, .link = {}}}});
  return card;
}

class Archive : public testing::Test {
 protected:
  Archive() : folder_(store::TemporaryFolder::make().value()) { open(); }
  void open() {
    writer_.reset();
    writer_ = ArchiveWriter::open(file()).value();
  }
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "courts.sqlite"; }
  PutCounts put(const std::string& bytes, std::int32_t day, const std::vector<Card>& cards) {
    const PageRecord page{.source = "a.html",
                          .seen = day,
                          .kind = PageKind::kCard,
                          .sha256 = crypto::sha256(view_of(bytes)),
                          .bytes = bytes};
    return writer_->put_page("a.html#" + bytes, page, cards).value();
  }
  std::int64_t import(std::int32_t day, const std::vector<Card>& cards, const std::string& snapshot = {},
                      const std::vector<std::string>& silent = {}, bool unknown_silent = false) {
    EXPECT_TRUE(writer_->begin_import("x", snapshot, day).has_value());
    for (const Card& card : cards) put("page " + std::to_string(day) + card.number.written, day, {card});
    return writer_->end_import(silent, unknown_silent).value();
  }
  std::unique_ptr<ArchiveReader> reader() { return ArchiveReader::open(file()).value(); }
  std::vector<Fact> facts() {
    std::vector<Fact> all;
    EXPECT_TRUE(
        reader()
            ->for_each_fact({}, [&](std::span<const Fact> some) { all.insert(all.end(), some.begin(), some.end()); })
            .has_value());
    return all;
  }
  void tamper(const std::string& sql) {
    writer_.reset();
    const auto db = store::Connection::open(file()).value();
    ASSERT_TRUE(db->run_script("PRAGMA foreign_keys=OFF;" + sql).has_value());
  }

  store::TemporaryFolder folder_;
  std::unique_ptr<ArchiveWriter> writer_;
};

TEST_F(Archive, FactsOfACard) {
  import(20'000, {card_of("1-7/2024", "ОСУЖДЕН условно")});
  const auto all = facts();
  ASSERT_EQ(all.size(), 1U);
  const auto terms = reader()->terms().value();
  EXPECT_EQ(terms.at(static_cast<std::size_t>(all[0].court)), "61GV0001");
  EXPECT_EQ(terms.at(static_cast<std::size_t>(all[0].articles)), "УК 337 ч.5");
  EXPECT_EQ(all[0].region, 61);
  EXPECT_EQ(all[0].received, day_of(2024, 1, 10));
  EXPECT_EQ(all[0].outcome, Outcome::kSuspended);
  EXPECT_EQ(all[0].first_seen, 20'000);
  EXPECT_EQ(reader()->cases_with_uid("26RS0001-01-2024-012553-83")->size(), 1U);
  int texts = 0;
  ASSERT_TRUE(reader()
                  ->for_each_text({},
                                  [&](const FactTexts& text) {
                                    ++texts;
                                    EXPECT_EQ(text.name, "Петров П.П.");
                                    EXPECT_EQ(text.sentence, "ОСУЖДЕН условно");
                                  })
                  .has_value());
  EXPECT_EQ(texts, 1);
}

TEST_F(Archive, OfSeveralAccusedNobodyIsCalledMobilised) {
  Card card = card_of("1-7/2024", "");
  const std::string text = "Иванов призван на военную службу по мобилизации 28 сентября 2022 года.";
  card.acts.push_back({.title = {}, .text = text, .sha256 = crypto::sha256(view_of(text))});
  import(20'000, {card});
  EXPECT_EQ(facts().at(0).category, Category::kMobilised);
  card.number = read_case_number("1-8/2024");
  card.persons.push_back(card.persons.front());
  card.persons.back().name = "Иванов И.И.";
  import(20'001, {card});
  ASSERT_EQ(facts().size(), 3U);
  EXPECT_EQ(facts().at(1).category, Category::kUnknown);
  EXPECT_EQ(facts().at(2).category, Category::kUnknown);
}

TEST_F(Archive, ChangesAreRevisionsAndNothingIsLost) {
  import(20'000, {card_of("1-7/2024", "")});
  import(20'010, {card_of("1-7/2024", "Вынесен ПРИГОВОР")});
  import(20'020, {card_of("1-7/2024", "Вынесен ПРИГОВОР")});
  const auto file = reader()->find_case("61GV0001|1-7/2024").value();
  const auto revisions = reader()->revisions(file.id).value();
  ASSERT_EQ(revisions.size(), 2U) << "the third import saw nothing new";
  EXPECT_EQ(revisions[1].seen, 20'010);
  const auto changes = compare(revisions[0].card, revisions[1].card);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].after, "Вынесен ПРИГОВОР");
  EXPECT_EQ(facts().at(0).decided_seen, 20'010);
  EXPECT_EQ(facts().at(0).last_seen, 20'020);
  EXPECT_EQ(reader()->sightings(file.id)->size(), 3U);
  EXPECT_EQ(reader()->changed_between(20'005, 20'015)->size(), 1U);
  EXPECT_TRUE(reader()->changed_between(20'011, 20'030)->empty());
}

TEST_F(Archive, AnOlderPageThatComesLaterIsHistory) {
  import(20'010, {card_of("1-7/2024", "Вынесен ПРИГОВОР")});
  import(20'000, {card_of("1-7/2024", "")});
  EXPECT_EQ(facts().at(0).outcome, Outcome::kSentenced);
  EXPECT_EQ(facts().at(0).first_seen, 20'000);
  EXPECT_EQ(reader()->revisions(1)->at(0).seen, 20'000);
}

TEST_F(Archive, AsOfADayKnowsOnlyWhatWasSeenByThen) {
  import(20'000, {card_of("1-7/2024", "")});
  import(20'010, {card_of("1-7/2024", "ОСУЖДЕН условно"), card_of("1-8/2024", "")});
  std::vector<Fact> then;
  const auto archive = reader();
  ASSERT_TRUE(archive
                  ->for_each_fact_as_of(
                      20'005, [&](std::span<const Fact> some) { then.insert(then.end(), some.begin(), some.end()); })
                  .has_value());
  ASSERT_EQ(then.size(), 1U);
  EXPECT_EQ(then[0].outcome, Outcome::kUnknown);
  EXPECT_EQ(then[0].decided_seen, kNoDay);
  EXPECT_EQ(then[0].last_seen, 20'000);
}

TEST_F(Archive, OnlyADeclaredWholeMakesTombstones) {
  import(20'000, {card_of("1-7/2024", ""), card_of("1-8/2024", "")});
  EXPECT_EQ(import(20'010, {card_of("1-7/2024", "")}), 0) << "an import that is no whole says nothing of what it lacks";
  import(20'020, {card_of("1-7/2024", ""), card_of("1-8/2024", "")}, "garrison");
  EXPECT_EQ(import(20'030, {card_of("1-7/2024", "")}, "garrison"), 1);
  const auto gone = reader()->vanished_since(20'030).value();
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0].key, "61GV0001|1-8/2024");
  EXPECT_EQ(gone[0].last_seen, 20'020);
  EXPECT_EQ(gone[0].returned, kNoDay);
  EXPECT_TRUE(reader()->vanished_since(20'031)->empty());
  EXPECT_EQ(facts().at(1).gone, 20'030);
  import(20'040, {card_of("1-7/2024", ""), card_of("1-8/2024", "")}, "garrison");
  EXPECT_EQ(reader()->vanished_since(20'030)->at(0).returned, 20'040);
  EXPECT_EQ(facts().at(1).gone, kNoDay);
  EXPECT_TRUE(verify_archive(file())->intact);
}

TEST_F(Archive, NonAnswersNeverMakeTombstones) {
  import(20'000, {card_of("1-7/2024", ""), card_of("1-8/2024", "")}, "garrison");
  EXPECT_EQ(import(20'010, {card_of("1-7/2024", "")}, "garrison", {"61GV0001"}), 0);
  EXPECT_EQ(import(20'020, {card_of("1-7/2024", "")}, "garrison", {}, true), 0);
  EXPECT_EQ(import(20'030, {}, "garrison"), 0) << "a court without any answer was not looked at";
}

TEST_F(Archive, ACutShortImportGoesOn) {
  ASSERT_EQ(writer_->begin_import("x", "", 20'000).value(), false);
  put("one", 20'000, {card_of("1-7/2024", "")});
  ASSERT_TRUE(writer_->commit().has_value());
  put("two", 20'000, {card_of("1-8/2024", "")});  // never committed
  open();
  ASSERT_EQ(writer_->begin_import("x", "", 20'001).value(), true);
  EXPECT_TRUE(writer_->item_done("a.html#one").value());
  EXPECT_FALSE(writer_->item_done("a.html#two").value());
  put("two", 20'000, {card_of("1-8/2024", "")});
  ASSERT_TRUE(writer_->end_import({}, false).has_value());
  EXPECT_EQ(facts().size(), 2U);
  EXPECT_TRUE(verify_archive(file())->intact);
}

// Imports and what an unfinished one has taken in follow from the entries: changed, added and lost rows are found.
TEST_F(Archive, RowsOfImportsFollowFromTheEntries) {
  import(20'000, {card_of("1-7/2024", "")});
  ASSERT_EQ(writer_->begin_import("cut short", "", 20'001).value(), false);
  put("one", 20'001, {card_of("1-8/2024", "")});
  ASSERT_TRUE(writer_->commit().has_value());
  EXPECT_TRUE(verify_facts(file())->follow());
  for (const char* sql :
       {"UPDATE import_run SET name = 'y' WHERE id = 1", "UPDATE import_run SET day = 1 WHERE id = 2",
        "UPDATE import_run SET finished = 1 WHERE id = 2", "UPDATE import_run SET snapshot = 's' WHERE id = 1",
        "DELETE FROM import_run WHERE id = 2", "DELETE FROM item",
        "INSERT INTO import_run(id, name, snapshot, day, entry) VALUES(3, 'z', '', 1, 1)",
        "INSERT INTO item(run, name) VALUES(2, 'never taken in')",
        "INSERT INTO member(snapshot, state, run) VALUES('s', 1, 1)"}) {
    tamper(sql);
    EXPECT_FALSE(verify_facts(file())->follow()) << sql;
    EXPECT_TRUE(verify_archive(file())->intact) << sql;
    open();
    ASSERT_TRUE(writer_->rebuild_facts().has_value()) << sql;
    EXPECT_TRUE(verify_facts(file())->follow()) << sql;
  }
  ASSERT_EQ(writer_->begin_import("cut short", "", 20'001).value(), true);
  EXPECT_TRUE(writer_->item_done("a.html#one").value());
  ASSERT_TRUE(writer_->end_import({}, false).has_value());
  EXPECT_TRUE(verify_facts(file())->follow());
}

// The third version said of no entry what an unfinished import had taken in: it is asked for again.
TEST_F(Archive, AnUnfinishedImportOfTheThirdVersionStartsOver) {
  ASSERT_EQ(writer_->begin_import("x", "", 20'000).value(), false);
  ASSERT_TRUE(writer_->commit().has_value());
  tamper("INSERT INTO item(run, name) VALUES(1, 'a.html#one'); PRAGMA user_version = 3");
  EXPECT_TRUE(verify_archive(file())->intact) << "older versions are verified as they are";
  open();
  EXPECT_TRUE(verify_facts(file())->follow());
  ASSERT_EQ(writer_->begin_import("x", "", 20'000).value(), true);
  EXPECT_FALSE(writer_->item_done("a.html#one").value());
  put("one", 20'000, {card_of("1-7/2024", "")});
  ASSERT_TRUE(writer_->end_import({}, false).has_value());
  EXPECT_TRUE(verify_archive(file())->intact);
  EXPECT_TRUE(verify_facts(file())->follow());
}

TEST_F(Archive, TheSamePageTwiceChangesNothing) {
  import(20'000, {card_of("1-7/2024", "")});
  ASSERT_TRUE(writer_->begin_import("x", "", 20'000).has_value());
  const PutCounts again = put("page 200001-7/2024", 20'000, {card_of("1-7/2024", "")});
  EXPECT_FALSE(again.page_is_new);
  EXPECT_EQ(again.unchanged, 1);
  EXPECT_EQ(again.new_revisions, 0);
  ASSERT_TRUE(writer_->end_import({}, false).has_value());
  EXPECT_EQ(reader()->sightings(1)->size(), 1U);
}

TEST_F(Archive, FactsRebuiltAreTheSame) {
  import(20'000, {card_of("1-7/2024", ""), card_of("1-8/2024", "")});
  import(20'010, {card_of("1-7/2024", "ОСУЖДЕН условно", View::kListRow)});
  const auto before = facts();
  ASSERT_TRUE(writer_->rebuild_facts().has_value());
  const auto after = facts();
  ASSERT_EQ(before.size(), after.size());
  for (const Fact& fact : after) {
    const auto same =
        std::find_if(before.begin(), before.end(), [&](const Fact& one) { return one.case_id == fact.case_id; });
    ASSERT_NE(same, before.end());
    EXPECT_EQ(same->outcome, fact.outcome);
    EXPECT_EQ(same->decided_seen, fact.decided_seen);
    EXPECT_EQ(same->articles, fact.articles);
    EXPECT_EQ(same->last_seen, fact.last_seen);
  }
}

/// The table of facts as the first version had it, which every later one leaves behind.
constexpr const char* kBeforeOrderOfDays =
    "DROP TABLE said; DROP TABLE whole; DROP TABLE miss; CREATE TABLE said(case_id INTEGER NOT NULL, page INTEGER NOT "
    "NULL, PRIMARY KEY(case_id, page)) WITHOUT ROWID;";
constexpr const char* kFirstVersion =
    "DROP TABLE fact; CREATE TABLE fact(id INTEGER PRIMARY KEY, case_id INTEGER, person INTEGER, persons INTEGER, "
    "court INTEGER, region INTEGER, stage INTEGER, view INTEGER, received INTEGER, decided INTEGER, in_force INTEGER, "
    "articles INTEGER, main_article INTEGER, outcome INTEGER, basis INTEGER, category INTEGER, first_seen INTEGER, "
    "decided_seen INTEGER, last_seen INTEGER, gone INTEGER, flags INTEGER); CREATE INDEX fact_case ON fact(case_id);"
    "INSERT INTO fact(id, case_id, outcome) VALUES(1, 1, 0); PRAGMA user_version = 1";

TEST_F(Archive, AnArchiveOfTheFirstVersionIsBroughtUpToDate) {
  import(20'000, {card_of("1-7/2024", ""), card_of("1-8/2024", "ОСУЖДЕН условно")});
  import(20'010, {card_of("1-7/2024", "ОСУЖДЕН условно", View::kListRow)});
  const auto before = facts();
  tamper(std::string{kBeforeOrderOfDays} + kFirstVersion);
  EXPECT_TRUE(verify_archive(file())->intact) << "the entries are checked before anything is changed";
  const auto refused = ArchiveReader::open(file());
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().detail.find("waymark-courts rebuild"), std::string::npos);
  open();
  const auto after = facts();
  ASSERT_EQ(after.size(), before.size());
  EXPECT_TRUE(verify_facts(file())->follow());
  import(20'020, {card_of("1-9/2024", "")});
  EXPECT_EQ(facts().size(), before.size() + 1);
  EXPECT_TRUE(verify_facts(file())->follow());
}

/// In the second version wholes were no entries: a table said which import had a record last.
TEST_F(Archive, WhatOldWholesHeldBecomesEntries) {
  import(20'000, {card_of("1-7/2024", ""), card_of("1-8/2024", "")});
  tamper(std::string{kBeforeOrderOfDays} +
         "INSERT INTO member(snapshot, state, run) SELECT 's', id, 1 FROM state; PRAGMA user_version = 2");
  open();
  EXPECT_TRUE(verify_archive(file())->intact);
  EXPECT_TRUE(verify_facts(file())->follow());
  EXPECT_EQ(import(20'010, {card_of("1-7/2024", "")}, "s"), 1) << "what the old whole had is missed";
  EXPECT_TRUE(verify_facts(file())->follow());
}

TEST_F(Archive, AnArchiveOfALaterVersionIsNotTouched) {
  import(20'000, {card_of("1-7/2024", "")});
  tamper("PRAGMA user_version = 99");
  EXPECT_EQ(ArchiveReader::open(file()).error().code, Code::kUnsupported);
  EXPECT_EQ(ArchiveWriter::open(file()).error().code, Code::kUnsupported);
  EXPECT_EQ(verify_archive(file()).error().code, Code::kUnsupported);
}

// Every way of tampering is found, and named by the first entry that does not fit.
TEST_F(Archive, TamperingIsNamed) {
  import(20'000, {card_of("1-7/2024", ""), card_of("1-8/2024", ""), card_of("1-9/2024", "")});
  const auto whole = verify_archive(file()).value();
  EXPECT_TRUE(whole.intact);
  EXPECT_EQ(whole.entries, 8) << "import, three times revision and page, end";
  struct Case {
    const char* sql;
    std::int64_t first_bad;
  };
  for (const Case& one :
       {Case{"UPDATE entry SET day = day + 1 WHERE seq = 4", 4},
        Case{"UPDATE entry SET hash = zeroblob(32) WHERE seq = 8", 8}, Case{"DELETE FROM entry WHERE seq = 5", 5},
        Case{"UPDATE entry SET seq = 100 WHERE seq = 1", 1}, Case{"UPDATE entry SET body = x'00' WHERE seq = 2", 2},
        Case{"UPDATE blob SET bytes = x'00' WHERE id = 2", 5},
        Case{"UPDATE blob SET sha256 = zeroblob(32) WHERE id = 3", 7}, Case{"DELETE FROM blob WHERE id = 1", 3},
        Case{"UPDATE state SET content = zeroblob(16) WHERE id = 2", 4},
        Case{"DELETE FROM revision WHERE entry = 6", 6}, Case{"UPDATE state SET entry = 2 WHERE id = 2", 2}}) {
    const auto copy = folder_.path() / "copy.sqlite";
    writer_.reset();
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(copy.string() + suffix);
    std::filesystem::copy_file(file(), copy);
    {
      const auto db = store::Connection::open(copy).value();
      ASSERT_TRUE(db->run_script(one.sql).has_value()) << one.sql;
    }
    const auto found = verify_archive(copy).value();
    EXPECT_FALSE(found.intact) << one.sql;
    EXPECT_EQ(found.first_bad, one.first_bad) << one.sql << ": " << found.what;
  }
}

// Numbers that somebody cut are an error, never a fact of zeros.
TEST_F(Archive, CutNumbersOfAFactAreRefused) {
  import(20'000, {card_of("1-7/2024", "")});
  tamper("UPDATE fact SET numbers = substr(numbers, 1, 63)");
  const auto read = reader()->for_each_fact({}, [](std::span<const Fact>) { ADD_FAILURE() << "a fact"; });
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, Code::kMalformed);
}

// Archives are kept for years: the bytes must stay what they are.
TEST(FactNumbers, LayoutAndWayBack) {
  const Fact fact{.person = 1,
                  .persons = 2,
                  .court = 3,
                  .region = 61,
                  .stage = Stage::kFirst,
                  .view = View::kListRow,
                  .received = -1,
                  .decided = kNoDay,
                  .in_force = 20'000,
                  .articles = 7,
                  .main_article = 8,
                  .outcome = Outcome::kSentenced,
                  .basis = OutcomeBasis::kActText,
                  .category = Category::kContract,
                  .decided_seen = 19'999,
                  .flags = kHasOldNumber | kNoPersonNamed};
  const auto bytes = fact_numbers(fact);
  EXPECT_EQ(to_hex(bytes),
            "0000000100000002000000030000003d0000000100000003ffffffff8000000000004e20"
            "000000070000000800000018000000020000000100004e1f00000401");
  Fact back;
  ASSERT_TRUE(read_fact_numbers(bytes, back).has_value());
  EXPECT_EQ(fact_numbers(back), bytes);
  EXPECT_EQ(back.received, -1);
  EXPECT_EQ(back.decided, kNoDay);
  EXPECT_EQ(back.outcome, Outcome::kSentenced);
  EXPECT_EQ(read_fact_numbers(ByteView{bytes}.first(60), back).error().code, Code::kMalformed);
}

/// In a child that is not root, since root may write everywhere. @return what the child says
int in_a_child_without_rights(const std::function<int()>& work) {
  const pid_t child = fork();
  if (child == 0) {
    constexpr uid_t kNobody = 65'534;
    if (geteuid() == 0 && seteuid(kNobody) != 0) _exit(100);
    _exit(work());
  }
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 101;
}

TEST_F(Archive, OnReadOnlyMediaItIsReadAndVerified) {
  import(20'000, {card_of("1-7/2024", "")});
  writer_.reset();
  std::filesystem::permissions(file(), std::filesystem::perms{0444});
  std::filesystem::permissions(folder_.path(), std::filesystem::perms{0555});
  EXPECT_EQ(in_a_child_without_rights([&] {
              const auto reader = ArchiveReader::open(file());
              if (!reader || (*reader)->fact_count().value_or(0) != 1) return 1;
              const auto chain = verify_archive(file());
              if (!chain || !chain->intact) return 2;
              const auto follow = verify_facts(file());
              if (!follow || !follow->follow()) return 3;
              const auto writer = ArchiveWriter::open(file());
              if (writer || writer.error().detail.empty()) return 4;
              return 0;
            }),
            0);
  std::filesystem::permissions(folder_.path(), std::filesystem::perms{0700});
  std::ofstream{file().string() + "-wal"} << "left by a program that was killed";
  std::filesystem::permissions(folder_.path(), std::filesystem::perms{0555});
  EXPECT_EQ(in_a_child_without_rights([&] {
              const auto reader = ArchiveReader::open(file());
              return !reader && reader.error().detail.find("-wal") != std::string::npos ? 0 : 1;
            }),
            0);
  std::filesystem::permissions(folder_.path(), std::filesystem::perms{0700});
}

TEST_F(Archive, ForeignFilesAreRefused) {
  EXPECT_EQ(ArchiveReader::open(folder_.path() / "none").error().code, Code::kNotFound);
  {
    const auto db = store::Connection::open(folder_.path() / "other").value();
    ASSERT_TRUE(db->run_script("CREATE TABLE x(y)").has_value());
  }
  EXPECT_EQ(ArchiveReader::open(folder_.path() / "other").error().code, Code::kUnsupported);
  EXPECT_EQ(ArchiveWriter::open(folder_.path() / "other").error().code, Code::kUnsupported);
}

}  // namespace
}  // namespace waymark::courts
