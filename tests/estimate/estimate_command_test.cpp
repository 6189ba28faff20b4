// `waymark-courts estimate` as a process: every bad input gets a sentence and exit code 2, never a number; a good one
// gets the whole report, the same on one thread and two.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "courts_run.h"

namespace {

namespace fs = std::filesystem;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

using waymark::program::Ended;
using waymark::program::slurp;

Ended run(const std::string& arguments) { return waymark::program::run_courts("estimate " + arguments); }

class EstimateCommand : public testing::Test {
 protected:
  EstimateCommand()
      : folder_(fs::temp_directory_path() /
                (std::string("waymark-estimate-") + testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~EstimateCommand() override { fs::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << text;
    return "'" + (folder_ / name).string() + "'";
  }
  [[nodiscard]] fs::path folder() const { return folder_; }
  Ended estimate(const std::string& text, const std::string& more = "") {
    return run(file("table.csv", text) + kDeclared + more);
  }

  static constexpr const char* kDeclared = " --population people --period 2023 --region here --quick --replicates 60 ";
  static constexpr const char* kGood =
      "A,B,C,n\n1,0,0,60\n0,1,0,49\n1,1,0,4\n0,0,1,247\n1,0,1,112\n0,1,1,142\n1,1,1,12\n";

 private:
  fs::path folder_;
};

TEST_F(EstimateCommand, RefusesEveryBadTableInASentence) {
  const std::vector<std::pair<std::string, std::string>> bad{
      {"", "empty"},
      {"A,B,C,n\n1,0,0,0\n", "empty"},
      {"A,B,C,n\n1,1,0,-5\n", "below zero"},
      {"A,B,C,n\n1,1,0,5.5\n", "fraction"},
      {"A,B,C,n\n1,1,0,1e99\n", "not a number"},
      {"A,B,C,n\n1,1,0,99999999999999999999\n", "thousand million"},
      {"A,B,n\n1,0,50\n0,1,60\n1,1,20\n", "only 2 lists"},
      {"A,B,C,n\n1,0,0,5\n0,1,0,6\n0,0,1,7\n", "No person is on two lists"},
      {"A,B,C,n\n1,1,1,90\n", "exactly the same lists"},
      {"A,B,C,n\n1,0,0,5\n1,0,0,6\n0,1,1,7\n", "repeats"},
      {"A,B,C,n\n1,0,0,50\n0,1,0,40\n1,1,0,20\n1,0,1,30\n", "made from the second"},
      {"A,B,C,n\n1,0,0,50\n0,1,0,40\n0,0,1,40\n1,1,0,2\n1,0,1,3\n", "Only 5 people"},
      {"A,B,C,n\n1,0,0,10\n0,1,0,10\n1,1,0,100\n0,0,1,200\n", "could be endless"},
  };
  for (const auto& [text, word] : bad) {
    const auto ended = estimate(text);
    EXPECT_EQ(ended.code, 2) << text << ended.out;
    EXPECT_THAT(ended.out, HasSubstr(word)) << text;
    EXPECT_THAT(ended.out, Not(HasSubstr("["))) << text;
    EXPECT_THAT(ended.out, Not(ContainsRegex("estimate[.][a-z]"))) << text;
  }
}

TEST_F(EstimateCommand, RefusesTwentyLists) {
  std::string header;
  std::string row;
  for (int i = 0; i < 20; ++i) {
    header += "L" + std::to_string(i) + ",";
    row += i % 2 == 0 ? "1," : "0,";
  }
  const auto ended = estimate(header + "n\n" + row + "9\n");
  EXPECT_EQ(ended.code, 2);
  EXPECT_THAT(ended.out, HasSubstr("20 lists"));
}

TEST_F(EstimateCommand, SpeaksThreeLanguages) {
  EXPECT_THAT(estimate("A,B,n\n1,0,50\n", "--language ru").out, HasSubstr("Есть только 2 списка."));
  EXPECT_THAT(estimate("A,B,n\n1,0,50\n", "--language uk").out, HasSubstr("Є лише 2 списки."));
}

TEST_F(EstimateCommand, AThousandIsNeverOne) {
  for (const char* count : {"\"1,000\"", "1.000", "1 000", "\"12,345,678\"", "1\u00a0000"}) {
    const auto ended = estimate(std::string("A,B,C,n\n1,0,0,") + count + "\n0,1,0,50\n0,0,1,40\n1,1,0,20\n");
    EXPECT_EQ(ended.code, 2) << count;
    EXPECT_THAT(ended.out, HasSubstr("In line 2 a separator stands before three digits")) << count;
  }
  EXPECT_THAT(estimate("\xd1\xe0,B,C,n\n1,0,0,10\n").out, HasSubstr("The file is not in UTF-8"));
}

TEST_F(EstimateCommand, RefusesUndeclaredAndOpenPopulations) {
  const auto table = file("table.csv", kGood);
  EXPECT_EQ(run(table).code, 2);
  const auto open = run(table + " --population people --period 2020..2023 --region here --quick");
  EXPECT_EQ(open.code, 2);
  EXPECT_THAT(open.out, HasSubstr("48 months"));
  EXPECT_EQ(run(table + kDeclared + "--open").code, 2);
}

TEST_F(EstimateCommand, WritesTheSameReportOnOneThreadAndTwo) {
  const auto one = estimate(kGood, " --threads 1 --out '" + (folder() / "one").string() + "'");
  const auto two = estimate(kGood, " --threads 2 --out '" + (folder() / "two").string() + "'");
  ASSERT_EQ(one.code, 0) << one.out;
  EXPECT_EQ(one.out, two.out);
  EXPECT_THAT(one.out, HasSubstr("Seed 20240101"));
  for (const char* name : {"report.ru.html", "report.uk.html", "report.en.html", "methods.csv", "estimate.json",
                           "chart-1.ru.png", "chart-1.uk.svg", "chart-1.en.png"}) {
    const auto bytes = slurp(folder() / "one" / name);
    EXPECT_GT(bytes.size(), 300U) << name;
    EXPECT_EQ(bytes, slurp(folder() / "two" / name)) << name;
    EXPECT_THAT(bytes, Not(ContainsRegex("estimate[.](report|column|method|source|verdict)"))) << name;  // a key
  }
}

TEST_F(EstimateCommand, JoinsLinkedLists) {
  std::array<std::string, 3> lists{"person\n", "person\n", "person\n"};
  for (int person = 0; person < 300; ++person)
    for (std::size_t list = 0; list < 3; ++list)
      if ((person * 7919 + static_cast<int>(list) * 104729) % (11 + static_cast<int>(list)) < 4)
        lists[list] += "p" + std::to_string(person) + "\n";
  const auto ended = run(file("courts.csv", lists[0]) + " " + file("press.csv", lists[1]) + " " +
                         file("ngo.csv", lists[2]) + kDeclared + "--id person");
  EXPECT_EQ(ended.code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("Independent lists"));
}

TEST_F(EstimateCommand, ALinkedListsRefusalNamesItsFile) {
  const std::string good = file("courts.csv", "person\n1\n2\n3\n");
  const auto bad = [&](const std::string& press, const std::string& language) {
    const auto ended = run(good + " " + file("press.csv", press) + " " + file("ngo.csv", "person\n2\n3\n") + kDeclared +
                           "--id person --language " + language);
    EXPECT_EQ(ended.code, 2) << ended.out;
    return ended.out;
  };
  EXPECT_THAT(bad("person,x\n1\n", "en"), HasSubstr("press.csv: Line 2 has another number of cells"));
  EXPECT_THAT(bad("id\n1\n", "ru"), HasSubstr("press.csv: Нет столбца «person»"));
  EXPECT_THAT(bad("person\nNA\n", "uk"), HasSubstr("press.csv: У рядку 2 у «person»"));
  EXPECT_THAT(bad("person\n1.0\n2.0\n", "en"), HasSubstr("Nobody on the list “press” is on any other"));
}

// The CSV had a joined row for what may not be quoted as one number, and none for a group without an answer.
TEST_F(EstimateCommand, TheCsvSaysWhatMayBeSaid) {
  std::string text = "region,A,B,C,n\n";
  for (const char* row : {"1,0,0,60", "0,1,0,49", "1,1,0,14", "0,0,1,247", "1,0,1,112", "0,1,1,142", "1,1,1,42"})
    text += std::string("north,") + row + "\n";
  for (const char* row : {"1,0,0,60", "0,1,0,49", "0,0,1,40"}) text += std::string("south,") + row + "\n";
  const auto ended = estimate(text, "--strata region --count n --out '" + (folder() / "out").string() + "'");
  EXPECT_EQ(ended.code, 0) << ended.out;
  const auto csv = slurp(folder() / "out" / "methods.csv");
  EXPECT_THAT(csv, ContainsRegex("north,joined,,[0-9.]+,[0-9.]+,[0-9.]+,,,independent,estimate"));
  EXPECT_THAT(csv, HasSubstr("south,joined,,,,,,no-overlap,independent,refused"));
}

TEST_F(EstimateCommand, AListWithinAnotherIsLeftOutAndBothAnswersStand) {
  std::string text = "A,B,C,press,n\n";
  for (const char* row : {"1,0,0,0,60", "0,1,0,0,49", "1,1,0,0,14", "0,0,1,0,247", "1,0,1,0,112", "0,1,1,0,130",
                          "0,1,1,1,12", "1,1,1,0,42"})
    text += std::string(row) + "\n";
  const auto ended = estimate(text, "--out '" + (folder() / "out").string() + "'");
  EXPECT_EQ(ended.code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("Everybody on the list “press” (12 people) is also on “B”"));
  EXPECT_THAT(ended.out, HasSubstr("With the lists that were left out"));
  const auto json = slurp(folder() / "out" / "estimate.json");
  EXPECT_THAT(json, HasSubstr("\"left_out\""));
  EXPECT_THAT(json, HasSubstr("\"with_all_lists\""));
  EXPECT_THAT(slurp(folder() / "out" / "report.en.html"), HasSubstr("It is left out."));
}

TEST_F(EstimateCommand, EstimatesGroupsApart) {
  std::string text = "region,A,B,C,n\n";
  for (const char* region : {"north", "south"})
    for (const char* row : {"1,0,0,60", "0,1,0,49", "1,1,0,14", "0,0,1,247", "1,0,1,112", "0,1,1,142", "1,1,1,42"})
      text += std::string(region) + "," + row + "\n";
  const auto ended = estimate(text, "--strata region --count n");
  EXPECT_EQ(ended.code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("Group: south"));
  EXPECT_THAT(ended.out, HasSubstr("All groups together"));
  EXPECT_THAT(estimate(text, "--strata region --count n --strata-are-time").out, HasSubstr("not added up"));
}

TEST_F(EstimateCommand, StrataOfTimeNeedStrata) {
  const auto ended = estimate(kGood, "--strata-are-time --open");
  EXPECT_EQ(ended.code, 2) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("(--strata with --strata-are-time)"));
}

TEST_F(EstimateCommand, TwoListsWithCovariatesCarryTheirAssumption) {
  std::string text = "courts,press,age,place\n";
  for (int i = 0; i < 900; ++i) {
    const bool north = i % 3 == 0;
    const bool courts = i * 7919 % 11 < (north ? 7 : 4);
    const bool press = i * 104729 % 13 < (north ? 8 : 3);
    if (courts || press)
      text += std::string(courts ? "1," : "0,") + (press ? "1," : "0,") + std::to_string(20 + i % 40) +
              (north ? ",north\n" : ",south\n");
  }
  const auto ended = estimate(text, "--covariates age,place --out '" + (folder() / "out").string() + "'");
  EXPECT_EQ(ended.code, 0) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("among people who are alike in age, place"));
  EXPECT_THAT(ended.out, HasSubstr("“age” enters as a number from 20 to 59"));
  EXPECT_THAT(ended.out, HasSubstr("“place” enters as 2 groups."));
  EXPECT_THAT(slurp(folder() / "out" / "estimate.json"), HasSubstr("independent given covariates"));
  EXPECT_THAT(slurp(folder() / "out" / "report.uk.html"), Not(ContainsRegex("estimate[.](covariates|report)")));
  const auto bad = estimate(text, "--covariates age");
  EXPECT_EQ(bad.code, 2);
  EXPECT_THAT(bad.out, HasSubstr("there are 3."));
}

}  // namespace
