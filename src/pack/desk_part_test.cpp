// The part of a pack that the desk alone reads, right and wrong, with the line on which it is wrong.
#include <gtest/gtest.h>

#include <algorithm>

#include <fstream>
#include <iterator>

#include "pack/check.h"
#include "pack/override.h"
#include "pack/place_line.h"
#include "pack/sample_pack.h"
#include "pack/test_folder.h"

namespace waymark::pack {
namespace {

using Json = nlohmann::json;

Json with_part() {
  Json structure = sample::structure();
  structure["triage"] = Json::parse(R"([{"question": "safe"}, {"question": "documents", "row": "passport"}])");
  structure["silence"] = Json::parse(
      R"([{"id": "danger", "danger": true, "after_hours": 24},
          {"id": "left", "after_hours": 48, "when": [{"question": "left", "is": ["yes"]}]},
          {"id": "usual", "after_hours": 72}])");
  structure["outcome_groups"] = Json::parse(R"([{"id": "all", "outcomes": ["advised", "unknown"]}])");
  structure["outcomes_before"] = {"older"};
  return structure;
}

Json its_texts() {
  Json texts = sample::texts();
  for (const char* key : {"ask.safe", "ask.documents", "silence.danger", "silence.left", "silence.usual",
                          "outcome_group.all", "outcome.older"})
    texts[key] = key;
  return texts;
}

std::string refused(const Json& structure, const Json& texts = its_texts()) {
  const auto pack = sample::parse(structure, texts);
  if (!pack.has_value()) return "unreadable " + pack.error().detail;
  std::string all;
  for (const Finding& finding : check(*pack))
    if (finding.severity == Severity::kRefused) all += finding.place + ": " + finding.about + "\n";
  return all;
}

std::string with(const char* pointer, const Json& value) {
  Json structure = with_part();
  structure[Json::json_pointer(pointer)] = value;
  return refused(structure);
}

TEST(DeskPart, IsReadAsItStands) {
  const Pack pack = *sample::parse(with_part(), its_texts());
  EXPECT_EQ(refused(with_part()), "");
  EXPECT_EQ(pack.triage_codes(pack.triage[0]), (std::vector<std::string>{"yes", "no"}));
  EXPECT_EQ(pack.triage_codes(pack.triage[1]), (std::vector<std::string>{"have", "taken"}));
  EXPECT_EQ(pack.silence[1].after_hours, 48);
  EXPECT_EQ(pack.outcomes_before, (std::vector<std::string>{"older"}));
}

TEST(DeskPart, OldPacksHaveNone) {
  const Pack pack = sample::pack();
  EXPECT_TRUE(pack.triage.empty());
  EXPECT_TRUE(pack.silence.empty());
}

TEST(DeskPart, TriageNamesWhatThereIs) {
  EXPECT_EQ(with("/triage/0/question", "colour"), "triage.colour: There is no question 'colour'.\n");
  EXPECT_EQ(with("/triage/0/question", "text"), "triage.text: This question has no answers that a key could name.\n");
  EXPECT_EQ(with("/triage/0/row", "yes"), "triage.safe: Only a table has rows.\n");
  EXPECT_EQ(with("/triage/1/row", "visa"), "triage.documents: The table has no row 'visa'.\n");
  EXPECT_EQ(with("/triage/0/answers", {"maybe"}), "triage.safe: Question 'safe' has no answer 'maybe'.\n");
  EXPECT_EQ(with("/triage/0/answers", Json::array()), "unreadable triage.safe.answers");
  EXPECT_EQ(with("/triage/0/keys", 3), "unreadable triage.keys");
  EXPECT_EQ(with("/triage/1", {{"question", "safe"}}), "unreadable triage.safe");
  EXPECT_EQ(with("/triage", Json(10, {{"question", "safe"}})), "unreadable triage");
  Json structure = with_part();
  structure["triage"][1].erase("row");
  EXPECT_EQ(refused(structure), "triage.documents: Of a table one row is asked: name it.\n");
}

TEST(DeskPart, TenAnswersDoNotFitNineKeys) {
  Json structure = with_part();
  for (int i = 0; i < 8; ++i) structure["questions"][0]["answers"].push_back({{"code", "c" + std::to_string(i)}});
  EXPECT_NE(refused(structure).find("triage.safe: There are nine keys"), std::string::npos);
}

TEST(DeskPart, WhatIsUnknownCanBeAskedInEveryLanguage) {
  Json texts = its_texts();
  texts.erase("ask.safe");
  EXPECT_NE(refused(with_part(), texts)
                .find("triage.safe: Nothing can be asked when this is unknown: 'ask.safe' is "
                      "missing in 'ru'."),
            std::string::npos);
}

TEST(DeskPart, SilenceEndsWithARuleForEverybody) {
  EXPECT_EQ(with("/silence/2/danger", true),
            "silence.usual: The last rule must fit every case: no 'when', no 'danger'.\n");
  EXPECT_EQ(with("/silence/0/danger", false),
            "silence.danger: This rule fits every case: those after it never count.\n");
  EXPECT_EQ(with("/silence/1/when/0/question", "colour"), "silence.left: There is no question 'colour'.\n");
  EXPECT_EQ(with("/silence/1/when/0/is", {"perhaps"}), "silence.left: Question 'left' has no answer 'perhaps'.\n");
  for (const Json& bad : {Json(0), Json(-3), Json("24"), Json(24.5), Json(99'999'999)})
    EXPECT_NE(with("/silence/1/after_hours", bad).find("unreadable"), std::string::npos) << bad;
  EXPECT_EQ(with("/silence/1/id", "usual"), "unreadable silence.usual");
}

TEST(DeskPart, AnOutcomeStandsInOneGroup) {
  EXPECT_EQ(with("/outcome_groups/0/outcomes", {"advised"}),
            "outcomes.unknown: An outcome stands in exactly one group.\n");
  EXPECT_EQ(with("/outcome_groups/0/outcomes/2", "flown"), "outcome_groups.all: There is no outcome 'flown'.\n");
  EXPECT_EQ(with("/outcomes_before", {"advised"}), "outcomes_before.advised: This outcome is still offered.\n");
}

TEST(DeskPart, APlaceHasALine) {
  constexpr std::string_view kFile =
      "{\n \"clocks\": [\n  {\"id\": \"a\"},\n  {\"id\": \"b\",\n   \"when\": []}\n ]\n}";
  EXPECT_EQ(line_of_place(kFile, "clock.b"), 4U);
  EXPECT_EQ(line_of_place(kFile, "clock.b.when"), 5U);
  EXPECT_EQ(line_of_place(kFile, "clock.c"), 2U) << "as near as it can be";
  EXPECT_EQ(line_of_place(kFile, "zones"), 0U);
  EXPECT_EQ(line_of_place("", "clock"), 0U);
  EXPECT_EQ(line_of_key("{\n \"a.b\": 1}", "a.b"), 2U);
}

class PackFiles : public ::testing::Test {
 protected:
  /// The shipped pack with one text changed.
  void change(const std::string& from, const std::string& to) {
    std::filesystem::copy(std::filesystem::path(WAYMARK_SOURCE_DIR) / "packs" / "military-refusal", folder_,
                          std::filesystem::copy_options::recursive);
    std::ifstream in(folder_ / "pack.json");
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    line_ =
        1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    text.replace(at, from.size(), to);
    std::ofstream(folder_ / "pack.json") << text;
  }
  [[nodiscard]] std::string here() const { return "pack.json:" + std::to_string(line_); }

  sample::Folder parent_;
  std::filesystem::path folder_ = parent_.pack().parent_path() / "military-refusal";
  std::size_t line_ = 0;
};

TEST_F(PackFiles, AWrongNumberIsToldWithItsLine) {
  change(R"("after_hours": 240)", R"("after_hours": "240")");
  const auto read = read_pack(folder_);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().detail, here() + ": silence.information.after_hours");
}

TEST_F(PackFiles, BrokenJsonIsToldWithItsLine) {
  change(R"("row": "internal_passport"})", R"("row": internal_passport})");
  const auto read = read_pack(folder_);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().detail, "pack.json: line " + std::to_string(line_));
}

TEST_F(PackFiles, AFindingHasItsLine) {
  change(R"({"question": "left"})", R"({"question": "leftt"})");
  const auto checked = read_and_check(folder_, TimePoint{});
  ASSERT_TRUE(checked.has_value());
  ASSERT_FALSE(acceptable(checked->findings));
  EXPECT_EQ(checked->findings[0].line, here());
  EXPECT_EQ(checked->findings[0].place, "triage.leftt");
}

}  // namespace
}  // namespace waymark::pack
