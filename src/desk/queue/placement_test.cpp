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
  EXPECT_EQ(std::count_if(derived.clocks.begin(), derived.clocks.end(),
                          [](const RunningClock& clock) { return clock.kind == "leave_ends"; }),
            2);
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
  EXPECT_EQ(placement.section, Section::kDanger);
  EXPECT_EQ(placement.due, now_ - Seconds{600} + kReplyPromise) << "our answer is due before the clock to ask";
}

TEST_F(PlacementTest, AnUnknownNextStepIsAskedAboutAsSoonAsItsNearestClock) {
  const Placement placement = place_now(request({"danger=none", "what_next=unknown"}));
  EXPECT_EQ(placement.band, Band::kAsk);
  EXPECT_EQ(placement.due, now_ - Seconds{600} + Seconds{2 * 3600});
}

TEST_F(PlacementTest, RaisedStandsWithTheDangersAndAboveDates) {
  Situation raised = request({"danger=none", "what_next=nothing_dated"});
  raised.override_ = Override{Override::Direction::kRaised, now_};
  const Placement up = place_now(raised);
  EXPECT_EQ(up.section, Section::kDanger);
  const Situation later = sample::request({"danger=armed_search"}, now_ - Seconds{60});
  EXPECT_TRUE(before(up, place_now(later))) << "the one that has waited longer";
  EXPECT_TRUE(before(up, place_now(request({"what_next=sent_to_front;date=2026-11-22;precision=day"}))));
}

