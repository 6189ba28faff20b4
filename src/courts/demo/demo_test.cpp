#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include "base/test_long.h"
#include "courts/demo/check.h"
#include "courts/demo/folder.h"
#include "courts/demo/pages.h"
#include "courts/import/importer.h"
#include "store/temporary_folder.h"

namespace waymark::courts {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>(stream), {}};
}

class Demo : public testing::Test {
 protected:
  Demo() : folder_(store::TemporaryFolder::make().value()) {}
  [[nodiscard]] fs::path in(const char* name) const { return folder_.path() / name; }

  ImportReport import(const fs::path& folder, std::size_t snapshot, const std::string& name) {
    const auto writer = ArchiveWriter::open(in("archive")).value();
    const std::int32_t day = snapshot_day(snapshot);
    return Importer{*writer, {.snapshot = name, .seen = day, .court_code = {}}, day, [](const Progress&) {}}
        .run({folder})
        .value();
  }
  /// Everything in the order in which it was saved; what was no answer or cut off.
  std::map<PageKind, std::int64_t> import_all(const fs::path& demo) {
    std::map<PageKind, std::int64_t> kinds;
    for (std::size_t s = 0; s < kSnapshots; ++s) {
      const fs::path day = demo / iso_day(snapshot_day(s));
      for (const auto& [kind, count] : import(day / "lists", s, "lists").kinds) kinds[kind] += count;
      for (const auto& [kind, count] : import(day / "cards", s, "").kinds) kinds[kind] += count;
    }
    return kinds;
  }
  CheckReport check(const World& world) { return check_demo(world, in("archive"), linkage::Workers{2}).value(); }
  store::TemporaryFolder folder_;
};

void expect_exact(const CheckReport& report) {
  for (const ExactLine& one : report.exact)
    EXPECT_EQ(one.found, one.expected) << one.what << (one.examples.empty() ? "" : ": " + one.examples.front());
}

TEST_F(Demo, WhatThePagesSayIsFoundExactly) {
  const World world = build_world({.seed = 7, .courts = 8, .cases = 180});
  const DemoPages pages = write_demo(world, in("demo")).value();
  const auto kinds = import_all(in("demo"));
  const auto count = [&](PageKind kind) { return kinds.contains(kind) ? kinds.at(kind) : 0; };
  EXPECT_EQ(count(PageKind::kCard), pages.cards);
  EXPECT_EQ(count(PageKind::kList) + count(PageKind::kUidList), pages.lists);
  EXPECT_EQ(count(PageKind::kTruncated), pages.truncated);
  EXPECT_EQ(count(PageKind::kCaptcha) + count(PageKind::kThrottled) + count(PageKind::kNothingFound), pages.no_answers);
  EXPECT_EQ(count(PageKind::kUnknown), 0);
  const CheckReport report = check(world);
  expect_exact(report);
  for (const PairScore& score : report.scores) {
    EXPECT_GE(score.precision(), 0.90) << score.what;  // few pairs: one wrong edge is four in a hundred
    EXPECT_GE(score.recall(), 0.65) << score.what;
  }
  EXPECT_TRUE(verify_archive(in("archive"))->intact);
}

TEST_F(Demo, TheSameSeedMakesTheSamePages) {
  const DemoOptions options{.seed = 3, .courts = 3, .cases = 30};
  ASSERT_TRUE(write_demo(build_world(options), in("a")).has_value());
  ASSERT_TRUE(write_demo(build_world(options), in("b")).has_value());
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator{in("a")}) {
    if (!entry.is_regular_file()) continue;
    ++files;
    EXPECT_EQ(bytes_of(entry.path()), bytes_of(in("b") / fs::relative(entry.path(), in("a"))));
  }
  EXPECT_GT(files, 30U);
  EXPECT_EQ(read_demo_options(in("a"))->seed, 3U);
}

TEST_F(Demo, EverythingThatHappensIsPlanted) {
  const World world = build_world({.seed = 1, .courts = 108, .cases = 4121});
  const Truth truth = truth_of(world);
  for (const char* const name :
       {"uid_wrong", "uid_foreign", "edits", "vanished", "relation_transfer", "relation_again", "relation_appeal",
        "relation_cassation", "relation_new-trial", "relation_execution", "relation_renumbered",
        "final_suspension-cancelled", "outcome_released-to-front", "outcome_sentenced"}) {
    EXPECT_GT(truth.totals.contains(name) ? truth.totals.at(name) : 0, 0) << name;
  }
  EXPECT_LT(truth.totals.at("received"), truth.totals.at("first_instance_records"));
  EXPECT_FALSE(world.uid_pages.empty());
  std::set<std::string> names;
  for (const DemoCourt& court : world.courts) names.insert(court.name);
  EXPECT_EQ(names.size(), world.courts.size());
}

TEST_F(Demo, AChangedTruthIsNoTruth) {
  ASSERT_TRUE(write_demo(build_world({.seed = 3, .courts = 3, .cases = 30}), in("a")).has_value());
  EXPECT_EQ(write_demo(build_world({.seed = 3, .courts = 3, .cases = 30}), in("a")).error().code, Code::kConflict);
  std::string text = bytes_of(in("a") / "truth.json");
  text.replace(text.find("\"received\":"), 11, "\"received\":1");
  std::ofstream{in("a") / "truth.json", std::ios::binary} << text;
  EXPECT_EQ(read_demo_options(in("a")).error().code, Code::kMalformed);
  EXPECT_EQ(read_demo_options(in("b")).error().code, Code::kNotFound);
}

TEST_F(Demo, AMissingPageIsSeen) {
  const World world = build_world({.seed = 5, .courts = 4, .cases = 60});
  ASSERT_TRUE(write_demo(world, in("demo")).has_value());
  fs::remove_all(in("demo") / iso_day(snapshot_day(kSnapshots - 1)) / "cards");
  fs::create_directories(in("demo") / iso_day(snapshot_day(kSnapshots - 1)) / "cards");
  import_all(in("demo"));
  EXPECT_FALSE(check(world).is_exact());
}

TEST_F(Demo, AFullYear) {
  if (!is_long_run()) GTEST_SKIP() << "a long run";
  const World world = build_world({});
  ASSERT_TRUE(write_demo(world, in("demo")).has_value());
  import_all(in("demo"));
  const CheckReport report = check(world);
  std::cout << describe(report);
  expect_exact(report);
  for (const PairScore& score : report.scores) {
    EXPECT_GE(score.precision(), 0.99) << score.what;
    EXPECT_GE(score.recall(), 0.75) << score.what;
  }
}

}  // namespace
}  // namespace waymark::courts
