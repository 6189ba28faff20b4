// The promise of placement.h about the unknown, on some ten thousand random cases.
#include <random>

#include <gtest/gtest.h>

#include "desk/queue/sample_case.h"

namespace waymark::desk::queue {
namespace {

constexpr int kRounds = 6000;

class UnknownTest : public ::testing::Test {
 protected:
  unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }
  bool chance(unsigned percent) { return below(100) < percent; }
  Seconds up_to(int seconds) { return Seconds{below(static_cast<unsigned>(seconds))}; }

  Fact random_fact() {
    const pack::Question& question = pack_.questions[below(static_cast<unsigned>(pack_.questions.size()))];
    if (question.answers.empty()) return random_fact();
    const pack::Answer& answer = question.answers[below(static_cast<unsigned>(question.answers.size()))];
    Fact fact{.key = question.id, .value = chance(15) ? "unknown" : answer.code, .said_at = now_ - up_to(20 * 86400)};
    if (chance(40)) fact.said_by = Speaker::kStaff;
    if (chance(8)) fact.verification = Verification::kContradicted;
    fact.precision = Precision::kUnknown;
    if (chance(70)) give_date(fact);
    return fact;
  }
  void give_date(Fact& fact) {
    const auto local = zone_.to_local(now_ - Seconds{30 * 86400} + up_to(60 * 86400));
    const auto day = local.day;
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                  static_cast<unsigned>(day.day()));
    fact.attributes["date"] = text;
    fact.precision = static_cast<Precision>(below(5));
  }
  Situation random_situation() {
    Situation s;
    s.received_at = now_ - up_to(20 * 86400);
    for (unsigned i = below(6); i > 0; --i) s.facts.push_back(random_fact());
    s.unread = below(3);
    if (s.unread > 0) s.oldest_unread_at = now_ - up_to(86400);
    if (chance(40)) s.first_reply_at = s.last_reply_at = now_ - up_to(5 * 86400);
    if (chance(50)) s.last_message_at = now_ - up_to(5 * 86400);
    if (chance(10)) s.wakes_at = now_ + up_to(5 * 86400);
    if (chance(15)) s.override_ = Override{static_cast<Override::Direction>(below(2)), now_ - up_to(2 * 86400)};
    if (chance(10)) s.stage = Stage::kClosed;
    return s;
  }
  /// "We do not know", about anything that the pack asks.
  Fact random_unknown() {
    Fact fact = random_fact();
    const pack::Answer* answer = pack_.question(fact.key)->answer(fact.value);
    if (answer == nullptr || answer->date == pack::AnswerDate::kNone) fact.value = "unknown";
    if (pack_.question(fact.key)->answer(fact.value) != nullptr && fact.value == "unknown") return random_unknown();
    fact.attributes.clear();
    fact.precision = Precision::kUnknown;
    fact.verification = Verification::kUnverified;
    fact.said_by = Speaker::kStaff;
    fact.said_at = now_;
    return fact;
  }
  Placement place_now(const Situation& s) { return place(derive(pack_, s, zone_), Present::at(now_, zone_)); }

  std::mt19937 random_{20261122};
  pack::Pack pack_ = sample::shipped_pack();
  text::Zone zone_ = sample::moscow();
  TimePoint now_ = sample::at("2026-11-22T12:00");
};

TEST_F(UnknownTest, SayingThatWeDoNotKnowNeverMovesACaseDown) {
  int moved_up = 0;
  for (int round = 0; round < kRounds; ++round) {
    const Situation known = random_situation();
    Situation unsure = known;
    unsure.facts.push_back(random_unknown());
    const Placement a = place_now(known);
    const Placement b = place_now(unsure);
    ASSERT_FALSE(before(a, b)) << to_json(known) << "\n" << to_json(unsure.facts.back());
    moved_up += before(b, a) ? 1 : 0;
  }
  EXPECT_GT(moved_up, kRounds / 40) << "the test must reach cases where the unknown matters";
}

TEST_F(UnknownTest, AnUnknownDateStandsNoLowerThanNoQuestionAtAll) {
  int differs = 0;
  for (int round = 0; round < kRounds; ++round) {
    const Situation without = random_situation();
    Situation with = without;
    with.facts.push_back(random_unknown());
    with.facts.back().said_at = with.received_at;
    with.facts.back().said_by = Speaker::kRequester;
    ASSERT_FALSE(before(place_now(without), place_now(with))) << to_json(with);
    differs += before(place_now(with), place_now(without)) ? 1 : 0;
  }
  EXPECT_GT(differs, kRounds / 20);
}

TEST_F(UnknownTest, ReplacingAKnownDateNeverLowersBelowTheClockToAsk) {
  int compared = 0;
  for (int round = 0; round < kRounds; ++round) {
    Situation known = random_situation();
    Fact fact = random_fact();
    const pack::Answer* answer = pack_.question(fact.key)->answer(fact.value);
    if (answer == nullptr || answer->date == pack::AnswerDate::kNone) continue;
    give_date(fact);
    fact.verification = Verification::kUnverified;
    Situation unknown = known;
    known.facts.push_back(fact);
    fact.attributes.erase("date");
    fact.precision = Precision::kUnknown;
    unknown.facts.push_back(fact);
    const Placement a = place_now(known);
    const Placement b = place_now(unknown);
    const Derived derived = derive(pack_, unknown, zone_);
    TimePoint ask_until = TimePoint::max();
    for (const RunningClock& clock : derived.clocks)
      if (clock.fact == unknown.facts.size() - 1 && clock.asks())
        ask_until = std::min(ask_until, latest_safe(derived, clock));
    if (a.due < ask_until) continue;  // a known moment nearer than the clock to ask: knowing it is worth more
    compared += 1;
    ASSERT_FALSE(before(a, b)) << to_json(known);
  }
  EXPECT_GT(compared, kRounds / 40);
}

}  // namespace
}  // namespace waymark::desk::queue
