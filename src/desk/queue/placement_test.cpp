#include "desk/queue/placement.h"

#include <gtest/gtest.h>

#include "desk/queue/sample_case.h"

namespace waymark::desk::queue {
namespace {

class PlacementTest : public ::testing::Test {
 protected:
  Placement place_at(const Situation& situation, TimePoint now) {
    return place(derive(pack_, situation, zone_), Present::at(now, zone_));
  }
  Placement place_now(const Situation& situation) { return place_at(situation, now_); }
  Situation request(std::initializer_list<std::string> answers) {
    return sample::request(answers, now_ - Seconds{600});
  }
  void say(Situation& situation, const std::string& answer, Seconds ago = Seconds{60}) {
    situation.facts.push_back(sample::fact(answer, now_ - ago, Speaker::kStaff));
  }

  pack::Pack pack_ = sample::shipped_pack();
  text::Zone zone_ = sample::moscow();
  TimePoint now_ = sample::at("2026-11-22T12:00");
  std::string leave_ = "what_next=leave_ends;date=2026-11-25;precision=day";
};

TEST_F(PlacementTest, ALaterDateTakesTheEarlierOnesPlace) {
  Situation situation = request({leave_});
  say(situation, "what_next=leave_ends;date=2026-11-29;precision=day");
  EXPECT_EQ(place_now(situation).due, sample::at("2026-11-28T06:00"));
}

TEST_F(PlacementTest, ADateThatIsForgottenAgainStillCounts) {
  Situation situation = request({leave_});
  say(situation, "what_next=leave_ends;precision=unknown");
  const Derived derived = derive(pack_, situation, zone_);
  EXPECT_EQ(derived.clocks.size(), 2u);
  EXPECT_EQ(place_now(situation).band, Band::kAsk);  // two hours to ask are nearer than the date
}

TEST_F(PlacementTest, ForgettingTwiceDoesNotPutTheQuestionOff) {
  Situation situation = request({"what_next=leave_ends;precision=unknown"});
  const Placement first = place_now(situation);
  say(situation, "what_next=leave_ends;precision=unknown");
  EXPECT_EQ(place_now(situation).due, first.due);
}

TEST_F(PlacementTest, SayingAgainThatPoliceAreLookingDoesNotPutItOff) {
  Situation situation = request({"what_next=police_looking"});
  const Placement first = place_now(situation);
  say(situation, "what_next=police_looking");
  EXPECT_EQ(place_now(situation).due, first.due);
}

TEST_F(PlacementTest, AContradictedFactStopsCounting) {
  Situation situation = request({"danger=none", leave_});
  say(situation, leave_);
  situation.facts.back().verification = Verification::kContradicted;
  EXPECT_FALSE(place_now(situation).clock.has_value());
}

TEST_F(PlacementTest, DangerEndsWhenSomebodyKnowsThatItEnded) {
  Situation situation = request({"danger=untreated_wound", "danger=armed_search"});
  EXPECT_TRUE(place_now(situation).danger);
  say(situation, "danger=unknown");
  EXPECT_TRUE(place_now(situation).danger) << "not knowing does not end it";
  say(situation, "danger=none");
  EXPECT_FALSE(place_now(situation).danger);
}

TEST_F(PlacementTest, DangerAndNoneInOneMessageIsDanger) {
  EXPECT_TRUE(place_now(request({"danger=untreated_wound", "danger=none"})).danger);
  EXPECT_TRUE(place_now(request({"danger=none", "danger=untreated_wound"})).danger);
}

TEST_F(PlacementTest, AnUnknownDangerIsAskedAboutInTwoHours) {
  const Placement placement = place_now(request({"danger=unknown"}));
  EXPECT_EQ(placement.band, Band::kAsk);
  EXPECT_EQ(placement.due, now_ - Seconds{600} + kAskDangerWithin);
}

TEST_F(PlacementTest, AnUnknownNextStepIsAskedAboutAsSoonAsItsNearestClock) {
  const Placement placement = place_now(request({"what_next=unknown"}));
  EXPECT_EQ(placement.band, Band::kAsk);
  EXPECT_EQ(placement.due, now_ - Seconds{600} + Seconds{2 * 3600});
}

TEST_F(PlacementTest, RaisedStandsBelowDangerAndAboveDates) {
  Situation raised = request({"what_next=nothing_dated"});
  raised.override_ = Override{Override::Direction::kRaised, now_};
  const Placement up = place_now(raised);
  EXPECT_EQ(up.section, Section::kRaised);
  EXPECT_TRUE(before(place_now(request({"danger=armed_search"})), up));
  EXPECT_TRUE(before(up, place_now(request({"what_next=sent_to_front;date=2026-11-22;precision=day"}))));
}

TEST_F(PlacementTest, DangerGoesByTheMomentAndNotByWhoHasWaitedLonger) {
  const std::string front = "what_next=sent_to_front;precision=day;date=";
  const Placement later =
      place_now(sample::request({"danger=armed_search", front + "2026-11-27"}, now_ - Seconds{9000}));
  const Placement sooner =
      place_now(sample::request({"danger=armed_search", front + "2026-11-25"}, now_ - Seconds{60}));
  const Placement undated = place_now(sample::request({"danger=armed_search"}, now_ - Seconds{60}));
  EXPECT_TRUE(before(sooner, later));
  EXPECT_TRUE(before(undated, sooner)) << "an unknown moment may be the nearest";
}

TEST_F(PlacementTest, LoweredComesBackAfterADay) {
  Situation lowered = request({"danger=armed_search", leave_});
  lowered.override_ = Override{Override::Direction::kLowered, now_};
  EXPECT_EQ(place_now(lowered).section, Section::kWaiting);
  EXPECT_EQ(place_at(lowered, now_ + kLoweredFor - Seconds{1}).section, Section::kWaiting);
  EXPECT_EQ(place_at(lowered, now_ + kLoweredFor).section, Section::kDanger);
}

TEST_F(PlacementTest, ClosedStandsAtTheEndUntilSomebodyWrites) {
  Situation closed = request({"danger=armed_search", leave_});
  closed.stage = Stage::kClosed;
  closed.unread = 0;
  closed.oldest_unread_at.reset();
  const Placement end = place_now(closed);
  EXPECT_EQ(end.section, Section::kWaiting);
  EXPECT_TRUE(before(place_now(request({"what_next=nothing_dated"})), end));
  closed.unread = 1;
  closed.oldest_unread_at = now_;
  EXPECT_EQ(place_now(closed).section, Section::kDanger);
}

TEST_F(PlacementTest, WaitingGoesByWhoHasWaitedLongest) {
  const Placement young = place_now(sample::request({"danger=none"}, now_ - Seconds{60}));
  const Placement old = place_now(sample::request({"danger=none"}, now_ - Seconds{6000}));
  EXPECT_TRUE(before(old, young));
  EXPECT_FALSE(before(young, old));
  EXPECT_EQ(old.own, OwnClock::kPromise);
}

// Who cannot write safely answers one line or nothing. That must not stand below everybody with a date this week.
TEST_F(PlacementTest, SilenceAboutDangerIsAskedAboutUntilSomebodyReplies) {
  Situation silent = sample::request({"safe=no"}, now_);
  const Placement first = place_now(silent);
  EXPECT_EQ(first.band, Band::kAsk);
  EXPECT_EQ(first.due, now_ + kAskDangerWithin);
  EXPECT_TRUE(before(first, place_now(request({"danger=none", "what_next=leave_ends;date=2026-11-27;precision=day"}))));
  EXPECT_EQ(place_now(sample::request({"safe=no", "danger=none"}, now_)).own, OwnClock::kPromise);
  EXPECT_EQ(place_now(request({"safe=no", leave_})).band, place_now(request({"safe=no", "danger=none", leave_})).band)
      << "a known date orders a request by itself";
  silent.first_reply_at = silent.last_reply_at = now_;
  EXPECT_FALSE(place_now(silent).clock.has_value());
}

TEST_F(PlacementTest, AFarDateDoesNotBuryAnUnreadRequest) {
  Situation far =
      sample::request({"danger=none", "what_next=summons_date;date=2026-12-20;precision=day"}, now_ - Seconds{7200});
  Situation answered = sample::request({"danger=none"}, now_ - Seconds{86400});
  answered.unread = 0;
  answered.oldest_unread_at.reset();
  answered.first_reply_at = answered.last_reply_at = now_ - Seconds{80000};
  ASSERT_TRUE(place_now(far).clock.has_value());
  ASSERT_EQ(place_now(far).section, Section::kWaiting);
  EXPECT_TRUE(before(place_now(far), place_now(answered)));
  EXPECT_EQ(place_now(far).due, far.received_at + kReplyPromise);
}

TEST_F(PlacementTest, AfterOurReplyACaseSleepsAndComesBack) {
  Situation answered = request({"what_next=nothing_dated"});
  answered.unread = 0;
  answered.oldest_unread_at.reset();
  answered.first_reply_at = answered.last_reply_at = now_ - Seconds{60};
  EXPECT_EQ(place_now(answered).own, OwnClock::kSilence);
  EXPECT_EQ(place_now(answered).due, now_ - Seconds{60} + kSilenceLasts);
  answered.wakes_at = now_ + Seconds{3600};
  EXPECT_EQ(place_now(answered).own, OwnClock::kWake);
  EXPECT_TRUE(before(place_now(request({"what_next=nothing_dated"})), place_now(answered)));
}

TEST_F(PlacementTest, BandsFollowTheMoment) {
  const std::pair<const char*, Section> expected[] = {
      {"2026-11-22T17:59", Section::kPast},     {"2026-11-22T18:01", Section::kUnder6h},
      {"2026-11-22T23:59", Section::kUnder6h},  {"2026-11-23T00:00", Section::kToday},
      {"2026-11-23T17:59", Section::kToday},    {"2026-11-23T18:00", Section::kUnder48h},
      {"2026-11-24T17:59", Section::kUnder48h}, {"2026-11-24T18:00", Section::kWeek},
      {"2026-11-29T17:59", Section::kWeek},     {"2026-11-29T18:00", Section::kWaiting}};
  for (const auto& [date, section] : expected) {  // an 18 hour lead: 18:01 means 00:01
    const Situation situation = request({std::string("what_next=leave_ends;precision=hour;date=") + date});
    EXPECT_EQ(name_of(place_at(situation, sample::at("2026-11-22T00:00")).section), name_of(section)) << date;
  }
}

TEST_F(PlacementTest, BrokenDatesAreUnknownDates) {
  for (const char* date : {"2026-02-30", "soon", "2026-11-25T99:00", ""})
    EXPECT_EQ(place_now(request({std::string("what_next=leave_ends;precision=day;date=") + date})).band, Band::kAsk)
        << date;
}

TEST_F(PlacementTest, FactsThatThePackDoesNotKnowChangeNothing) {
  const Placement plain = place_now(request({leave_}));
  const Placement strange = place_now(request({leave_, "colour=green", "what_next=teleported"}));
  EXPECT_EQ(plain.due, strange.due);
  EXPECT_EQ(plain.section, strange.section);
}

TEST_F(PlacementTest, PeopleSeeWhatWasReplaced) {
  std::vector<Fact> facts = request({leave_, "status=mobilised"}).facts;
  facts.push_back(sample::fact("what_next=leave_ends;precision=unknown", now_, Speaker::kStaff));
  facts.push_back(sample::fact("status=officer", now_, Speaker::kStaff));
  mark_superseded(pack_, facts);
  EXPECT_TRUE(facts[0].superseded);
  EXPECT_TRUE(facts[1].superseded);
  EXPECT_FALSE(facts[2].superseded);
  EXPECT_FALSE(facts[3].superseded);
}

}  // namespace
}  // namespace waymark::desk::queue
