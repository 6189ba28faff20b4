// What is due: it moves a case up, never down, says nothing of danger, and stays as long as its kind says.
#include <gtest/gtest.h>

#include "desk/queue/moments.h"
#include "desk/queue/sample_case.h"

namespace waymark::desk::queue {
namespace {

constexpr Seconds kHour{3'600};
constexpr Seconds kDay{86'400};

class DueTest : public testing::Test {
 protected:
  Placement place_now(const Situation& situation) {
    return place(derive(pack_, situation, zone_), Present::at(now_, zone_));
  }
  static Due due(std::string_view kind, TimePoint at) {
    return {.kind = std::string(kind), .at = at, .precision = Precision::kHour};
  }
  /// Requests of all sorts: in danger, silent about it, with a date, with a question, answered and waiting.
  std::vector<Situation> situations() {
    const std::vector<std::vector<std::string>> told{
        {},
        {"danger=none", "what_next=nothing_dated"},
        {"danger=untreated_wound"},
        {"danger=none", "what_next=leave_ends;date=2026-11-25;precision=day"},
        {"danger=untreated_wound", "what_next=court_date;date=2026-12-20;precision=day"},
        {"danger=none", "what_next=court_date;precision=unknown"}};
    std::vector<Situation> all;
    for (const auto& answers : told)
      for (const Seconds age : {kHour / 4, 3 * kHour, 5 * kDay}) {
        Situation fresh = sample::request({}, now_ - age);
        for (const std::string& answer : answers) fresh.facts.push_back(sample::fact(answer, now_ - age));
        Situation answered = fresh;
        answered.unread = 0;
        answered.oldest_unread_at.reset();
        answered.owner = "anna";
        answered.stage = Stage::kActive;
        answered.first_reply_at = answered.last_reply_at = now_ - age / 2;
        Situation waiting = answered;
        waiting.stage = Stage::kWaitingDate;
        waiting.wakes_at = now_ + 2 * kDay;
        all.insert(all.end(), {fresh, answered, waiting});
      }
    return all;
  }

  pack::Pack pack_ = sample::shipped_pack();
  text::Zone zone_ = sample::moscow();
  TimePoint now_ = sample::at("2026-11-22T12:00");
};

TEST_F(DueTest, WhatIsWrittenDownNeverMovesACaseDown) {
  for (const Situation& plain : situations()) {
    const Placement without = place_now(plain);
    for (const DueRule& rule : kDueRules)
      for (const Seconds ahead : {-30 * kDay, -2 * kDay, -kHour, kHour / 2, 3 * kHour, kDay, 6 * kDay, 40 * kDay}) {
        Situation busy = plain;
        busy.dues = {due(rule.kind, now_ + ahead)};
        const Placement with = place_now(busy);
        EXPECT_FALSE(before(without, with)) << rule.kind << " in " << ahead.count() << " s, " << to_json(plain)
                                            << " from " << name_of(without.section) << " to " << name_of(with.section);
        EXPECT_EQ(with.danger, without.danger);
      }
  }
}

TEST_F(DueTest, ATaskMakesNoQuestionAboutDangerSuperfluous) {
  Situation silent = sample::request({}, now_ - kHour / 4);
  silent.dues = {due("task", now_ + kDay)};
  const Derived derived = derive(pack_, silent, zone_);
  EXPECT_TRUE(std::ranges::any_of(derived.clocks, &RunningClock::of_silence));
  EXPECT_EQ(place_now(silent).section, Section::kDanger) << "it says nothing of danger";
}

TEST_F(DueTest, ATaskIsNeverTooOldAndAWindowIsOverWhenItCloses) {
  Situation situation = sample::request({"danger=none", "what_next=nothing_dated"}, now_ - 60 * kDay);
  situation.unread = 0;
  situation.oldest_unread_at.reset();
  situation.first_reply_at = situation.last_reply_at = now_ - 59 * kDay;
  const auto counts = [&](std::string_view kind, Seconds ago) {
    situation.dues = {due(kind, now_ - ago)};
    return leading_clocks(derive(pack_, situation, zone_), now_).size() == 1;
  };
  EXPECT_TRUE(counts("task", 50 * kDay));
  EXPECT_TRUE(counts("call", 50 * kDay));
  EXPECT_TRUE(counts("window", Seconds{0}));
  EXPECT_FALSE(counts("window", Seconds{1}));
  EXPECT_TRUE(counts("hearing", 6 * kDay));
  EXPECT_FALSE(counts("hearing", 8 * kDay));
}

// The more of ours is late, and the longer, the higher; whatever the order of two cases is, it is one order.
TEST_F(DueTest, WhatIsLateMovesUpWithTimeAndTheOrderStaysTotal) {
  std::vector<Placement> all;
  for (const Situation& plain : situations())
    for (const std::string_view kind : {"task", "call"}) {
      Placement last{};
      for (const Seconds ago : {kHour / 2, kHour, 2 * kHour, 3 * kDay, 50 * kDay}) {
        Situation busy = plain;
        busy.dues = {due(kind, now_ - ago)};
        const Placement with = place_now(busy);
        ASSERT_EQ(with.overdue, 1U);
        EXPECT_EQ(with.overdue_since, now_ - ago);
        const bool is_first = ago == kHour / 2;
        EXPECT_FALSE(!is_first && before(last, with)) << kind << " " << ago.count();
        last = with;
        all.push_back(with);
      }
    }
  for (const Placement& a : all)
    for (const Placement& b : all) {
      EXPECT_FALSE(before(a, b) && before(b, a));
      for (const Placement& c : {all.front(), all[all.size() / 2], all.back()})
        EXPECT_TRUE(!before(a, b) || !before(b, c) || before(a, c));
    }
}

TEST_F(DueTest, AWholeDayIsLateWhenItIsOverAndAHearingNever) {
  Situation situation = sample::request({"danger=none"}, now_ - 60 * kDay);
  situation.dues = {due("task", now_ - kHour)};
  situation.dues[0].precision = Precision::kDay;
  EXPECT_FALSE(place_now(situation).overdue_since.has_value());
  situation.dues[0].at = now_ - 25 * kHour;
  EXPECT_EQ(place_now(situation).overdue_since, now_ - kHour);
  situation.dues = {due("hearing", now_ - kDay), due("window", now_ - kDay)};
  EXPECT_EQ(place_now(situation).overdue, 0U);
  EXPECT_FALSE(place_untold(derive(pack_, situation, zone_), Present::at(now_, zone_)).overdue_since.has_value());
}

TEST_F(DueTest, AClosedCaseHasNoClocksAndHasThemAgainWhenItOpens) {
  Situation situation = sample::request({"danger=none"}, now_ - kDay);
  situation.unread = 0;
  situation.oldest_unread_at.reset();
  situation.dues = {due("task", now_ + kDay)};
  situation.stage = Stage::kClosed;
  EXPECT_TRUE(derive(pack_, situation, zone_).clocks.empty());
  situation.stage = Stage::kActive;
  EXPECT_FALSE(derive(pack_, situation, zone_).clocks.empty());
}

TEST_F(DueTest, AllMomentsAreInOrderAndNoneIsMissing) {
  for (Situation situation : situations()) {
    situation.dues = {due("task", now_ - kDay), due("hearing", now_ + 3 * kDay)};
    const Derived derived = derive(pack_, situation, zone_);
    const std::vector<Moment> moments = moments_of(derived, Present::at(now_, zone_));
    EXPECT_TRUE(std::ranges::is_sorted(moments, {}, &Moment::at));
    for (std::size_t index = 0; index < derived.clocks.size(); ++index)
      EXPECT_EQ(std::ranges::count(moments, std::optional(index), &Moment::clock),
                derived.clocks[index].doubt == Doubt::kLongPast ? 0 : 1);
    EXPECT_EQ(std::ranges::count(moments, Moment::Kind::kReceived, &Moment::kind), 1);
  }
}

// On 28 March 2027 clocks in Germany are put forward. At eight in the evening it is there, whatever our own clock does.
TEST_F(DueTest, AWindowThatComesAgainKeepsTheHourOfTheSubject) {
  now_ = sample::at("2027-03-26T12:00");
  Situation situation = sample::request({"where=abroad;country=DE"}, now_ - kHour);
  const TimePoint eight = sample::at("2027-03-26T22:00");  // Moscow; 20:00 in Berlin
  situation.dues = {{.kind = "window", .at = eight, .precision = Precision::kHour, .every_days = 1, .times = 4}};
  const Derived derived = derive(pack_, situation, zone_);
  std::vector<TimePoint> moments;
  for (const RunningClock& clock : derived.clocks)
    if (clock.due.has_value()) moments.push_back(*clock.moment);
  EXPECT_EQ(moments, (std::vector{eight, eight + kDay, eight + 2 * kDay - kHour, eight + 3 * kDay - kHour}));
  // The next one counts until it closes; then the one after it, and after the last none.
  const auto next_at = [&](TimePoint now) {
    for (const std::size_t index : leading_clocks(derived, now))
      if (derived.clocks[index].due.has_value()) return derived.clocks[index].moment;
    return std::optional<TimePoint>{};
  };
  for (std::size_t time = 0; time < moments.size(); ++time) {
    EXPECT_EQ(next_at(moments[time] - Seconds{1}), moments[time]);
    EXPECT_EQ(next_at(moments[time] + Seconds{1}),
              time + 1 < moments.size() ? std::optional(moments[time + 1]) : std::nullopt);
  }
}

}  // namespace
}  // namespace waymark::desk::queue
