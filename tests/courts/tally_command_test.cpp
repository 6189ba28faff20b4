// `waymark-courts tally`, `why` and `release` as processes: numbers and their records, bad words, a tampered archive, a
// release that was meddled with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "store/connection.h"

namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Ended {
  int code = -1;
  std::string out;
};

Ended run(const std::string& arguments) {
  Ended ended;
  FILE* pipe = popen((std::string("'") + WAYMARK_COURTS + "' " + arguments + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return ended;
  std::array<char, 4096> buffer{};
  for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    ended.out.append(buffer.data(), got);
  const int status = pclose(pipe);
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ended;
}

std::string slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

constexpr const char* kRows =
    "caseNumber,court,court_code,entryDate,resultDate,decision,defendant,articles\n"
    "1-1/2024,,61GV0001,10.01.2024,01.03.2024,Вынесен ПРИГОВОР: лишение свободы условно (ст. 73 УК РФ),Иванов "
    "И.И.,ст.337 ч.5 УК РФ\n"
    "1-2/2024,,61GV0001,11.01.2024,02.03.2024,Вынесен ПРИГОВОР: штраф,Петров П.П.,ст.337 ч.5 УК РФ\n"
    "1-3/2024,,61GV0002,12.02.2024,03.03.2024,Вынесен ПРИГОВОР,Сидоров С.С.,ст.338 ч.1 УК РФ\n"
    "1-4/2024,<script>alert(1)</script> суд,,13.02.2024,,,Орлов О.О.,ст.337 ч.2.1 УК РФ\n";

class TallyCommand : public testing::Test {
 protected:
  TallyCommand()
      : folder_(fs::temp_directory_path() /
                (std::string("waymark-tally-") + testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    std::ofstream(folder_ / "rows.csv") << kRows;
    const Ended imported = run("import " + path("rows.csv") + archive() + " --seen 2024-04-02");
    EXPECT_EQ(imported.code, 0) << imported.out;
  }
  ~TallyCommand() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return "'" + (folder_ / name).string() + "'"; }
  [[nodiscard]] std::string archive() const { return " --archive " + path("courts.sqlite"); }
  [[nodiscard]] Ended tally(const std::string& words) const { return run("tally" + archive() + " " + words); }
  void meddle(std::string_view sql) const {
    const auto db = waymark::store::Connection::open(folder_ / "courts.sqlite").value();
    EXPECT_TRUE(db->execute(sql).has_value());
  }
  /// Makes a key and returns its public half.
  [[nodiscard]] std::string new_key() const {
    const Ended made = run("release --new-key " + path("key"));
    EXPECT_EQ(made.code, 0) << made.out;
    return made.out.substr(made.out.rfind(' ') + 1, 64);
  }
  [[nodiscard]] Ended release(const std::string& name) const {
    return run("release --by article" + archive() + " --key " + path("key") + " --out " + path(name));
  }

  fs::path folder_;
};

TEST_F(TallyCommand, PrintsNumbersWithTheirIntervalsAndBounds) {
  const Ended ended = tally("--by article");
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, HasSubstr("4 cases, 3 with sentences."));
  EXPECT_THAT(ended.out,
              HasSubstr("The punishment is known for 2 of the 3 sentences; of these 50.0 % are suspended (95 %: "
                        "9.5 to 90.5 %; whatever the unknown are: 33.3 to 66.7 %)."));
  EXPECT_THAT(ended.out, HasSubstr("Seen on courts' pages from 2024-04-02 to 2024-04-02."));
  EXPECT_THAT(tally("--by article --language ru").out, HasSubstr("4 дела, 3 с приговорами."));
  EXPECT_THAT(tally("--by outcome --language uk").out, HasSubstr("умовно"));
  EXPECT_THAT(tally("--unit persons --where article=338").out, HasSubstr("1 accused, 1 with a sentence."));
  EXPECT_THAT(tally("--impute").out, HasSubstr("Assumption, not knowledge"));
  EXPECT_THAT(tally("--as-of 2024-01-01").out, HasSubstr("0 cases, 0 with sentences."));
}

TEST_F(TallyCommand, WritesAFolderWhereEveryNameIsEscaped) {
  ASSERT_EQ(tally("--by court --verify --out " + path("out")).code, 0);
  for (const char* name : {"tally.csv", "datapackage.json", "index.ru.html", "index.uk.html", "index.en.html",
                           "counts.ru.png", "counts.uk.svg", "shares.en.png", "shares.ru.svg"})
    EXPECT_FALSE(slurp(folder_ / "out" / name).empty()) << name;
  EXPECT_THAT(slurp(folder_ / "out/index.en.html"),
              AllOf(HasSubstr("&lt;script&gt;alert(1)"), Not(HasSubstr("<script"))));
  EXPECT_THAT(slurp(folder_ / "out/counts.uk.svg"), Not(HasSubstr("<script")));
  EXPECT_THAT(slurp(folder_ / "out/tally.csv"), HasSubstr("cases:stage=first:court=61GV0001\n"));
  EXPECT_THAT(slurp(folder_ / "out/datapackage.json"), HasSubstr("\"hash\": \"sha256:"));
}

TEST_F(TallyCommand, WhyListsTheRecordsOfACellAndNoOthers) {
  const Ended all = run("why cases:stage=first:article=337" + archive());
  EXPECT_EQ(all.code, 0);
  EXPECT_THAT(all.out, AllOf(HasSubstr("61GV0001|1-1/2024"), HasSubstr("61GV0001|1-2/2024"), HasSubstr("1-4/2024"),
                             Not(HasSubstr("1-3/2024")), HasSubstr("\n3 cases.\n")));
  const Ended one = run("why cases:stage=first:article=337/suspended" + archive());
  EXPECT_THAT(one.out, AllOf(HasSubstr("seen 2024-04-02  "), HasSubstr("sha256 "), HasSubstr("rows.csv"),
                             HasSubstr("лишение свободы условно"), HasSubstr("\n1 case.\n")));
}

TEST_F(TallyCommand, RefusesBadWordsInASentence) {
  for (const char* words : {"--by judge", "--by court,court", "--unit people", "--where 337", "--where article=",
                            "--where region=461", "--where received=31.12.2024", "--where court=99GV9999",
                            "--where article=999", "--as-of yesterday", "--language de", "--threads 0", "--by"}) {
    const Ended ended = tally(words);
    EXPECT_EQ(ended.code, 2) << words << ": " << ended.out;
    EXPECT_FALSE(ended.out.empty()) << words;
    EXPECT_THAT(ended.out, Not(HasSubstr("cases,"))) << words;
  }
  EXPECT_EQ(run("why nonsense" + archive()).code, 2);
  EXPECT_EQ(run("tally").code, 2);
  EXPECT_NE(run("tally --archive " + path("none.sqlite")).code, 0);
}

TEST_F(TallyCommand, SameOnOneThreadAndTwo) {
  EXPECT_EQ(tally("--by received,outcome --threads 1").out, tally("--by received,outcome --threads 2").out);
}

// A code says nothing to a reader: the name that the court's own cards give stands beside it, also in the CSV.
TEST_F(TallyCommand, CourtsAreNamedBesideTheirCodes) {
  std::ofstream(folder_ / "named.csv") << "caseNumber,court,court_code,entryDate\n"
                                          "1-7/2024,Энский гарнизонный военный суд,61GV0002,10.01.2024\n";
  ASSERT_EQ(run("import " + path("named.csv") + archive() + " --seen 2024-04-02").code, 0);
  const Ended ended = tally("--by court --out " + path("out"));
  EXPECT_THAT(ended.out, HasSubstr("61GV0002 Энский гарнизонный военный суд  "));
  EXPECT_THAT(ended.out, HasSubstr("61GV0001   ")) << "nothing names this one";
  EXPECT_THAT(slurp(folder_ / "out" / "tally.csv"),
              HasSubstr(",Энский гарнизонный военный суд,cases:stage=first:court=61GV0002\n"));
}

// Searches by УИД and scrapers often name a court in words only; it is the court whose own cards bear that name, unless
// two courts do.
TEST_F(TallyCommand, CourtsNamedInWordsAreCountedUnderTheirCodes) {
  std::ofstream(folder_ / "words.csv") << "caseNumber,court,court_code,entryDate\n"
                                          "1-7/2024,Энский гарнизонный военный суд,61GV0002,10.01.2024\n"
                                          "1-8/2024,Энский гарнизонный  военный суд (Энская область),,10.01.2024\n"
                                          "1-9/2024,Двойной военный суд,61GV0003,10.01.2024\n"
                                          "1-9/2024,Двойной военный суд,61GV0004,10.01.2024\n"
                                          "1-10/2024,Двойной военный суд,,10.01.2024\n";
  ASSERT_EQ(run("import " + path("words.csv") + archive() + " --seen 2024-04-02").code, 0);
  const Ended ended = tally("--by court --out " + path("out"));
  const std::string csv = slurp(folder_ / "out" / "tally.csv");
  EXPECT_THAT(csv, HasSubstr("\n61GV0002,3,")) << "1-3, 1-7 and 1-8";
  EXPECT_THAT(csv, HasSubstr("\n61GV0003,1,"));
  EXPECT_THAT(csv, HasSubstr("\nдвойной военный суд,1,"));
  EXPECT_THAT(tally("--where court=61GV0002").out, HasSubstr("3 cases"));
  EXPECT_THAT(tally("--where region=61").out, HasSubstr("7 cases"));
  EXPECT_THAT(tally("--by court --as-of 2024-04-02").out, HasSubstr("61GV0002 Энский гарнизонный военный суд"));
  EXPECT_THAT(run("why cases:stage=first:court=61GV0002" + archive()).out, HasSubstr("1-8/2024"));
}

TEST_F(TallyCommand, RussianAndUkrainianPagesWriteDecimalCommas) {
  ASSERT_EQ(tally("--by article --out " + path("out")).code, 0);
  EXPECT_THAT(slurp(folder_ / "out" / "index.ru.html"), AllOf(HasSubstr("50,0"), Not(HasSubstr("50.0"))));
  EXPECT_THAT(slurp(folder_ / "out" / "index.uk.html"), AllOf(HasSubstr("50,0"), Not(HasSubstr("50.0"))));
  EXPECT_THAT(slurp(folder_ / "out" / "index.en.html"), HasSubstr("50.0"));
}

TEST_F(TallyCommand, ATamperedArchiveIsRefused) {
  (void)new_key();
  meddle("UPDATE entry SET day = day + 1 WHERE seq = 3");
  const Ended ended = tally("--verify");
  EXPECT_EQ(ended.code, 4);
  EXPECT_THAT(ended.out, HasSubstr("The archive was changed after it was written. First bad entry: 3"));
  EXPECT_EQ(release("out").code, 4);
  EXPECT_FALSE(fs::exists(folder_ / "out"));
}

TEST_F(TallyCommand, FactsThatDoNotFollowFromTheEntriesAreNotReleased) {
  (void)new_key();
  meddle("UPDATE fact SET numbers = (SELECT numbers FROM fact WHERE id = 1) WHERE id = 3");
  for (const Ended& ended : {release("out"), tally("--verify"), run("verify" + archive())}) {
    EXPECT_EQ(ended.code, 4);
    EXPECT_THAT(ended.out,
                HasSubstr("the facts that are counted do not follow from them (1 case, first 61GV0002|1-3/2024"));
  }
  EXPECT_FALSE(fs::exists(folder_ / "out"));
  EXPECT_EQ(run("rebuild" + archive()).code, 0);
  EXPECT_EQ(run("verify" + archive()).code, 0);
  EXPECT_EQ(release("out").code, 0);
}

// Every kind of change to what is counted is found: a number, a word, a text, a fact too few, a fact too many; the УИД
// that joins transferred cases, and the pages that `why` names.
TEST_F(TallyCommand, ChangedFactsAreFoundAndMended) {
  std::ofstream(folder_ / "uid.csv") << "number,court,court_code,uid\n"
                                        "1-7/2024,,61GV0001,26RS0001-01-2024-012553-83\n";
  ASSERT_EQ(run("import " + path("uid.csv") + archive() + " --seen 2024-04-02").code, 0);
  const std::string why = run("why cases:stage=first:article=337" + archive()).out;
  for (const char* sql : {"UPDATE fact SET first_seen = first_seen - 1 WHERE id = 1",
                          "UPDATE fact SET gone = 19000 WHERE id = 2",
                          "UPDATE fact SET case_id = 99 WHERE id = 2",
                          "DELETE FROM fact WHERE id = 1",
                          "INSERT INTO fact(case_id, numbers) SELECT case_id, numbers FROM fact WHERE id = 1",
                          "INSERT INTO fact(case_id, numbers) SELECT 99, numbers FROM fact WHERE id = 1",
                          "UPDATE term SET text = 'УК 337 ч.1' WHERE text = 'УК 338 ч.1'",
                          "UPDATE fact_text SET sentence = 'оправдан' WHERE fact = 1",
                          "DELETE FROM fact_text WHERE fact = 1",
                          "DELETE FROM uid",
                          "UPDATE uid SET uid = '26RS0001-01-2024-012553-84'",
                          "INSERT INTO uid(uid, case_id) VALUES('61GV0001-01-2024-000001-01', 2)",
                          "UPDATE page SET source = 'forged.html'",
                          "UPDATE page SET day = day - 1",
                          "DELETE FROM page",
                          "INSERT INTO page(entry, blob, day, source) VALUES(3, 1, 1, 'stray')",
                          "DELETE FROM said WHERE case_id = 1",
                          "UPDATE said SET page = page + 1",
                          "INSERT INTO said(case_id, page, view, revision) VALUES(3, 99, 1, 1)",
                          "UPDATE case_file SET court = '61GV0009' WHERE id = 1"}) {
    meddle(sql);
    const Ended ended = run("verify" + archive());
    EXPECT_EQ(ended.code, 4) << sql;
    EXPECT_THAT(ended.out, HasSubstr("do not follow from them")) << sql;
    EXPECT_EQ(run("rebuild" + archive()).code, 0) << sql;
    EXPECT_EQ(run("verify" + archive()).code, 0) << sql;
  }
  EXPECT_EQ(run("why cases:stage=first:article=337" + archive()).out, why);
}

TEST_F(TallyCommand, ChangedEntriesAreNotBuiltUpon) {
  meddle("UPDATE entry SET day = day + 1 WHERE seq = 3");
  const Ended ended = run("rebuild" + archive());
  EXPECT_EQ(ended.code, 4);
  EXPECT_THAT(ended.out, HasSubstr("First bad entry: 3"));
}

TEST_F(TallyCommand, ReleaseIsSignedAndMeddlingIsFound) {
  const std::string key = new_key();
  ASSERT_EQ(release("out").code, 0);
  const std::string check = "release --check " + path("out") + " ";
  EXPECT_THAT(run(check + key).out, HasSubstr("Intact"));
  EXPECT_THAT(slurp(folder_ / "out/records.csv"),
              HasSubstr("cases:stage=first:article=338,61GV0002|1-3/2024,1,1,1,0,1,0,0,2024-04-02,"));
  EXPECT_THAT(slurp(folder_ / "out/index.uk.html"), HasSubstr("Контрольна сума архіву"));
  const Ended why = run("why cases:stage=first:article=337/suspended --release " + path("out"));
  EXPECT_THAT(why.out, AllOf(HasSubstr("61GV0001|1-1/2024"), Not(HasSubstr("1-2/2024")), HasSubstr("\n1 record.\n")));
  EXPECT_THAT(run("why cases:stage=first: --release " + path("out")).out, HasSubstr("\n4 records.\n"));
  std::ofstream(folder_ / "out/tally.csv", std::ios::app) << "more\n";
  std::ofstream(folder_ / "out/extra.txt") << "x";
  fs::remove(folder_ / "out/counts.ru.png");
  const Ended ended = run(check + key);
  EXPECT_EQ(ended.code, 4);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("changed  tally.csv"), HasSubstr("extra    extra.txt"),
                               HasSubstr("missing  counts.ru.png")));
  EXPECT_EQ(release("out").code, 2) << "a release never goes into a folder that is not empty";
}

TEST_F(TallyCommand, RefusesWrongKeys) {
  const std::string key = new_key();
  EXPECT_EQ(run("release --new-key " + path("key")).code, 2) << "a key is never overwritten";
  ASSERT_EQ(release("out").code, 0);
  EXPECT_EQ(run("release --check " + path("out") + " " + std::string(64, '0')).code, 2);
  EXPECT_EQ(run("release --check " + path("out") + " 12").code, 2);
  fs::rename(folder_ / "key", folder_ / "first");
  const std::string other = new_key();
  EXPECT_EQ(run("release --check " + path("out") + " " + other).code, 4);
  std::ofstream(folder_ / "key", std::ios::trunc) << "no key";
  EXPECT_EQ(release("again").code, 4);
  EXPECT_EQ(run("release").code, 2);
}

}  // namespace
