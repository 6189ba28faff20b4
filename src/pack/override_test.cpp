#include "pack/override.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "pack/test_folder.h"

namespace waymark::pack {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

const TimePoint kToday = std::chrono::sys_days{2026y / 11 / 22};

/// A pack that asks for the unit, planted.
void plant(const sample::Folder& folder, const std::string& question, int version = 3) {
  Json structure = sample::structure();
  structure["version"] = version;
  folder.write("pack.json", structure.dump());
  Json texts = sample::texts();
  texts["question.left"] = question;
  folder.write("texts.en.json", texts.dump());
}

bool is_acceptable(const sample::Folder& folder) {
  const auto checked = read_and_check(folder.pack(), kToday);
  EXPECT_TRUE(checked.has_value());
  return checked.has_value() && acceptable(checked->findings);
}

Result<void> decide(const sample::Folder& folder, std::vector<std::string> names, std::string reason) {
  LET(const CheckedPack checked, read_and_check(folder.pack(), kToday));
  LET(const Override decision,
      make_override(checked.pack, checked.findings, std::move(names), std::move(reason), kToday));
  folder.write("override.json", write_override(decision));
  return {};
}

TEST(Override, TwoNamedPeopleCanPermitOneQuestionAsItStands) {
  const sample::Folder folder;
  plant(folder, "Which unit are you in?");
  EXPECT_FALSE(is_acceptable(folder));
  ASSERT_TRUE(decide(folder, {"heron", "larch"}, "asked by counsel").has_value());
  EXPECT_TRUE(is_acceptable(folder));
  const auto checked = read_and_check(folder.pack(), kToday);
  const auto permitted = std::ranges::find(checked->findings, Rule::kAsksForbidden, &Finding::rule);
  ASSERT_NE(permitted, checked->findings.end());
  EXPECT_EQ(permitted->severity, Severity::kWarning);
  EXPECT_NE(permitted->about.find("heron and larch on 2026-11-22: asked by counsel"), std::string::npos);
}

TEST(Override, AnotherTextAnotherVersionOrAnotherQuestionIsRefusedAgain) {
  const sample::Folder folder;
  plant(folder, "Which unit are you in?");
  ASSERT_TRUE(decide(folder, {"heron", "larch"}, "asked by counsel").has_value());
  plant(folder, "Which unit are you in, and what is your commander's name?");
  EXPECT_FALSE(is_acceptable(folder));
  plant(folder, "Which unit are you in?", 4);
  EXPECT_FALSE(is_acceptable(folder));
}

TEST(Override, OnePersonTwiceOrNoReasonIsNotEnough) {
  const sample::Folder folder;
  plant(folder, "Which unit are you in?");
  for (const auto& names : std::vector<std::vector<std::string>>{
           {}, {"heron"}, {"heron", "heron"}, {"heron", ""}, {"heron", "larch", "juniper"}, {"heron", "two words"}})
    EXPECT_FALSE(decide(folder, names, "reason").has_value());
  EXPECT_FALSE(decide(folder, {"heron", "larch"}, "").has_value());
  folder.write("override.json",
               R"({"format":"waymark pack override 1","pack":"sample@3","reason":"x","date":"2026-11-22",
    "names":["heron","heron"],"permitted":[]})");
  EXPECT_FALSE(read_and_check(folder.pack(), kToday).has_value());
}

TEST(Override, LiftsNothingElse) {
  const sample::Folder folder;
  Json structure = sample::structure();
  structure["questions"][3]["when"] = {{{"question", "nobody"}, {"is", {"x"}}}};
  folder.write("pack.json", structure.dump());
  Json card = sample::card();
  card["texts"]["en"]["body"] = "Cross the border at night.";
  folder.write("cards/terms.json", card.dump());
  ASSERT_TRUE(decide(folder, {"heron", "larch"}, "because").has_value());
  const auto checked = read_and_check(folder.pack(), kToday);
  for (const Rule rule : {Rule::kBrokenReference, Rule::kForbiddenAdvice}) {
    const auto found = std::ranges::find(checked->findings, rule, &Finding::rule);
    ASSERT_NE(found, checked->findings.end());
    EXPECT_EQ(found->severity, Severity::kRefused);
  }
}

}  // namespace
}  // namespace waymark::pack
