#include "courts/instances/instances.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "courts/archive/archive.h"
#include "courts/instances/dossier.h"
#include "store/temporary_folder.h"

namespace waymark::courts {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Given {
  const char* court;
  const char* number;
  const char* received;
  const char* name;
  const char* result = "";
  const char* uid = "";
  const char* lower_number = "";
  const char* second = "";  ///< another accused
};

const char* court_name(std::string_view code) {
  if (code == "61GV9001") return "Ольховский гарнизонный военный суд";
  return code == "61GV9002" ? "Камышинецкий гарнизонный военный суд" : "Приозёрный окружной военный суд";
}

Person person_of(const char* name, const char* result) {
  return {.name = name,
          .name_kind = std::string_view{name} == "Информация скрыта" ? NameKind::kHidden : NameKind::kInitials,
          .articles_written = "ст.337 ч.5 УК РФ",
          .articles = read_articles("ст.337 ч.5 УК РФ", "УК"),
          .result = result};
}

Card card_of(const Given& given) {
  Card card;
  card.court_code = given.court;
  card.court = court_name(given.court);
  card.number = read_case_number(given.number);
  card.stage = stage_of("", card.number, card.court_code);
  card.received = read_date(given.received);
  card.decided = card.received;
  card.decided.day += 30;
  card.uid = Uid::read(given.uid);
  card.persons.push_back(person_of(given.name, given.result));
  if (*given.second != '\0') card.persons.push_back(person_of(given.second, given.result));
  if (*given.lower_number != '\0') card.lower = {.court = court_name("61GV9001"), .number = given.lower_number};
  return card;
}

class Instances : public testing::Test {
 protected:
  Instances() : folder_(store::TemporaryFolder::make().value()) {}
  void put(const std::vector<Given>& all) {
    const auto writer = ArchiveWriter::open(file()).value();
    ASSERT_TRUE(writer->begin_import("x", "", 20'100).has_value());
    std::vector<Card> cards;
    for (const Given& one : all) cards.push_back(card_of(one));
    const PageRecord page{.source = "a.html",
                          .seen = 20'100,
                          .kind = PageKind::kCard,
                          .sha256 = crypto::sha256(view_of("x")),
                          .bytes = "x"};
    ASSERT_TRUE(writer->put_page("a", page, cards).has_value());
    ASSERT_TRUE(writer->end_import({}, false).has_value());
  }
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "archive"; }
  Result<LinkRun> link(std::string_view decisions = {}, LinkOptions options = {}) {
    return link_archive(*ArchiveReader::open(file()).value(), options, decisions, linkage::Workers{1});
  }
  store::TemporaryFolder folder_;
};

constexpr const char* kUid = "61GV9001-01-2024-000001-88";
constexpr const char* kTransferred = "Дело НАПРАВЛЕНО ПО ПОДСУДНОСТИ";

std::string valid_uid() {
  const std::string stem = "61GV9001-01-2024-000001";
  return stem + "-" + uid_check_digits(stem).value();
}

TEST_F(Instances, ATransferredCaseIsReceivedOnce) {
  const std::string uid = valid_uid();
  put({{"61GV9001", "1-7/2024", "10.01.2024", "Дубравин Наум Тихонович", kTransferred, uid.c_str()},
       {"61GV9002", "1-3/2024", "10.03.2024", "Информация скрыта", "Вынесен ПРИГОВОР<br>условно", uid.c_str()}});
  const LinkRun run = link().value();
  EXPECT_TRUE(run.linked.is_received_once(1));
  EXPECT_FALSE(run.linked.is_received_once(2));
  EXPECT_EQ(run.linked.find(2)->relation, Relation::kTransfer);
  EXPECT_EQ(run.linked.find(2)->evidence, kByUid);
  EXPECT_EQ(run.linked.end_of(1, 0)->final_outcome, Outcome::kSuspended);
  EXPECT_EQ(run.linked.end_of(1, 0)->final_case, 2);
  EXPECT_EQ(run.linked.persons, 1U) << "the only accused of a case is he, also where his name is hidden";
  EXPECT_THAT(run.files.instances, HasSubstr("transfer,61GV9001|1-7/2024,uid,1.0000,first,61GV9002"));
}

TEST_F(Instances, OneUidAndTwoNamesGoToPeople) {
  const std::string uid = valid_uid();
  put({{"61GV9001", "1-7/2024", "10.01.2024", "Дубравин Наум Тихонович", "", uid.c_str()},
       {"61GV9002", "1-3/2024", "10.03.2024", "Хвощев Фрол Саввич", "", uid.c_str()}});
  LinkRun run = link().value();
  EXPECT_EQ(run.report.uid_conflicts, 1U);
  EXPECT_TRUE(run.linked.is_received_once(2));
  EXPECT_EQ(run.linked.persons, 2U);
  EXPECT_THAT(run.files.review, HasSubstr("61GV9001|1-7/2024#1,61GV9002|1-3/2024#1,"));
  EXPECT_THAT(run.files.review, Not(HasSubstr("'-"))) << "bits are numbers";
  run = link("left,right,decision\n61GV9002|1-3/2024#1,61GV9001|1-7/2024#1,same\n").value();
  EXPECT_EQ(run.report.uid_conflicts, 0U);
  EXPECT_FALSE(run.linked.is_received_once(2));
  EXPECT_EQ(run.linked.persons, 1U);
  EXPECT_EQ(run.linked.find(2)->evidence, kByUid | kByReview);
  run = link("left,right,decision\n61GV9002|1-3/2024#1,61GV9001|1-7/2024#1,different\n").value();
  EXPECT_EQ(run.report.review_pairs, 0U) << "what is decided is not asked again";
  EXPECT_EQ(run.linked.persons, 2U);
}

TEST_F(Instances, AWrongUidIsNoKey) {
  ASSERT_NE(valid_uid(), kUid);
  put({{"61GV9001", "1-7/2024", "10.01.2024", "Дубравин Наум Тихонович", kTransferred, kUid},
       {"61GV9002", "1-3/2024", "10.03.2024", "Хвощев Фрол Саввич", "", kUid}});
  const LinkRun run = link().value();
  EXPECT_TRUE(run.linked.is_received_once(2));
  EXPECT_EQ(run.report.uid_conflicts, 0U);
}

TEST_F(Instances, AppealByTheLowerNumberAndNewTrial) {
  put({{"61GV9001", "1-7/2024", "10.01.2024", "Дубравин Наум Тихонович", "Вынесен ПРИГОВОР условно"},
       {"61OV9001", "22-5/2024", "10.04.2024", "Дубравин Н.Т.", "Приговор ОТМЕНЕН", "", "1-7/2024"},
       {"61GV9001", "1-7/2025 (1-7/2024;)", "10.07.2024", "Дубравин Н.Т.", "Вынесен ПРИГОВОР: штраф"}});
  const LinkRun run = link().value();
  EXPECT_EQ(run.linked.find(2)->relation, Relation::kAppeal);
  EXPECT_EQ(run.linked.find(2)->evidence, kByLower);
  EXPECT_EQ(run.linked.find(3)->relation, Relation::kRenumbered);
  EXPECT_EQ(run.linked.find(3)->evidence, kByNumber);
  EXPECT_EQ(run.linked.find(3)->root, 1);
  EXPECT_EQ(run.linked.persons, 1U);
}

TEST_F(Instances, TwoAccusedOfOneNameStayTwo) {
  const std::string uid = valid_uid();
  put({{"61GV9001", "1-7/2024", "10.01.2024", "Осинов Фрол Саввич", "", uid.c_str(), "", "Осинов Фрол Наумович"},
       {"61OV9001", "22-5/2024", "10.04.2024", "Осинов Ф.С.", "Приговор ИЗМЕНЕН", uid.c_str()}});
  const LinkRun run = link().value();
  EXPECT_EQ(run.linked.find(2)->relation, Relation::kAppeal);
  EXPECT_NE(run.linked.end_of(1, 0)->person, run.linked.end_of(1, 1)->person);
}

TEST_F(Instances, ACaseNamedByItsCourtIsTheSame) {
  put({{"61GV9001", "1-7/2024", "10.01.2024", "Дубравин Наум Тихонович"},
       {"", "1-7/2024", "10.01.2024", "Информация скрыта"}});
  // court_name("") is the circuit's; the second card is put under the first court's name instead.
  const auto writer = ArchiveWriter::open(file()).value();
  Card row = card_of({"61GV9001", "1-7/2024", "10.01.2024", "Информация скрыта"});
  row.court_code.clear();
  row.view = View::kUidRow;
  row.persons.clear();
  ASSERT_TRUE(writer->begin_import("y", "", 20'101).has_value());
  const PageRecord page{.source = "b.html",
                        .seen = 20'101,
                        .kind = PageKind::kUidList,
                        .sha256 = crypto::sha256(view_of("y")),
                        .bytes = "y"};
  ASSERT_TRUE(writer->put_page("b", page, std::vector{row}).has_value());
  ASSERT_TRUE(writer->end_import({}, false).has_value());
  const LinkRun run = link().value();
  const Instance* const same = run.linked.find(3);
  ASSERT_NE(same, nullptr);
  EXPECT_EQ(same->relation, Relation::kSame);
  EXPECT_EQ(same->root, 1);
  EXPECT_FALSE(run.linked.is_received_once(3));
}

TEST_F(Instances, TheSameBytesTwiceAndReadBack) {
  const std::string uid = valid_uid();
  put({{"61GV9001", "1-7/2024", "10.01.2024", "Дубравин Наум Тихонович", kTransferred, uid.c_str()},
       {"61GV9002", "1-3/2024", "10.03.2024", "Дубравин Н.Т.", "Вынесен ПРИГОВОР условно", uid.c_str()}});
  const LinkRun run = link().value(), again = link().value();
  EXPECT_EQ(run.files.instances, again.files.instances);
  EXPECT_EQ(run.files.persons, again.files.persons);
  EXPECT_EQ(run.files.review, again.files.review);
  EXPECT_EQ(run.files.summary, again.files.summary);
  const auto folder = folder_.path() / "links";
  const auto reader = ArchiveReader::open(file()).value();
  EXPECT_EQ(read_linked(folder, *reader).error().code, Code::kNotFound);
  ASSERT_TRUE(write_linked(run.files, folder).has_value());
  const Linked back = read_linked(folder, *reader).value();
  ASSERT_EQ(back.cases.size(), 2U);
  EXPECT_EQ(back.find(2)->relation, Relation::kTransfer);
  EXPECT_EQ(back.find(2)->parent, 1);
  EXPECT_EQ(back.find(2)->evidence, kByUid);
  EXPECT_EQ(back.end_of(1, 0)->final_outcome, Outcome::kSuspended);
  EXPECT_EQ(back.persons, run.linked.persons);
  std::filesystem::remove(folder / "summary.json");
  EXPECT_EQ(read_linked(folder, *reader).error().code, Code::kNotFound) << "a result cut short is none";
}

TEST_F(Instances, LinksOfAnotherArchiveAreRefused) {
  put({{"61GV9001", "1-7/2024", "10.01.2024", "Дубравин Наум Тихонович"}});
  const LinkRun run = link().value();
  const auto folder = folder_.path() / "links";
  LinkFiles files = run.files;
  files.instances.replace(files.instances.find("1-7/2024"), 8, "1-8/2024");
  ASSERT_TRUE(write_linked(files, folder).has_value());
  const auto reader = ArchiveReader::open(file()).value();
  EXPECT_EQ(read_linked(folder, *reader).error().code, Code::kConflict);
}

TEST_F(Instances, BadOptionsAndDecisionsAreRefused) {
  put({{"61GV9001", "1-7/2024", "10.01.2024", "Дубравин Наум Тихонович"}});
  EXPECT_EQ(link({}, {.seed = 1, .link = 0.3, .review = 0.6}).error().code, Code::kInvalid);
  EXPECT_EQ(link({}, {.seed = 1, .link = 1.0, .review = 0.6}).error().code, Code::kInvalid);
  EXPECT_EQ(link("left,right,decision\na,b,perhaps\n").error().code, Code::kMalformed);
  EXPECT_EQ(link("left,right,decision\na,b,same\n").value().report.decisions_unknown, 1U);
}

TEST_F(Instances, AnEmptyArchiveHasNothingToLink) {
  put({});
  const LinkRun run = link().value();
  EXPECT_TRUE(run.linked.cases.empty());
  EXPECT_EQ(run.linked.persons, 0U);
}

TEST(Names, TypingErrorsAgreeAndHiddenSaysNothing) {
  const std::array<std::string, 3> full = {"дубравин", "наум", "тихонович"}, initials = {"дубравин", "н", "т"},
                                   typed = {"дубровин", "н", ""}, brother = {"дубравин", "фрол", ""},
                                   other = {"хвощев", "наум", "тихонович"}, hidden = {};
  EXPECT_EQ(compare_names(full, initials), NameWord::kAgree);
  EXPECT_EQ(compare_names(full, typed), NameWord::kAgree);
  EXPECT_EQ(compare_names(full, brother), NameWord::kContradict);
  EXPECT_EQ(compare_names(full, other), NameWord::kContradict);
  EXPECT_EQ(compare_names(full, hidden), NameWord::kNothing);
}

}  // namespace
}  // namespace waymark::courts