TEST_F(PlacementTest, DangerGoesByTheMomentAndNotByWhoHasWaitedLonger) {
  const std::string front = "what_next=sent_to_front;precision=day;date=";
  const Placement later =
      place_now(sample::request({"danger=armed_search", front + "2026-11-27"}, now_ - Seconds{900}));
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
TEST_F(PlacementTest, SilenceAboutDangerStandsWithTheDangersUntilSomebodyReplies) {
  Situation silent = sample::request({"contact=only_here"}, now_);
  const Placement first = place_now(silent);
  EXPECT_EQ(first.section, Section::kDanger);
  EXPECT_EQ(first.band, Band::kAsk);
  EXPECT_EQ(first.due, now_ + kReplyPromise);
  EXPECT_FALSE(first.danger) << "nobody has said that there is";
  EXPECT_EQ(place_now(request({leave_})).section, Section::kUnder48h) << "a known date orders a request by itself";
  EXPECT_EQ(place_now(request({"what_next=court_date;date=2027-03-01;precision=day"})).section, Section::kDanger)
      << "a date far off does not";
  silent.first_reply_at = silent.last_reply_at = now_;
  EXPECT_FALSE(place_now(silent).clock.has_value());
  EXPECT_EQ(place_now(silent).section, Section::kWaiting);
}

TEST_F(PlacementTest, WhoCannotWriteSafelyStandsWithTheDangers) {
  const Situation far = request({"danger=untreated_wound", "what_next=court_date;date=2026-12-20;precision=day"});
  for (const char* safe : {"safe=no", "safe=unsure", "where=detained"}) {
    const Placement placement = place_now(sample::request({safe}, now_ - Seconds{900}));
    EXPECT_EQ(placement.section, Section::kDanger) << safe;
    EXPECT_TRUE(placement.danger) << safe;
    EXPECT_TRUE(before(placement, place_now(far))) << safe;
  }
  Situation safe_again = request({"safe=no", "danger=none"});
  say(safe_again, "safe=yes");
  EXPECT_FALSE(place_now(safe_again).danger);
}

TEST_F(PlacementTest, WordsThatNobodyReadInTimeStandRightBelowTheDangers) {
  const Placement unread = place_now(sample::request({"danger=none"}, now_ - Seconds{3700}));
  EXPECT_EQ(unread.section, Section::kUnread);
  for (const char* date : {"2026-11-23T07:00", "2026-11-20T07:00"})  // ahead, and past
    EXPECT_TRUE(before(
        unread, place_now(request({"danger=none", std::string("what_next=leave_ends;precision=hour;date=") + date}))))
        << date;
  Situation read = sample::request({"danger=none"}, now_ - Seconds{3700});
  read.unread = 0;
  read.oldest_unread_at.reset();
  EXPECT_EQ(place_now(read).section, Section::kPast) << "read, and no answer yet";
  EXPECT_TRUE(before(unread, place_now(read)));
  EXPECT_TRUE(before(place_now(sample::request({"safe=no"}, now_)), unread));
  EXPECT_EQ(place_now(sample::request({"danger=none"}, now_ - Seconds{3500})).section, Section::kWaiting);
}

// A leave that ended is no reason to sink: from then on its absence is counted, and what is long past is asked about.
TEST_F(PlacementTest, ADateThatHasPassedIsNeverLessUrgent) {
  const Placement next_week = place_now(request({"danger=none", "what_next=leave_ends;date=2026-11-27;precision=day"}));
  for (const char* date : {"2026-11-21", "2026-11-20", "2026-11-14", "2026-10-22", "2026-08-14", "2025-11-22"}) {
    for (const char* answer : {"what_next=leave_ends", "left=yes"})
      for (const char* precision : {"day", "about", "month"}) {
        const Situation past =
            request({"danger=none", std::string(answer) + ";date=" + date + ";precision=" + precision});
        const Placement placement = place_now(past);
        ASSERT_TRUE(placement.clock.has_value()) << date;
        EXPECT_TRUE(before(placement, next_week)) << answer << " " << date << " " << precision;
      }
  }
  const Situation eight = request({"danger=none", "what_next=leave_ends;date=2026-11-14;precision=day"});
  const Derived derived = derive(pack_, eight, zone_);
  const Placement placement = place(derived, Present::at(now_, zone_));
  EXPECT_EQ(derived.clocks[*placement.clock].kind, "leave_ten_days");
}

TEST_F(PlacementTest, ALongPastDateIsAskedAboutUntilWeHaveWritten) {
  Situation past = request({"danger=none", "left=yes;date=2026-08-14;precision=day"});
  EXPECT_EQ(place_now(past).band, Band::kAsk);
  EXPECT_EQ(place_now(past).due, past.received_at + kAskOddDateWithin);
  past.first_reply_at = past.last_reply_at = now_;
  EXPECT_FALSE(place_now(past).clock.has_value()) << "we have written since: it is history now";
}

TEST_F(PlacementTest, ADateThatCannotBeIsAskedAboutInTwoHours) {
  for (const char* answer :
       {"what_next=leave_ends;date=2062-11-25;precision=day", "left=yes;date=2028-01-02;precision=day",
        "what_next=stay_permit_ends;date=2162-11-25;precision=day"}) {
    Situation odd = request({"danger=none", answer});
    EXPECT_EQ(place_now(odd).band, Band::kAsk) << answer;
    EXPECT_EQ(place_now(odd).due, odd.received_at + kAskOddDateWithin) << answer;
    odd.facts.back().verification = Verification::kVerified;
    EXPECT_NE(place_now(odd).band, Band::kAsk) << "checked by one of us: " << answer;
  }
}

TEST_F(PlacementTest, RussianTimeLimitsRunOnlyWhereTheyMayHold) {
  const auto kinds = [&](const char* army) {
    std::string all;
    for (const RunningClock& clock :
         running_clocks(pack_, request({army, "danger=none", "left=yes;date=2026-11-21;precision=day", leave_}), zone_))
      if (!clock.asks()) all += clock.kind + " ";
    return all;
  };
  const std::string russian = "leave_ends leave_two_days leave_ten_days leave_one_month ";
  for (const char* army : {"army=russia", "army=not_known", "need=money"})
    EXPECT_EQ(kinds(army), "absence_two_days absence_ten_days absence_one_month " + russian) << army;
  for (const char* army : {"army=ukraine", "army=other"})
    EXPECT_EQ(kinds(army), "absence_other_law leave_ends ") << army;
}

class WholePackTest : public PlacementTest {
 protected:
  TimePoint moment(std::initializer_list<std::string> answers) {
    const Derived derived = derive(whole_, sample::request(answers, now_), zone_);
    return derived.clocks.at(0).moment.value();
  }
  pack::Pack whole_ = sample::whole_pack();
};

// Nine in the morning is the hour of whoever waits for it, and where nobody knows whose, the earliest that it can be.
TEST_F(WholePackTest, AnHourIsReadOnTheSubjectsOwnClock) {
  const std::string court = "what_next=court_date;date=2026-12-09T09:00;precision=hour";
  EXPECT_EQ(moment({court, "local_time=moscow"}), sample::at("2026-12-09T09:00"));
  EXPECT_EQ(moment({court}), sample::at("2026-12-09T00:00")) << "Kamchatka is the earliest of Russia";
  EXPECT_EQ(moment({court, "local_time=plus1_2"}), sample::at("2026-12-09T07:00"));
  // 04:00 UTC since March 2024; tables of zones that are older say 03:00, which is on the safe side.
  EXPECT_LE(moment({court, "where=abroad;country=KZ"}), sample::at("2026-12-09T07:00"));
  EXPECT_GE(moment({court, "where=abroad;country=KZ"}), sample::at("2026-12-09T06:00"));
  EXPECT_EQ(moment({court, "where=abroad;country=DE"}), sample::at("2026-12-09T11:00"));
  EXPECT_EQ(moment({"what_next=court_date;date=2027-07-09T09:00;precision=hour", "where=abroad;country=DE"}),
            sample::at("2027-07-09T10:00"))
      << "summer time of another country";
  EXPECT_EQ(moment({court, "where=abroad;country=QQ"}), sample::at("2026-12-09T00:00"));
}

TEST_F(PlacementTest, AFarDateDoesNotBuryAnUnreadRequest) {
  Situation far =
      sample::request({"danger=none", "what_next=summons_date;date=2026-12-20;precision=day"}, now_ - Seconds{1800});
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

TEST_F(PlacementTest, SilenceIsAsLongAsThePackSays) {
  const auto answered = [this](std::initializer_list<std::string> answers) {
    Situation situation = request(answers);
    situation.unread = 0;
    situation.oldest_unread_at.reset();
    situation.first_reply_at = situation.last_reply_at = now_;
    return situation;
  };
  const auto silent_after = [this](const Situation& situation, int hours) {
    return place_at(situation, now_ + std::chrono::hours{hours}).silent_since.has_value();
  };
  const Situation usual = answered({"danger=none"});
  EXPECT_FALSE(silent_after(usual, 71));
  EXPECT_TRUE(silent_after(usual, 72));
  EXPECT_TRUE(silent_after(answered({"danger=armed_search"}), 24));
  EXPECT_FALSE(silent_after(answered({"danger=none", "need=information_only"}), 239));
  EXPECT_TRUE(silent_after(answered({"danger=none", "need=information_only"}), 240));
  Situation waiting = usual;
  waiting.wakes_at = now_ + std::chrono::hours{500};
  EXPECT_FALSE(silent_after(waiting, 400)) << "somebody has said when to look again";
  Situation written = usual;
  written.last_message_at = now_ + Seconds{60};
  EXPECT_FALSE(silent_after(written, 100)) << "they wait for us";
  Situation closed = usual;
  closed.stage = Stage::kClosed;
  EXPECT_FALSE(silent_after(closed, 1000));
  Situation set = usual;
  set.stage = Stage::kWaitingPerson;
  set.attended_at = now_ + std::chrono::hours{48};
  EXPECT_FALSE(silent_after(set, 72)) << "from when somebody decided to wait";
  EXPECT_TRUE(silent_after(set, 120));
}

TEST_F(PlacementTest, RaisedStandsWhereItWasRaisedTo) {
  const auto raised = [this](Situation situation, std::optional<TimePoint> to) {
    situation.override_ = Override{Override::Direction::kRaised, now_, to};
    return place_at(situation, now_ + Seconds{60});
  };
  const Situation plain = request({"danger=none", "what_next=nothing_dated"});
  EXPECT_EQ(raised(plain, {}).section, Section::kDanger);
  EXPECT_EQ(raised(plain, {}).due, now_) << "the number is the moment that it was raised at";
  EXPECT_EQ(raised(plain, {}).own, OwnClock::kRaised);
  const Placement by = raised(plain, now_ + Seconds{30 * 60});
  EXPECT_EQ(by.section, Section::kUnder6h);
  EXPECT_EQ(by.due, now_ + Seconds{30 * 60});
  EXPECT_EQ(raised(plain, now_ + std::chrono::hours{30}).section, Section::kUnder48h);
  Situation late = plain;
  late.override_ = Override{Override::Direction::kRaised, now_, now_ + Seconds{600}};
  EXPECT_EQ(place_at(late, now_ + Seconds{700}).section, Section::kPast) << "and when the time has come, it is late";
}

TEST_F(PlacementTest, RaisingNeverMovesDown) {
  const std::initializer_list<std::string> all[] = {
      {"danger=none"},
      {"danger=armed_search"},
      {"safe=no"},
      {"danger=none", "what_next=court_date;date=2026-11-30;precision=day"},
      {"danger=none", leave_},
      {"danger=none", "what_next=leave_ends"},
      {}};
  for (const auto& answers : all)
    for (const bool replied : {false, true})
      for (const int hours : {-1, 1, 5, 20, 47, 100, 167}) {
        Situation situation = request(answers);
        if (replied) {
          situation.unread = 0;
          situation.oldest_unread_at.reset();
          situation.first_reply_at = situation.last_reply_at = now_;
        }
        const Placement before_it = place_at(situation, now_ + Seconds{60});
        situation.override_ = Override{Override::Direction::kRaised, now_,
                                       hours < 0 ? std::nullopt : std::optional(now_ + std::chrono::hours{hours})};
        const Placement after = place_at(situation, now_ + Seconds{60});
        EXPECT_FALSE(before(before_it, after)) << hours << " hours, replied " << replied;
        EXPECT_TRUE(after.own == OwnClock::kRaised || after.due == before_it.due);
      }
}

TEST_F(PlacementTest, BandsFollowTheMoment) {
  const std::pair<const char*, Section> expected[] = {
      {"2026-11-22T17:59", Section::kPast},     {"2026-11-22T18:01", Section::kUnder6h},
      {"2026-11-22T23:59", Section::kUnder6h},  {"2026-11-23T00:00", Section::kToday},
      {"2026-11-23T17:59", Section::kToday},    {"2026-11-23T18:00", Section::kUnder48h},
      {"2026-11-24T17:59", Section::kUnder48h}, {"2026-11-24T18:00", Section::kWeek},
      {"2026-11-29T17:59", Section::kWeek},     {"2026-11-29T18:00", Section::kWaiting}};
  for (const auto& [date, section] : expected) {  // an 18 hour lead: 18:01 means 00:01
    const Situation situation =
        request({"danger=none", std::string("what_next=leave_ends;precision=hour;date=") + date});
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
