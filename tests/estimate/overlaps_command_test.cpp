// `waymark-courts overlaps` as a process: three lists become a table to hand on, `estimate` reads it, and what cannot
// be safe is refused with a sentence.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "courts_run.h"

namespace waymark::program {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class OverlapsCommand : public testing::Test {
 protected:
  OverlapsCommand()
      : folder_(fs::temp_directory_path() /
                (std::string("waymark-overlaps-") + testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~OverlapsCommand() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return "'" + (folder_ / name).string() + "'"; }

  /// Three lists of people by number: `counts[pattern]` of them on exactly those.
  std::string lists(const std::array<int, 8>& counts) const {
    const std::array<std::string, 3> names{"courts.csv", "press.csv", "lawyers.csv"};
    std::string arguments;
    for (std::size_t list = 0; list < names.size(); ++list) {
      std::ofstream file(folder_ / names[list]);
      file << "person\n";
      int person = 0;
      for (std::size_t pattern = 1; pattern < counts.size(); ++pattern)
        for (int i = 0; i < counts[pattern]; ++i, ++person)
          if ((pattern >> list & 1U) != 0) file << "p" << person << '\n';
      arguments += path(names[list]) + " ";
    }
    return "overlaps " + arguments + "--id person ";
  }
  fs::path folder_;
};

constexpr std::array<int, 8> kUsual{0, 182, 117, 78, 147, 98, 63, 3};

TEST_F(OverlapsCommand, ThreeListsBecomeATableThatEstimateReads) {
  const Ended made = run_courts(lists(kUsual) + "--out " + path("out"));
  ASSERT_EQ(made.code, 0) << made.out;
  EXPECT_THAT(made.out, HasSubstr("7 combinations of lists"));
  const std::string table = slurp(folder_ / "out/overlaps.csv");
  EXPECT_THAT(table, HasSubstr("courts,press,lawyers,count\n"));
  EXPECT_THAT(table, Not(HasSubstr("1,1,1,3\n"))) << "three people";
  EXPECT_THAT(table, HasSubstr(".."));
  EXPECT_EQ(slurp(folder_ / "out/lists.csv"), "list,people\ncourts,361\npress,261\nlawyers,311\n,688\n");
  EXPECT_EQ(table.find("p1"), std::string::npos) << "nobody's number";
  const Ended estimated =
      run_courts("estimate " + path("out/overlaps.csv") +
                 " --population people --period 2025 --region here --quick --replicates 60 --out " + path("report"));
  EXPECT_EQ(estimated.code, 0) << estimated.out;
  EXPECT_THAT(estimated.out, HasSubstr("hidden, so that nobody can be recognised"));
  EXPECT_THAT(slurp(folder_ / "report/estimate.json"), HasSubstr("\"fillings\": 5"));
  EXPECT_THAT(slurp(folder_ / "report/report.ru.html"), HasSubstr("чтобы по ней никого нельзя было узнать"));
}

TEST_F(OverlapsCommand, OneMorePersonThanInTheTableOfBeforeIsNotToldOf) {
  ASSERT_EQ(run_courts(lists(kUsual) + "--out " + path("first")).code, 0);
  auto more = kUsual;
  ++more[1];
  const Ended refused = run_courts(lists(more) + "--earlier " + path("first") + " --out " + path("second"));
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.out, HasSubstr("the number for “courts” has changed by 1"));
  EXPECT_FALSE(fs::exists(folder_ / "second"));
  const Ended russian =
      run_courts(lists(more) + "--language ru --earlier " + path("first") + " --out " + path("second"));
  EXPECT_THAT(russian.out, HasSubstr("увидит этого человека"));
  more[1] += 40;
  EXPECT_EQ(run_courts(lists(more) + "--earlier " + path("first") + " --out " + path("second")).code, 0);
}

TEST_F(OverlapsCommand, WhatCannotBeMadeSafeOrReadIsASentence) {
  const Ended few = run_courts(lists({0, 90, 1, 0, 80, 40, 2, 0}) + "--out " + path("out"));
  EXPECT_EQ(few.code, 2);
  EXPECT_THAT(few.out, HasSubstr("The list “press” holds only 3 people"));
  std::ofstream(folder_ / "hidden.csv") << "a,b,c,count\n1,0,0,40\n0,1,0,30\n0,0,1,30\n1,1,0,1..9\n1,0,1,20\n";
  const Ended again = run_courts("overlaps " + path("hidden.csv") + " --out " + path("out"));
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.out, HasSubstr("hidden already"));
  EXPECT_EQ(run_courts(lists(kUsual) + "--earlier " + path("nowhere") + " --out " + path("out")).code, 3);
  fs::create_directories(folder_ / "odd");
  std::ofstream(folder_ / "odd/overlaps.csv") << "a,b,c,count\n1,0,0,40\n";
  std::ofstream(folder_ / "odd/lists.csv") << "list,people\nx,1\n";
  const Ended odd = run_courts(lists(kUsual) + "--earlier " + path("odd") + " --out " + path("out"));
  EXPECT_EQ(odd.code, 2);
  EXPECT_THAT(odd.out, HasSubstr("holds no table that this command has made"));
  EXPECT_FALSE(fs::exists(folder_ / "out"));
}

}  // namespace
}  // namespace waymark::program
