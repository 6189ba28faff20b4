// Days in court: when they are acknowledged, by how many, and what happens when they are not.
#include "desk/queue/court.h"

#include <gtest/gtest.h>

#include "desk/queue/board.h"
#include "desk/queue/sample_case.h"

namespace waymark::desk::queue {
namespace {

constexpr Seconds kDay{86'400};

class CourtTest : public testing::Test {
 protected:
  CourtTest() {
    situation_ = sample::request({"danger=none", "what_next=court_date;date=2026-12-01T10:00;precision=exact"},
                                 sample::at("2026-11-10T12:00"));
    situation_.unread = 0;
    situation_.oldest_unread_at.reset();
    situation_.owner = "vera";
    situation_.stage = Stage::kActive;
    situation_.first_reply_at = situation_.last_reply_at = sample::at("2026-11-10T13:00");
  }
  std::optional<CourtDay> day(TimePoint now) { return next_court_day(derive(pack_, situation_, zone_), now); }
  void see(int step, const std::string& by) { situation_.court_seen.push_back({court_, step, by}); }
  Page page(TimePoint now, std::string_view reader = "vera") {
    board_.set(CaseId{}, 1, sample::packed(situation_));
    return board_.page(View::kAll, reader, now, 0, 10);
  }

  pack::Pack pack_ = sample::shipped_pack();
  text::Zone zone_ = sample::moscow();
  Board board_{pack_, zone_};
  TimePoint court_ = sample::at("2026-12-01T10:00");
  Situation situation_;
};

TEST_F(CourtTest, ItIsShownAWeekThreeDaysAndADayBeforeAndEachTimeAnew) {
  EXPECT_FALSE(day(court_ - 7 * kDay - Seconds{1}).has_value());
  for (const int step : kCourtSteps) {
    const TimePoint now = court_ - step * kDay;
    ASSERT_TRUE(day(now).has_value());
    EXPECT_EQ(day(now)->at, court_);
    EXPECT_EQ(day(now)->step, step);
    EXPECT_EQ(day(now)->since, now);
    EXPECT_EQ(day(now)->wanted, step == 1 ? 2U : 1U);
    EXPECT_FALSE(day(now)->done) << "what was seen at another step does not count at this one";
    see(step, "vera");
    EXPECT_EQ(day(now)->done, step != 1);
  }
  EXPECT_FALSE(day(court_ + Seconds{1}).has_value()) << "it is over";
}

TEST_F(CourtTest, TheDayBeforeTwoDifferentPeopleAndOneOfThemLeads) {
  const TimePoint eve = court_ - kDay / 2;
  see(1, "vera");
  EXPECT_FALSE(day(eve)->done) << "one alone";
  see(1, "larch");
  EXPECT_TRUE(day(eve)->done);
  situation_.owner = "anton";
  EXPECT_FALSE(day(eve)->done) << "whoever leads it now has not";
  situation_.owner.reset();
  EXPECT_TRUE(day(eve)->done) << "nobody leads it: any two";
}

TEST_F(CourtTest, AnotherDateIsAnotherDayToAcknowledge) {
  see(1, "vera");
  see(1, "larch");
  situation_.dues = {{.kind = "hearing", .at = court_ + kDay / 4, .owner = {}}};
  const TimePoint eve = court_ - kDay / 2;
  EXPECT_EQ(day(eve)->at, court_ + kDay / 4) << "the nearest that is not done";
  situation_.dues[0].at = court_;
  EXPECT_EQ(court_days(derive(pack_, situation_, zone_), eve).size(), 1U) << "one moment is one day";
  EXPECT_TRUE(day(eve)->done);
}

TEST_F(CourtTest, WhatIsNotAcknowledgedIsOurTurnAndTheDayBeforeItClimbs) {
  situation_.stage = Stage::kWaitingDate;
  situation_.wakes_at = court_;
  EXPECT_EQ(page(court_ - 8 * kDay).waiting, 1u);
  EXPECT_EQ(page(court_ - 7 * kDay).waiting, 0u);
  EXPECT_EQ(page(court_ - 7 * kDay).facets.us, 1u);
  EXPECT_EQ(page(court_ - 2 * kDay).facets.late_lead, 0u) << "nothing climbs before the last day";
  see(3, "vera");
  EXPECT_EQ(page(court_ - 2 * kDay).waiting, 1u);
  EXPECT_EQ(page(court_ - kDay).facets.late_lead, 0u);
  EXPECT_EQ(page(court_ - kDay + kToCoordinator).facets.late_coordinator, 1u);
  EXPECT_EQ(page(court_ - kDay + kPromiseBroken).facets.broken, 1u);
  EXPECT_EQ(page(court_ - kDay + kPromiseBroken, "anton").facets.broken, 0u) << "it is not his to know";
  see(1, "vera");
  see(1, "larch");
  EXPECT_EQ(page(court_ - kDay + kPromiseBroken).facets.broken, 0u);
}

// Whoever has acknowledged what: the order of the list is the same.
TEST_F(CourtTest, AcknowledgingMovesNoCase) {
  for (const Seconds before_it : {8 * kDay, 5 * kDay, 2 * kDay, kDay / 2}) {
    const Present present = Present::at(court_ - before_it, zone_);
    situation_.court_seen.clear();
    const Placement none = place(derive(pack_, situation_, zone_), present);
    for (const int step : kCourtSteps) see(step, "vera");
    const Placement some = place(derive(pack_, situation_, zone_), present);
    EXPECT_FALSE(before(none, some) || before(some, none));
  }
}

TEST_F(CourtTest, TheAgendaKeepsIt) {
  see(7, "vera");
  const auto again = situation_from_json(to_json(situation_));
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->court_seen, situation_.court_seen);
}

TEST_F(CourtTest, AMonthIsNoDayYet) {
  situation_.facts = {
      sample::fact("what_next=court_date;date=2026-12-01;precision=month", sample::at("2026-11-10T12:00"))};
  EXPECT_FALSE(day(sample::at("2026-11-30T12:00")).has_value());
  situation_.facts = {
      sample::fact("what_next=court_date;date=2026-12-01;precision=day", sample::at("2026-11-10T12:00"))};
  EXPECT_EQ(day(sample::at("2026-11-30T12:00"))->step, 1);
}

TEST_F(CourtTest, AClosedCaseHasNone) {
  situation_.stage = Stage::kClosed;
  EXPECT_FALSE(day(court_ - kDay).has_value());
}

}  // namespace
}  // namespace waymark::desk::queue
