#include "desk/queue/labels.h"

#include <gtest/gtest.h>

#include "desk/queue/sample_case.h"

namespace waymark::desk::queue {
namespace {

TEST(Labels, InTheOrderOfThePackDangerFirst) {
  const pack::Pack pack = sample::shipped_pack();
  const auto facts = sample::request({"documents=internal_passport;state=taken_by_command", "danger=untreated_wound",
                                      "where=hospital", "who=self", "documents=military_id;state=have"},
                                     sample::at("2026-11-22"))
                         .facts;
  const std::vector<std::string> expected = {
      std::string(*pack.text(Language::kEnglish, "short.danger.untreated_wound")),
      std::string(*pack.text(Language::kEnglish, "short.where.hospital")),
      std::string(*pack.text(Language::kEnglish, "short.documents.internal_passport.taken_by_command"))};
  EXPECT_EQ(situation_labels(pack, facts, Language::kEnglish), expected);
}

TEST(Labels, ReplacedFactsAreNotShown) {
  const pack::Pack pack = sample::shipped_pack();
  auto facts = sample::request({"where=hospital"}, sample::at("2026-11-22")).facts;
  facts.push_back(sample::fact("where=home", sample::at("2026-11-23"), Speaker::kStaff));
  EXPECT_EQ(situation_labels(pack, facts, Language::kRussian),
            std::vector<std::string>{std::string(*pack.text(Language::kRussian, "short.where.home"))});
}

TEST(Labels, AnswersInFull) {
  const pack::Pack pack = sample::shipped_pack();
  const Fact passport = sample::fact("documents=internal_passport;state=lost", sample::at("2026-11-22"));
  EXPECT_EQ(fact_label(pack, passport, Language::kEnglish), *pack.text(Language::kEnglish, "short.documents"));
  EXPECT_EQ(value_label(pack, passport, Language::kEnglish),
            std::string(*pack.text(Language::kEnglish, "answer.documents.internal_passport")) + ": " +
                std::string(*pack.text(Language::kEnglish, "state.documents.lost")));
  const Fact strange = sample::fact("colour=green", sample::at("2026-11-22"));
  EXPECT_EQ(fact_label(pack, strange, Language::kEnglish), "colour");
  EXPECT_EQ(value_label(pack, strange, Language::kEnglish), "green");
}

TEST(ContactAdvice, TheStrictestRuleWins) {
  const pack::Pack pack = sample::shipped_pack();
  const auto facts = [](std::initializer_list<std::string> answers) {
    return sample::request(answers, sample::at("2026-11-22")).facts;
  };
  EXPECT_EQ(contact_advice(pack, facts({}), Language::kEnglish).rule, pack::ContactRule::kFree);
  EXPECT_EQ(contact_advice(pack, facts({"device=family"}), Language::kEnglish).rule, pack::ContactRule::kNote);
  const ContactAdvice both = contact_advice(pack, facts({"device=family", "safe=no"}), Language::kEnglish);
  EXPECT_EQ(both.rule, pack::ContactRule::kBlock);
  ASSERT_EQ(both.texts.size(), 2u);
  EXPECT_EQ(both.texts[0], *pack.text(Language::kEnglish, "contact_rule.safe.no"));
}

TEST(ThirdPerson, IsToldByThePack) {
  const pack::Pack pack = sample::shipped_pack();
  EXPECT_TRUE(third_person(pack, sample::request({"who=relative"}, sample::at("2026-11-22")).facts));
  EXPECT_FALSE(third_person(pack, sample::request({"who=self"}, sample::at("2026-11-22")).facts));
}

}  // namespace
}  // namespace waymark::desk::queue
