// The waymark command for figures: a report as a folder, and what is refused of one that somebody has changed.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli_run.h"
#include "figures/release.h"
#include "store/temporary_folder.h"

namespace waymark::desk {
namespace {

namespace fs = std::filesystem;

class FiguresCli : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(path("passphrase")) << "marigold keeps seven lanterns\n";
    const CliOutcome founded =
        run_waymark("init " + path("office") + " --name Example --alias mira --root-key " + path("root") +
                    " --recovery-to " + path("recovery") + " --totp-to " + path("mira.totp") + " --passphrase-file " +
                    path("passphrase") + " --relay-desk-listen 127.0.0.1:1 --argon2-kib 8 --argon2-passes 1");
    ASSERT_EQ(founded.exit, 0) << founded.said;
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  [[nodiscard]] std::string as(const std::string& alias) const {
    return " --office " + path("office") + " --alias " + alias + " --passphrase-file " + path("passphrase") +
           " --totp-secret-file " + path(alias + ".totp") + " ";
  }
  [[nodiscard]] CliOutcome report(const std::string& more, const std::string& alias = "mira") const {
    return run_waymark("figures report" + as(alias) + more);
  }
  [[nodiscard]] CliOutcome approve(const std::string& out, const std::string& alias = "mira") const {
    return run_waymark("figures approve" + as(alias) + "--out " + path(out));
  }
  void invite(const std::string& alias) const {
    ASSERT_EQ(run_waymark("staff invite " + alias + as("mira") + "--to " + path("invitation")).exit, 0);
    const CliOutcome accepted =
        run_waymark("staff accept --office " + path("office") + " --invitation-file " + path("invitation") +
                    " --passphrase-file " + path("passphrase") + " --totp-to " + path(alias + ".totp"));
    ASSERT_EQ(accepted.exit, 0) << accepted.said;
  }
  [[nodiscard]] CliOutcome verify(const std::string& name) const { return run_waymark("figures verify " + path(name)); }
  void next_code() const { ASSERT_TRUE(go_to_the_next_code(path("mira.totp"))); }
  void copy(const std::string& to) const { fs::copy(path("out"), path(to), fs::copy_options::recursive); }
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
};

TEST_F(FiguresCli, WhatCannotBeMeantIsRefusedBeforeAnybodySignsIn) {
  EXPECT_EQ(report("").exit, 2) << "a period is needed";
  const CliOutcome period = report("--period 2026-13");
  EXPECT_EQ(period.exit, 2);
  EXPECT_TRUE(period.says("\"2026-13\" is no period")) << period.said;
  std::ofstream(path("plan.toml")) << "id = ";
  const CliOutcome plan = report("--period 2026-01 --plan " + path("plan.toml"));
  EXPECT_EQ(plan.exit, 2);
  EXPECT_TRUE(plan.says("Line 1")) << plan.said;
  EXPECT_FALSE(fs::exists(path("out")));
}

// Two at once would put their folders in the place of each other's.
TEST_F(FiguresCli, TwoAtOnceAreRefused) {
  const int other = open((path("office") + "/figures.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(flock(other, LOCK_EX | LOCK_NB), 0);
  const CliOutcome second = approve("out");
  EXPECT_EQ(second.exit, 2);
  EXPECT_TRUE(second.says("Another report of this office is being made")) << second.said;
  EXPECT_FALSE(fs::exists(path("out")));
  close(other);
}

TEST_F(FiguresCli, OneProposesAnotherApprovesAndAnybodyChecksTheFolder) {
  ASSERT_NO_FATAL_FAILURE(invite("anna"));
  const CliOutcome proposed = report("--period 2026-01 --against 2025-12", "anna");
  ASSERT_EQ(proposed.exit, 0) << proposed.said;
  EXPECT_TRUE(proposed.says("Nothing is published")) << proposed.said;
  // The invitation took mira's code of this half minute.
  next_code();
  const CliOutcome made = approve("out");
  ASSERT_EQ(made.exit, 0) << made.said;
  EXPECT_TRUE(made.says("Release 1 is approved and signed")) << made.said;
  for (const char* name : {"report.ru.html", "report.uk.html", "report.en.html", "figures.csv", "datapackage.json",
                           "release.json", "ledger.jsonl", "SHA256SUMS", "release.note", "rosters.chain"})
    EXPECT_TRUE(fs::exists(path("out") + "/" + name)) << name;
  EXPECT_FALSE(fs::exists(path("out.next")));
  const CliOutcome good = verify("out");
  EXPECT_EQ(good.exit, 0) << good.said;
  EXPECT_TRUE(good.says("signed by      Example")) << good.said;
  for (const auto& entry : fs::directory_iterator(path("out"))) {
    const std::string name = entry.path().filename().string();
    fs::remove_all(path("copy"));
    copy("copy");
    std::fstream file(path("copy") + "/" + name, std::ios::in | std::ios::out | std::ios::binary);
    file.put(static_cast<char>(file.peek() ^ 1));
    file.close();
    EXPECT_EQ(verify("copy").exit, 1) << "one byte of " << name;
  }
  fs::remove_all(path("copy"));
  copy("copy");
  std::ofstream(path("copy") + "/more.html") << "x";
  EXPECT_TRUE(verify("copy").says("more.html")) << "a file that nobody signed for";
  fs::remove(path("copy") + "/more.html");
  fs::remove(path("copy") + "/figures.csv");
  EXPECT_TRUE(verify("copy").says("figures.csv"));
  fs::remove(path("copy") + "/release.note");
  EXPECT_TRUE(verify("copy").says("nobody has signed"));
  EXPECT_EQ(verify("nowhere").exit, 3);
}

TEST_F(FiguresCli, NobodyApprovesTheirOwnAndWithoutAProposalThereIsNothing) {
  ASSERT_EQ(report("--period 2026-01").exit, 0);
  next_code();
  const CliOutcome own = approve("out");
  EXPECT_EQ(own.exit, 1);
  EXPECT_TRUE(own.says("You proposed this report yourself")) << own.said;
  EXPECT_FALSE(fs::exists(path("out")));
}

/// A ledger that was planted: what the difference of its two releases leaves is three people.
std::string planted(bool second) {
  const auto release = [](std::uint64_t serial, const std::string& previous, figures::Condition condition,
                          std::int64_t shown) {
    figures::Release made{
        .serial = serial,
        .day = *figures::day_of_text("2026-11-05"),
        .zone = "Europe/Moscow",
        .period = *figures::Period::parse("2026-10"),
        .figures = {{{"requests", 1, *figures::Period::parse("2026-10"), std::move(condition)}, "exact", shown}},
        .changes = {},
        .announced = {},
        .previous = previous};
    return made;
  };
  const auto first = release(1, "", {}, 23);
  std::string lines = figures::write_release(first) + "\n";
  if (second) lines += figures::write_release(release(2, figures::hash_of(first), {{"language", {"ru"}}}, 20)) + "\n";
  return lines;
}

TEST_F(FiguresCli, AnybodyAuditsAFolderAndIsToldWhatTellsWhat) {
  fs::create_directories(path("printed"));
  std::ofstream(path("printed") + "/ledger.jsonl") << planted(false);
  const CliOutcome clean = run_waymark("figures audit " + path("printed"));
  EXPECT_EQ(clean.exit, 0) << clean.said;
  EXPECT_TRUE(clean.says("Audited as a reader: 1 release, 1 figure")) << clean.said;
  EXPECT_TRUE(clean.says("with them alone: --office and --alias")) << "no more is said than was looked at";
  std::ofstream(path("printed") + "/ledger.jsonl") << planted(true);
  const CliOutcome told = run_waymark("figures audit " + path("printed"));
  EXPECT_EQ(told.exit, 1);
  EXPECT_TRUE(told.says("requests@1 2026-10 - requests@1 2026-10 language=ru is exactly 3")) << told.said;
  EXPECT_TRUE(told.says("requests@1 2026-10 = 23 (1)\n  requests@1 2026-10 language=ru = 20 (2)")) << told.said;
  EXPECT_TRUE(told.says("It is enough not to print 1 figure:\n  requests@1 2026-10 language=ru")) << told.said;
  EXPECT_TRUE(run_waymark("figures audit " + path("printed"), "WAYMARK_LANGUAGE=ru").says("ровно 3"));
  EXPECT_TRUE(run_waymark("figures audit " + path("printed"), "WAYMARK_LANGUAGE=uk").says("рівно 3"));
  const CliOutcome json = run_waymark("figures audit --json " + path("printed"));
  EXPECT_EQ(json.exit, 1);
  EXPECT_TRUE(json.says("\"leave_out\": [\n        \"requests@1 2026-10 language=ru\"")) << json.said;
  EXPECT_TRUE(json.says("\"with_rows\": false")) << json.said;
}

TEST_F(FiguresCli, WhatCannotBeAuditedIsNamed) {
  EXPECT_EQ(run_waymark("figures audit " + path("nowhere")).exit, 3);
  const CliOutcome neither = run_waymark("figures audit");
  EXPECT_EQ(neither.exit, 2);
  EXPECT_TRUE(neither.says("Name the folder of a release")) << neither.said;
  fs::create_directories(path("printed"));
  std::ofstream(path("printed") + "/ledger.jsonl") << planted(true).substr(1);
  const CliOutcome broken = run_waymark("figures audit " + path("printed"));
  EXPECT_EQ(broken.exit, 1);
  EXPECT_TRUE(broken.says("line 1")) << broken.said;
  std::string other = planted(false);
  other.replace(other.find("requests"), 8, "nobodies");
  std::ofstream(path("printed") + "/ledger.jsonl") << other;
  const CliOutcome unknown = run_waymark("figures audit " + path("printed"));
  EXPECT_EQ(unknown.exit, 2);
  EXPECT_TRUE(unknown.says("nobodies@1 2026-10")) << unknown.said;
  std::ofstream(path("printed") + "/ledger.jsonl") << planted(false);
  std::ofstream(path("printed") + "/release.note") << "x";
  EXPECT_EQ(run_waymark("figures audit " + path("printed")).exit, 1) << "a signature that does not fit";
}

TEST_F(FiguresCli, ASeriesOfSomebodyElseIsCheckedImportedAndShown) {
  const std::string head =
      "# id: calls\n# beside: requests\n# organisation: Other line\n# source: example.org\n# name.ru: Звонки\n"
      "# name.uk: Дзвінки\n# name.en: Calls\n# definition.ru: Все.\n# definition.uk: Усі.\n# definition.en: All.\n";
  std::ofstream(path("wrong.csv")) << head << "month,value\n2026-10,1 216\n";
  const CliOutcome wrong = run_waymark("figures import --check " + path("wrong.csv"));
  EXPECT_EQ(wrong.exit, 2);
  EXPECT_TRUE(wrong.says("wrong.csv: Line 12, character 9: “1 216” is no whole number")) << wrong.said;
  EXPECT_TRUE(
      run_waymark("figures import --check " + path("wrong.csv"), "WAYMARK_LANGUAGE=uk").says("Рядок 12, знак 9"));
  EXPECT_EQ(run_waymark("figures import --check " + path("nowhere.csv")).exit, 3);
  std::ofstream(path("calls.csv")) << head << "month,value\n2025-12,1216\n2026-01,1300\n";
  EXPECT_EQ(run_waymark("figures import " + path("calls.csv")).exit, 2) << "into no office";
  const CliOutcome made = run_waymark("figures import " + path("calls.csv") + as("mira"));
  EXPECT_EQ(made.exit, 0) << made.said;
  EXPECT_TRUE(made.says("calls: Other line, “Calls”, beside requests; 2025-12 to 2026-01, 2 months")) << made.said;
  next_code();
  const CliOutcome none = report("--period 2026-01 --beside nobody");
  EXPECT_EQ(none.exit, 2);
  EXPECT_TRUE(none.says("There is no such series")) << none.said;
  next_code();
  EXPECT_EQ(report("--period 2026-01 --beside calls").exit, 0);
}

TEST_F(FiguresCli, AnOfficeAuditsItsOwnLedgerWithItsRows) {
  const CliOutcome empty = run_waymark("figures audit" + as("mira"));
  ASSERT_EQ(empty.exit, 0) << empty.said;
  EXPECT_TRUE(empty.says("Audited with the rows of the office: 0 releases")) << empty.said;
  next_code();
  fs::create_directories(path("printed"));
  std::ofstream(path("printed") + "/ledger.jsonl") << planted(false);
  const CliOutcome other = run_waymark("figures audit " + path("printed") + as("mira"));
  EXPECT_EQ(other.exit, 0) << other.said;
  EXPECT_TRUE(other.says("with the rows of the office: 1 release, 1 figure")) << other.said;
}

}  // namespace
}  // namespace waymark::desk
