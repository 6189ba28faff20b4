#include "desk/casefile/fact_limit.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "desk/casefile/case_state.h"

namespace waymark::desk {
namespace {

bool names_a_danger(const Fact& fact) { return fact.key == "danger" && fact.value != "none"; }

Event message(const std::vector<std::string>& answers, std::int64_t at) {
  Event event{.operation = {}, .at = TimePoint{Seconds{at}}};
  event.kind = EventKind::kMessage;
  event.answers = answers;
  return event;
}

bool has(const Situation& situation, std::string_view key, std::string_view value) {
  return std::ranges::any_of(situation.facts, [&](const Fact& fact) { return fact.key == key && fact.value == value; });
}

TEST(FactLimit, AFloodOfRepeatsPushesOutNothing) {
  Situation situation;
  apply_to_situation(situation, message({"danger=armed_search", "what_next=leave_ends;date=2026-11-25"}, 1),
                     names_a_danger);
  for (int time = 2; time < 2'000; ++time)
    apply_to_situation(situation, message({"status=mobilised", "need=legal_question"}, time), names_a_danger);
  EXPECT_EQ(situation.facts.size(), kSituationFactsMax);
  EXPECT_TRUE(has(situation, "danger", "armed_search"));
  EXPECT_TRUE(has(situation, "what_next", "leave_ends"));
}

TEST(FactLimit, AFloodOfDifferentAnswersPushesOutNoDanger) {
  Situation situation;
  apply_to_situation(situation, message({"danger=armed_search", "danger=beaten_or_threatened", "where=on_leave"}, 1),
                     names_a_danger);
  for (int time = 2; time < 2'000; ++time)
    apply_to_situation(situation, message({"left=x" + std::to_string(time)}, time), names_a_danger);
  EXPECT_EQ(situation.facts.size(), kSituationFactsMax);
  EXPECT_TRUE(has(situation, "danger", "armed_search"));
  EXPECT_TRUE(has(situation, "danger", "beaten_or_threatened"));
  EXPECT_TRUE(has(situation, "where", "on_leave")) << "the question that floods pays for it";
  EXPECT_TRUE(has(situation, "left", "x1999")) << "the last thing that was said counts";
}

TEST(FactLimit, OfNothingButDangersTheFirstStay) {
  std::vector<Fact> facts;
  for (int at = 0; at < 4; ++at) facts.push_back({.key = "danger", .value = "d" + std::to_string(at)});
  drop_one_fact(facts, names_a_danger);
  ASSERT_EQ(facts.size(), 3U);
  EXPECT_EQ(facts.front().value, "d0");
  EXPECT_EQ(facts.back().value, "d2");
  facts.push_back(facts.front());
  drop_one_fact(facts, names_a_danger);
  EXPECT_EQ(std::ranges::count(facts, std::string{"d0"}, &Fact::value), 1) << "a danger that is said twice stays once";
}

TEST(FactLimit, WithoutAPackTheOldestGoes) {
  std::vector<Fact> facts{{.key = "a", .value = "1"}, {.key = "b", .value = "2"}, {.key = "a", .value = "3"}};
  drop_one_fact(facts, {});
  EXPECT_EQ(facts.front().value, "2");
  EXPECT_EQ(facts.back().value, "3");
}

}  // namespace
}  // namespace waymark::desk
