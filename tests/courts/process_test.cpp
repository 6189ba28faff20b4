// The finished program over archives: the demonstration's whole way, bad input with one sentence, kill -9 while
// linking.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace waymark {
namespace {

namespace fs = std::filesystem;

struct Ended {
  int code;
  std::string text;  ///< both outputs
};

Ended run(const std::string& arguments) {
  const std::string line = std::string{WAYMARK_COURTS} + " " + arguments + " 2>&1";
  FILE* const pipe = ::popen(line.c_str(), "r");
  std::string text;
  std::array<char, 4096> buffer{};
  for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    text.append(buffer.data(), got);
  return {WEXITSTATUS(::pclose(pipe)), text};
}

std::string bytes_of(const fs::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// One small demonstration for all tests: making and importing it is most of the time.
class CourtsProgram : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = fs::temp_directory_path() / ("waymark_courts_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
    made_ = run("demo --seed 2 --courts 4 --cases 70 --out " + at("pages"));
    for (const char* const day : {"2025-03-31", "2025-07-31", "2025-11-30", "2026-04-30"}) {
      for (const std::string kind : {"lists --snapshot lists", "cards"}) {
        const Ended done =
            run("import " + at("pages") + "/" + day + "/" + kind + " --seen " + day + " --archive " + at("archive"));
        if (done.code != 0) made_ = done;
      }
    }
  }
  static void TearDownTestSuite() { fs::remove_all(folder_); }
  static std::string at(const std::string& name) { return (folder_ / name).string(); }
  void SetUp() override { ASSERT_EQ(made_.code, 0) << made_.text; }

  static inline fs::path folder_;
  static inline Ended made_;
};

TEST_F(CourtsProgram, TheDemonstrationIsFoundExactly) {
  const Ended checked = run("demo --check " + at("pages") + " --archive " + at("archive"));
  EXPECT_EQ(checked.code, 0) << checked.text;
  EXPECT_EQ(checked.text.find("BAD"), std::string::npos) << checked.text;
  EXPECT_NE(checked.text.find("what a case follows, and how"), std::string::npos);
}

TEST_F(CourtsProgram, AnArchiveOfSomethingElseIsFoundOut) {
  const Ended made = run("demo --seed 3 --courts 4 --cases 70 --out " + at("other"));
  ASSERT_EQ(made.code, 0) << made.text;
  const Ended checked = run("demo --check " + at("other") + " --archive " + at("archive"));
  EXPECT_EQ(checked.code, 1);
  EXPECT_NE(checked.text.find("The archive is not what the pages say."), std::string::npos);
}

TEST_F(CourtsProgram, LinkingIsTheSameOnAnyNumberOfThreads) {
  for (const std::string threads : {"1", "2"}) {
    const Ended linked =
        run("link --archive " + at("archive") + " --threads " + threads + " --out " + at("links" + threads));
    ASSERT_EQ(linked.code, 0) << linked.text;
  }
  for (const char* const name : {"instances.csv", "persons.csv", "review.csv", "summary.json"}) {
    EXPECT_FALSE(bytes_of(folder_ / "links1" / name).empty()) << name;
    EXPECT_EQ(bytes_of(folder_ / "links1" / name), bytes_of(folder_ / "links2" / name)) << name;
  }
}

TEST_F(CourtsProgram, KilledWhileLinkingLeavesNoHalfResult) {
  int kills = 0;
  for (useconds_t moment = 1'000;; moment += 1'000 + moment / 16) {  // linking takes some 20 ms on an idle machine
    const std::string out = at("killed" + std::to_string(kills));
    const pid_t child = ::fork();
    if (child == 0) {
      if (std::freopen("/dev/null", "w", stdout) == nullptr) ::_exit(127);
      ::execl(WAYMARK_COURTS, WAYMARK_COURTS, "link", "--archive", at("archive").c_str(), "--out", out.c_str(),
              nullptr);
      ::_exit(127);
    }
    ::usleep(moment);  // sleep: nothing is waited for; the moment is what is tried, later until one gets through
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    if (fs::exists(fs::path{out} / "summary.json")) {
      for (const char* const name : {"instances.csv", "persons.csv", "review.csv"})
        EXPECT_TRUE(bytes_of(fs::path{out} / name).ends_with("\n")) << name;
    }
    if (WIFEXITED(status)) break;
    ++kills;
    ASSERT_LT(kills, 400);
  }
  EXPECT_GT(kills, 0) << "the test killed nobody: it shows nothing";
  const Ended again = run("link --archive " + at("archive") + " --out " + at("killed0"));
  EXPECT_EQ(again.code, 0) << again.text;
  for (const auto& entry : fs::directory_iterator{at("killed0")}) EXPECT_NE(entry.path().extension(), ".part");
}

TEST_F(CourtsProgram, BadInputGetsASentence) {
  std::ofstream{folder_ / "word.csv"} << "left,right,decision\na,b,perhaps\n";
  std::ofstream{folder_ / "both.csv"} << "left,right\na,b\n";
  std::ofstream{folder_ / "no_archive"} << "nothing of the kind";
  struct Case {
    std::string arguments;
    int code;
    const char* says;
  };
  const std::string link = "link --archive " + at("archive") + " --out " + at("bad");
  for (const Case& one : std::vector<Case>{
           {"link --out " + at("bad"), 2, "Give either a table with --config, or --archive."},
           {"link table.csv --out " + at("bad"), 2, "A table needs --config"},
           {link + " --config x.toml", 2, "--config, --pairs and --explain are for tables."},
           {link + " --link 0.2 --review 0.6", 2, "The thresholds must be probabilities"},
           {link + " --link one", 2, "--link"},
           {link + " --decisions " + at("nowhere.csv"), 3, "cannot be opened"},
           {link + " --decisions " + at("word.csv"), 4, "Decision 1 is"},
           {link + " --decisions " + at("both.csv"), 4, "decision"},
           {"link --archive " + at("nowhere") + " --out " + at("bad"), 4, "nowhere"},
           {"link --archive " + at("no_archive") + " --out " + at("bad"), 3, "no_archive"},
           {"demo", 2, "Give either --out, or --check"},
           {"demo --out " + at("pages"), 2, "not empty"},
           {"demo --out " + at("x") + " --courts 0", 2, "--courts"},
           {"demo --check " + at("pages"), 2, "--check needs --archive"},
           {"demo --check " + at("nowhere") + " --archive " + at("archive"), 4, "no truth.json"},
       }) {
    const Ended ended = run(one.arguments);
    EXPECT_EQ(ended.code, one.code) << one.arguments << "\n" << ended.text;
    EXPECT_NE(ended.text.find(one.says), std::string::npos) << one.arguments << "\n" << ended.text;
  }
  EXPECT_FALSE(fs::exists(folder_ / "bad"));
}

}  // namespace
}  // namespace waymark
