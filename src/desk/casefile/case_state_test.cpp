#include "desk/casefile/case_state.h"

#include <gtest/gtest.h>

namespace waymark::desk {
namespace {

const TimePoint kNow{Seconds{1'795'000'000}};

class CaseStateTest : public testing::Test {
 protected:
  RecordId apply(EventKind kind, const std::function<void(Event&)>& change = [](Event&) {}) {
    now_ += Seconds{60};
    Event event = staff_event(kind, kind == EventKind::kMessage ? "" : "anna", now_, random_);
    change(event);
    const RecordId record{random_.array<16>()};
    state_.apply(record, event);
    return record;
  }
  RecordId reply(mailbox::Place place) {
    return apply(EventKind::kReply, [place](Event& event) {
      event.week = place.week;
      event.slot = place.slot;
    });
  }
  crypto::SeededRandom random_{1};
  TimePoint now_ = kNow;
  CaseState state_;
};

TEST_F(CaseStateTest, AnOperationIsAppliedOnce) {
  const Event event = staff_event(EventKind::kNote, "anna", kNow, random_);
  state_.apply(RecordId{{1}}, event);
  state_.apply(RecordId{{2}}, event);
  EXPECT_EQ(state_.entries().size(), 1U);
}

TEST_F(CaseStateTest, OwnerStageAndUnreadFollowTheEvents) {
  apply(EventKind::kMessage);
  apply(EventKind::kMessage);
  EXPECT_EQ(state_.situation().unread, 2U);
  EXPECT_EQ(state_.situation().oldest_unread_at, kNow + Seconds{60});
  EXPECT_EQ(state_.situation().stage, Stage::kNew);
  apply(EventKind::kTaken);
  EXPECT_EQ(state_.situation().owner, "anna");
  EXPECT_EQ(state_.situation().stage, Stage::kActive);
  apply(EventKind::kRead);
  EXPECT_EQ(state_.situation().unread, 0U);
  EXPECT_FALSE(state_.situation().oldest_unread_at.has_value());
  apply(EventKind::kGivenBack);
  EXPECT_FALSE(state_.situation().owner.has_value());
  EXPECT_EQ(state_.messages(), 2U);
}

TEST_F(CaseStateTest, AnswersBecomeFacts) {
  apply(EventKind::kMessage,
        [](Event& event) { event.answers = {"what_next=leave_ends;date=2026-11-25;precision=day", "broken"}; });
  ASSERT_EQ(state_.situation().facts.size(), 1U);
  const Fact& fact = state_.situation().facts[0];
  EXPECT_EQ(fact.key, "what_next");
  EXPECT_EQ(fact.value, "leave_ends");
  EXPECT_EQ(fact.attributes.at("date"), "2026-11-25");
  EXPECT_FALSE(fact.attributes.contains("precision"));
  EXPECT_EQ(fact.precision, Precision::kDay);
  EXPECT_EQ(fact.said_by, Speaker::kRequester);
}

TEST_F(CaseStateTest, TheNewestFactsAreKept) {
  for (std::size_t count = 0; count < kSituationFactsMax + 3; ++count)
    apply(EventKind::kMessage, [count](Event& event) { event.answers = {"q=c" + std::to_string(count)}; });
  EXPECT_EQ(state_.situation().facts.size(), kSituationFactsMax);
  EXPECT_EQ(state_.situation().facts.back().value, "c" + std::to_string(kSituationFactsMax + 2));
}

TEST_F(CaseStateTest, PlacesAreUsedInOrderAndFreedByUndo) {
  const std::uint32_t today = 20'779;
  const std::uint32_t week = mailbox::week_of_day(today);
  EXPECT_EQ(state_.free_place(today), (mailbox::Place{week, 0}));
  const RecordId first = reply({week, 0});
  reply({week, 1});
  EXPECT_EQ(state_.free_place(today), (mailbox::Place{week, 2}));
  apply(EventKind::kUndo, [&first](Event& event) { event.undone = first; });
  EXPECT_EQ(state_.free_place(today), (mailbox::Place{week, 0}));
  EXPECT_EQ(state_.entries().size(), 1U);
  for (std::uint8_t slot = 0; slot < mailbox::kSlots; ++slot) reply({week, slot});
  EXPECT_EQ(state_.free_place(today), (mailbox::Place{week + 1, 0}));
  EXPECT_EQ(state_.free_place(today + 14), (mailbox::Place{week + 2, 0})) << "a later week is free again";
}

TEST_F(CaseStateTest, UndoneRepliesCountAsNeverSent) {
  const RecordId first = reply({1, 0});
  EXPECT_TRUE(state_.situation().first_reply_at.has_value());
  const TimePoint second = now_ + Seconds{60};
  reply({1, 1});
  apply(EventKind::kUndo, [&first](Event& event) { event.undone = first; });
  EXPECT_EQ(state_.situation().first_reply_at, second);
  EXPECT_EQ(state_.situation().last_reply_at, second);
}

}  // namespace
}  // namespace waymark::desk
