#include "courts/review/decision_log.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "courts/review/test_folder.h"
#include "courts/review/whole_lines.h"
#include "linkage/decisions.h"

namespace waymark::courts {
namespace {

const ManualClock kClock{TimePoint{Seconds{1'767'225'600}}};  // 2026-01-01
const RecordPair kAB = pair_of("b", "a");
const RecordPair kQuoted = pair_of("26GV0001|1-7/2024#1", "say \"hi\", twice;\nand more");

std::unique_ptr<DecisionLog> opened(const TestFolder& folder) {
  auto log = DecisionLog::open(folder / "d.csv", kClock);
  EXPECT_TRUE(log.has_value()) << (log.has_value() ? "" : describe(log.error()));
  return log.has_value() ? *std::move(log) : nullptr;
}

Code code_of_open(const TestFolder& folder) {
  const auto log = DecisionLog::open(folder / "d.csv", kClock);
  return log.has_value() ? Code::kInvalid : log.error().code;
}

/// What `link --decisions` makes of the file.
std::vector<linkage::Decision> as_link_reads(const TestFolder& folder, std::initializer_list<const char*> ids) {
  linkage::Table table({"id"});
  for (const char* id : ids) table.add_row({id});
  auto list = linkage::read_decisions(folder.read("d.csv"), table, "id", linkage::Workers{1});
  EXPECT_TRUE(list.has_value());
  return list.has_value() ? std::move(list->decisions) : std::vector<linkage::Decision>{};
}

TEST(DecisionLog, GrowsByLinesAndIsReadAgain) {
  const TestFolder folder;
  {
    const auto log = opened(folder);
    ASSERT_TRUE(log->set(kAB, Verdict::kNone, Verdict::kSame).has_value());
    ASSERT_TRUE(log->set(kAB, Verdict::kSame, Verdict::kDifferent).has_value());
    ASSERT_TRUE(log->set(kQuoted, Verdict::kNone, Verdict::kUnsure).has_value());
    ASSERT_TRUE(log->set(kQuoted, Verdict::kUnsure, Verdict::kSame).has_value());
  }
  EXPECT_TRUE(folder.read("d.csv").starts_with(
      "left,right,decision,at\na,b,same,2026-01-01T00:00:00Z\na,b,undone,2026-01-01T00:00:00Z\na,b,different,"));
  const auto log = opened(folder);
  EXPECT_EQ(log->verdict(kAB), Verdict::kDifferent);
  EXPECT_EQ(log->verdict(kQuoted), Verdict::kSame);
  EXPECT_FALSE(log->was_mended());
}

TEST(DecisionLog, LinkUnderstandsIt) {
  const TestFolder folder;
  const auto log = opened(folder);
  ASSERT_TRUE(log->set(kAB, Verdict::kNone, Verdict::kDifferent).has_value());
  ASSERT_TRUE(log->set(kAB, Verdict::kDifferent, Verdict::kNone).has_value());
  ASSERT_TRUE(log->set(kAB, Verdict::kNone, Verdict::kSame).has_value());
  ASSERT_TRUE(log->set(pair_of("a", "c"), Verdict::kNone, Verdict::kUnsure).has_value());
  const auto decisions = as_link_reads(folder, {"a", "b", "c"});
  ASSERT_EQ(decisions.size(), 1u);
  EXPECT_EQ(decisions.front().verdict, linkage::Verdict::kSame);
}

TEST(DecisionLog, AnOutdatedBeliefIsAConflictAndWritesNothing) {
  const TestFolder folder;
  const auto log = opened(folder);
  ASSERT_TRUE(log->set(kAB, Verdict::kNone, Verdict::kSame).has_value());
  const std::string before = folder.read("d.csv");
  const auto done = log->set(kAB, Verdict::kNone, Verdict::kDifferent);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Code::kConflict);
  EXPECT_EQ(log->set(pair_of("", "b"), Verdict::kNone, Verdict::kSame).error().code, Code::kInvalid);
  EXPECT_EQ(folder.read("d.csv"), before);
}

TEST(DecisionLog, AKilledProgramLosesNothingThatWasConfirmed) {
  const TestFolder folder;
  int confirmed[2];
  ASSERT_EQ(::pipe(confirmed), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto log = DecisionLog::open(folder / "d.csv", kClock);
    for (int i = 0; log.has_value(); ++i) {
      if (!(*log)->set(pair_of("x", std::to_string(i)), Verdict::kNone, Verdict::kSame).has_value()) break;
      if (::write(confirmed[1], "+", 1) != 1) break;
    }
    ::_exit(1);
  }
  char sign = 0;
  int count = 0;
  while (count < 20 && ::read(confirmed[0], &sign, 1) == 1) ++count;
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(confirmed[0]);
  ::close(confirmed[1]);
  ASSERT_EQ(count, 20);
  const auto log = opened(folder);
  for (int i = 0; i < count; ++i) EXPECT_EQ(log->verdict(pair_of("x", std::to_string(i))), Verdict::kSame) << i;
}

TEST(DecisionLog, AnUnfinishedLastLineIsRemovedAFinishedOneIsKept) {
  const TestFolder folder;
  folder.write("d.csv", "left,right,decision,at\na,b,same,1\na,c,diff");
  {
    const auto log = opened(folder);
    EXPECT_TRUE(log->was_mended());
    EXPECT_EQ(log->verdict(kAB), Verdict::kSame);
  }
  EXPECT_EQ(folder.read("d.csv"), "left,right,decision,at\na,b,same,1\n");
  folder.write("d.csv", "left,right,decision\na,b,same\na,c,different");
  {
    const auto log = opened(folder);
    EXPECT_FALSE(log->was_mended());
    ASSERT_TRUE(log->set(pair_of("a", "d"), Verdict::kNone, Verdict::kSame).has_value());
  }
  EXPECT_EQ(folder.read("d.csv"), "left,right,decision\na,b,same\na,c,different\na,d,same\n");
}

TEST(DecisionLog, QuotesThatAreOpenAreNoWholeLine) {
  EXPECT_EQ(whole_lines_bytes(""), 0u);
  EXPECT_EQ(whole_lines_bytes("a,b\nc"), 4u);
  EXPECT_EQ(whole_lines_bytes("a,b\n\"c\nd"), 4u);
  EXPECT_EQ(whole_lines_bytes("a,b\n\"c\n\"\"d\"\n"), 12u);
}

TEST(DecisionLog, KeepsTheColumnsAndTheSeparatorOfAnothersFile) {
  const TestFolder folder;
  folder.write("d.csv", "who;decision;right;left\nLarch;same;b;a\n");
  const auto log = opened(folder);
  EXPECT_EQ(log->verdict(kAB), Verdict::kSame);
  ASSERT_TRUE(log->set(pair_of("c", "d"), Verdict::kNone, Verdict::kDifferent).has_value());
  EXPECT_EQ(folder.read("d.csv"), "who;decision;right;left\nLarch;same;b;a\n;different;d;c\n");
}

TEST(DecisionLog, WhatIsNoFileOfDecisionsIsRefusedAndNotTouched) {
  const TestFolder folder;
  const std::pair<const char*, Code> cases[] = {{"left,right\na,b\n", Code::kNotFound},
                                                {"left,right,decision\na,b,perhaps\n", Code::kMalformed},
                                                {"left,right,decision\na,b,same\nb,a,different\n", Code::kConflict},
                                                {"left,right,decision\na,b,same,more\n", Code::kMalformed},
                                                {"left,right,decision\n\xff,b,same\n", Code::kMalformed}};
  for (const auto& [text, code] : cases) {
    folder.write("d.csv", text);
    EXPECT_EQ(code_of_open(folder), code) << text;
    EXPECT_EQ(folder.read("d.csv"), text);
  }
}

TEST(DecisionLog, OneProgramAtATime) {
  const TestFolder folder;
  const auto log = opened(folder);
  EXPECT_EQ(code_of_open(folder), Code::kUnavailable);
}

TEST(DecisionLog, ReadsWhatOthersWriteAndNeverMakesALostFileAnew) {
  const TestFolder folder;
  const auto log = opened(folder);
  const std::uint64_t revision = log->revision();
  folder.write("d.csv", "left,right,decision,at\na,b,same,1\n");
  ASSERT_TRUE(log->refresh().has_value());
  EXPECT_GT(log->revision(), revision);
  EXPECT_EQ(log->verdict(kAB), Verdict::kSame);
  std::filesystem::remove(folder / "d.csv");
  EXPECT_EQ(log->set(kAB, Verdict::kSame, Verdict::kNone).error().code, Code::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(folder / "d.csv"));
  folder.write("d.csv", "left,right,decision\n");
  ASSERT_TRUE(log->set(kAB, Verdict::kNone, Verdict::kSame).has_value());
}

TEST(DecisionLog, AFullDiskKeepsEverythingBeforeAndNothingHalf) {
  const TestFolder folder;
  const auto log = opened(folder);
  ASSERT_TRUE(log->set(kAB, Verdict::kNone, Verdict::kSame).has_value());
  const std::string before = folder.read("d.csv");
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
  const rlimit small{before.size() + 5, limit.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto done = log->set(pair_of("c", "d"), Verdict::kNone, Verdict::kSame);
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, Code::kFull);
  EXPECT_EQ(folder.read("d.csv"), before);
  EXPECT_TRUE(log->set(pair_of("c", "d"), Verdict::kNone, Verdict::kSame).has_value());
}

}  // namespace
}  // namespace waymark::courts
