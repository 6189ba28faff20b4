#include "desk/casefile/outbound.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "desk/keyring/schema.h"

namespace waymark::desk {
namespace {

class OutboundTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store::migrate(*store_, desk_schema()).has_value()); }
  void queue(std::uint8_t name, TimePoint due) {
    ASSERT_TRUE(queue_reply(*store_,
                            {RecordId{{name}}, {name}, {name}, Bytes(100, name), mailbox::week_of_day(unix_day(now_))},
                            due)
                    .has_value());
  }
  std::unique_ptr<store::Connection> store_ = store::Connection::open_in_memory().value();
  TimePoint now_{Seconds{1'795'000'000}};
};

TEST_F(OutboundTest, GoesWhenItIsDueAndNotBefore) {
  queue(1, now_ + Seconds{10});
  queue(2, now_ + Seconds{5});
  EXPECT_TRUE(due_replies(*store_, now_, 10)->empty());
  EXPECT_EQ(state_of_reply(*store_, RecordId{{1}}, now_).value(), ReplyState::kHeld);
  now_ += Seconds{10};
  const auto due = due_replies(*store_, now_, 10).value();
  ASSERT_EQ(due.size(), 2U);
  EXPECT_EQ(due[0].record, RecordId{{2}}) << "oldest first";
  EXPECT_EQ(state_of_reply(*store_, RecordId{{1}}, now_).value(), ReplyState::kQueued);
  EXPECT_EQ(withdraw_reply(*store_, RecordId{{1}}, now_).error().code, Code::kConflict);
}

TEST_F(OutboundTest, AnswersOfTheRelaySettleIt) {
  for (const int name : {1, 2, 3, 4}) queue(static_cast<std::uint8_t>(name), now_);
  ASSERT_TRUE(settle_reply(*store_, RecordId{{1}}, PushAnswer::kStored).has_value());
  ASSERT_TRUE(settle_reply(*store_, RecordId{{2}}, PushAnswer::kSame).has_value());
  ASSERT_TRUE(settle_reply(*store_, RecordId{{3}}, PushAnswer::kOccupied).has_value());
  ASSERT_TRUE(settle_reply(*store_, RecordId{{4}}, PushAnswer::kFull).has_value());
  EXPECT_EQ(state_of_reply(*store_, RecordId{{1}}, now_).value(), ReplyState::kStored);
  EXPECT_EQ(state_of_reply(*store_, RecordId{{2}}, now_).value(), ReplyState::kStored);
  EXPECT_EQ(state_of_reply(*store_, RecordId{{3}}, now_).value(), ReplyState::kFailed);
  EXPECT_EQ(state_of_reply(*store_, RecordId{{4}}, now_).value(), ReplyState::kQueued);
  EXPECT_EQ(state_of_reply(*store_, RecordId{{5}}, now_).value(), ReplyState::kUndone);
  EXPECT_EQ(replies_waiting(*store_).value(), 1U);
  EXPECT_EQ(store_->number("SELECT count(*) FROM outbound WHERE blob IS NOT NULL").value(), 1)
      << "wiped once the relay has it";
}

// A relay that calls every place occupied undoes no reply that another one takes.
TEST_F(OutboundTest, OneOfSeveralRelaysCannotMakeAReplyFail) {
  const std::array<std::string, 3> relays{"a", "b", "c"};
  const auto settle = [&](std::uint8_t name, PushAnswer answer, const char* relay) {
    ASSERT_TRUE(settle_reply(*store_, RecordId{{name}}, answer, relay, relays).has_value());
  };
  const auto state = [&](std::uint8_t name) { return state_of_reply(*store_, RecordId{{name}}, now_).value(); };
  for (const int name : {1, 2}) queue(static_cast<std::uint8_t>(name), now_);
  settle(1, PushAnswer::kOccupied, "c");
  EXPECT_EQ(state(1), ReplyState::kQueued);
  EXPECT_EQ(due_replies(*store_, now_, 10, "a")->size(), 2U);
  EXPECT_EQ(due_replies(*store_, now_, 10, "c")->size(), 1U) << "it has said what it says";
  settle(1, PushAnswer::kStored, "a");
  EXPECT_EQ(state(1), ReplyState::kStored);
  settle(1, PushAnswer::kOccupied, "b");
  EXPECT_EQ(state(1), ReplyState::kStored);
  for (const char* relay : {"a", "b"}) settle(2, PushAnswer::kOccupied, relay);
  settle(2, PushAnswer::kOccupied, "of another office");
  EXPECT_EQ(state(2), ReplyState::kQueued);
  settle(2, PushAnswer::kOccupied, "c");
  EXPECT_EQ(state(2), ReplyState::kFailed);
  EXPECT_EQ(store_->number("SELECT count(*) FROM outbound WHERE blob IS NOT NULL").value(), 0);
  EXPECT_EQ(store_->number("SELECT count(*) FROM outbound_at").value(), 0);
}

TEST_F(OutboundTest, TheRelayKeepsAReplyAsLongAsItIsAskedForAndNoLonger) {
  for (std::uint32_t day = 20'785; day < 20'785 + 7; ++day) {
    const std::uint32_t week = mailbox::weeks_for_reply(day).front();
    EXPECT_EQ(days_to_keep(week, day), mailbox::kReplyDays) << day;
    EXPECT_EQ(days_to_keep(week, day + 1), mailbox::kReplyDays) << "held over midnight";
    for (std::uint32_t late = day; late < day + 60; ++late)
      EXPECT_LE(late + days_to_keep(week, late), std::max(late, mailbox::last_polled_day(week)));
  }
}

TEST_F(OutboundTest, WhatWaitedUntilNobodyAsksForItHasFailed) {
  queue(1, now_);
  const std::uint32_t last = mailbox::last_polled_day(mailbox::week_of_day(unix_day(now_)));
  now_ = TimePoint{Seconds{last * 86'400LL}};
  EXPECT_EQ(due_replies(*store_, now_, 10)->size(), 1U);
  now_ += Seconds{86'400};
  EXPECT_TRUE(due_replies(*store_, now_, 10)->empty());
  EXPECT_EQ(state_of_reply(*store_, RecordId{{1}}, now_).value(), ReplyState::kFailed);
}

TEST_F(OutboundTest, WithdrawnRepliesAreGone) {
  queue(1, now_ + Seconds{10});
  ASSERT_TRUE(withdraw_reply(*store_, RecordId{{1}}, now_).has_value());
  now_ += Seconds{10};
  EXPECT_TRUE(due_replies(*store_, now_, 10)->empty());
  EXPECT_EQ(withdraw_reply(*store_, RecordId{{1}}, now_).error().code, Code::kConflict);
}

}  // namespace
}  // namespace waymark::desk
