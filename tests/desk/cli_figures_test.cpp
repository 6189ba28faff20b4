// The waymark command for figures: a report as a folder, and what is refused of one that somebody has changed.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/comes_true.h"
#include "base/test_long.h"
#include "cli_run.h"
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
  [[nodiscard]] CliOutcome report(const std::string& more) const {
    return run_waymark("figures report --office " + path("office") + " --alias mira --passphrase-file " +
                       path("passphrase") + " --totp-secret-file " + path("mira.totp") + " " + more);
  }
  [[nodiscard]] CliOutcome verify(const std::string& name) const { return run_waymark("figures verify " + path(name)); }
  void wait_for_the_next_code() const {
    const std::string before = run_waymark("totp --secret-file " + path("mira.totp")).said;
    ASSERT_TRUE(comes_true([&] { return run_waymark("totp --secret-file " + path("mira.totp")).said != before; }));
  }
  void copy(const std::string& to) const { fs::copy(path("out"), path(to), fs::copy_options::recursive); }
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
};

TEST_F(FiguresCli, WhatCannotBeMeantIsRefusedBeforeAnybodySignsIn) {
  EXPECT_EQ(report("--out " + path("out")).exit, 2) << "a period is needed";
  const CliOutcome period = report("--period 2026-13 --out " + path("out"));
  EXPECT_EQ(period.exit, 2);
  EXPECT_TRUE(period.says("\"2026-13\" is no period")) << period.said;
  std::ofstream(path("plan.toml")) << "id = ";
  const CliOutcome plan = report("--period 2026-01 --plan " + path("plan.toml") + " --out " + path("out"));
  EXPECT_EQ(plan.exit, 2);
  EXPECT_TRUE(plan.says("Line 1")) << plan.said;
  EXPECT_FALSE(fs::exists(path("out")));
}

// Two at once would read the same ledger, and the later would put its release in the place of the other.
TEST_F(FiguresCli, TwoReportsAtOnceAreRefused) {
  const int other = open((path("office") + "/figures.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(flock(other, LOCK_EX | LOCK_NB), 0);
  const CliOutcome second = report("--period 2026-01 --out " + path("out"));
  EXPECT_EQ(second.exit, 2);
  EXPECT_TRUE(second.says("Another report of this office is being made")) << second.said;
  EXPECT_FALSE(fs::exists(path("out")));
  close(other);
}

TEST_F(FiguresCli, AReportIsAFolderThatAnybodyCanCheck) {
  const CliOutcome made = report("--period 2026-01 --against 2025-12 --out " + path("out") + "/");
  ASSERT_EQ(made.exit, 0) << made.said;
  EXPECT_TRUE(made.says("Release 1 is in")) << made.said;
  for (const char* name : {"report.ru.html", "report.uk.html", "report.en.html", "figures.csv", "datapackage.json",
                           "release.json", "ledger.jsonl", "SHA256SUMS"})
    EXPECT_TRUE(fs::exists(path("out") + "/" + name)) << name;
  EXPECT_FALSE(fs::exists(path("out.next")));
  EXPECT_EQ(verify("out").exit, 0) << verify("out").said;
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
  EXPECT_EQ(verify("nowhere").exit, 3);
}

TEST_F(FiguresCli, TheLedgerGoesOnAndAnOlderFolderIsRefused) {
  if (!is_long_run()) GTEST_SKIP() << "each sign-in needs a code of its own: half a minute a time";
  ASSERT_EQ(report("--period 2026-01 --out " + path("out")).exit, 0);
  copy("older");
  wait_for_the_next_code();
  const CliOutcome second = report("--period 2026-02 --out " + path("out") + "/");
  ASSERT_EQ(second.exit, 0) << second.said;
  EXPECT_TRUE(second.says("Release 2 is in"));
  EXPECT_TRUE(verify("out").says("2 releases"));
  wait_for_the_next_code();
  const CliOutcome old = report("--period 2026-03 --out " + path("older"));
  EXPECT_EQ(old.exit, 1);
  EXPECT_TRUE(old.says("does not have the release that this office made last")) << old.said;
  wait_for_the_next_code();
  EXPECT_TRUE(report("--period 2026-03 --out " + path("fresh")).says("does not have the release"))
      << "nor is a new folder a way to forget what was printed";
}

}  // namespace
}  // namespace waymark::desk
