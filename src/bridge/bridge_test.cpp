#include "bridge/bridge.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "bridge/letter_corpus.h"
#include "bridge/limits.h"
#include "bridge/twins.h"

namespace waymark::bridge {
namespace {

using testing::MailboxInMemory;
using testing::RelayInMemory;

constexpr std::uint32_t kToday = 20'779;  // 2026-11-22

class BridgeRounds : public ::testing::Test {
 protected:
  std::string letter(std::size_t number, const std::string& day = {}) {
    return "From: a@pochta.example\r\nSubject: x\r\n\r\n" + day + testing::armored(envelopes_[number]);
  }
  ManualClock clock_{start_of_day(kToday) + std::chrono::hours{12}};
  MailboxInMemory mailbox_{clock_};
  RelayInMemory relay_;
  Bridge bridge_{mailbox_, relay_, clock_, 100};
  const testing::Envelopes envelopes_ = testing::some_envelopes(31);
};

TEST_F(BridgeRounds, StoresAndRemovesAtOnce) {
  mailbox_.arrive(letter(0));
  mailbox_.arrive(letter(1, "2026-11-21\r\n"));
  const Counts counts = bridge_.round();
  EXPECT_EQ(counts.stored, 2U);
  EXPECT_TRUE(mailbox_.letters_.empty());
  ASSERT_EQ(relay_.stored_.size(), 2U);
  EXPECT_EQ(relay_.stored_[0], (std::pair{kToday, envelopes_[0]}));
  EXPECT_EQ(relay_.stored_[1], (std::pair{kToday - 1, envelopes_[1]}));
}

TEST_F(BridgeRounds, ADayThatTheRelayRefusesBecomesToday) {
  relay_.refused_day_ = kToday - 3;
  mailbox_.arrive(letter(0, "2026-11-19\r\n"));
  mailbox_.arrive(letter(1, "2026-10-01\r\n"));
  mailbox_.arrive(letter(2, "2027-01-01\r\n"));
  EXPECT_EQ(bridge_.round().stored, 3U);
  for (const auto& [day, blob] : relay_.stored_) EXPECT_EQ(day, kToday);
}

TEST_F(BridgeRounds, ARelayThatIsAwayLosesNothing) {
  mailbox_.arrive(letter(0));
  mailbox_.arrive(letter(1));
  for (const Put said : {Put::kLater, Put::kStrange}) {
    relay_.says_ = said;
    EXPECT_EQ(bridge_.round().stored, 0U);
    EXPECT_EQ(mailbox_.letters_.size(), 2U);
    clock_.advance(std::chrono::hours{30});
  }
  relay_.says_ = Put::kStored;
  EXPECT_EQ(bridge_.round().stored, 2U);
  EXPECT_TRUE(mailbox_.letters_.empty());
}

TEST_F(BridgeRounds, LettersOfOthersGoAfterADayWithoutASecondLook) {
  mailbox_.arrive("Subject: doors\r\n\r\nbuy doors\r\n");
  EXPECT_EQ(bridge_.round().others, 1U);
  clock_.advance(std::chrono::hours{23});
  EXPECT_EQ(bridge_.round().others, 0U);
  EXPECT_EQ(mailbox_.letters_.size(), 1U);
  clock_.advance(std::chrono::hours{2});
  EXPECT_EQ(bridge_.round().removed, 1U);
  EXPECT_TRUE(mailbox_.letters_.empty());
  EXPECT_EQ(mailbox_.fetched_.size(), 1U);
}

TEST_F(BridgeRounds, OneLetterThatHangsDoesNotStopTheRest) {
  mailbox_.arrive(letter(0));
  mailbox_.arrive(letter(1));
  mailbox_.hangs_ = 1;
  EXPECT_EQ(bridge_.round().mailbox_failed, 1U);
  EXPECT_EQ(bridge_.round().stored, 1U);
  EXPECT_EQ(mailbox_.letters_.size(), 1U);
  mailbox_.hangs_ = 0;
  EXPECT_EQ(bridge_.round().stored, 1U);
}

TEST_F(BridgeRounds, ALetterThatCannotBeRemovedIsNotPutAgain) {
  mailbox_.arrive(letter(0));
  mailbox_.fail_remove_ = true;
  EXPECT_EQ(bridge_.round().stored, 1U);
  EXPECT_EQ(bridge_.round().stored, 0U);
  mailbox_.fail_remove_ = false;
  EXPECT_EQ(bridge_.round().stored, 0U);
  EXPECT_TRUE(mailbox_.letters_.empty());
}

TEST_F(BridgeRounds, NewNumbersMakeOldKnowledgeVoid) {
  mailbox_.arrive("Subject: doors\r\n\r\nbuy doors\r\n");
  mailbox_.fail_remove_ = true;
  EXPECT_EQ(bridge_.round().others, 1U);
  mailbox_.letters_.clear();
  mailbox_.arrive(letter(0));
  mailbox_.renumber();  // ours has the number that the other one had
  mailbox_.fail_remove_ = false;
  clock_.advance(std::chrono::hours{30});
  const Counts counts = bridge_.round();
  EXPECT_EQ(counts.removed, 0U);
  EXPECT_EQ(counts.stored, 1U);
}

TEST_F(BridgeRounds, AFloodIsReadFromBothEndsAndWithinItsQuota) {
  mailbox_.arrive(letter(0));
  for (int i = 0; i < 3'000; ++i) mailbox_.arrive("Subject: x\r\n\r\nflood\r\n");
  mailbox_.arrive(letter(1));
  const Counts counts = bridge_.round();
  EXPECT_EQ(counts.stored, 2U);
  EXPECT_EQ(mailbox_.fetched_.size(), 100U);
  EXPECT_EQ(bridge_.round().others, 0U);
  EXPECT_EQ(mailbox_.fetched_.size(), 100U);
  clock_.advance(std::chrono::hours{1});
  EXPECT_EQ(bridge_.round().others, 100U);
}

TEST_F(BridgeRounds, AFullMailboxOfOthersIsEmptiedBeforeTheDayIsOver) {
  Bridge fast{mailbox_, relay_, clock_, 10'000};
  for (std::size_t i = 0; i < kOthersMax + 500; ++i) mailbox_.arrive("Subject: x\r\n\r\nflood\r\n");
  EXPECT_EQ(fast.round().removed, 500U);
  EXPECT_EQ(mailbox_.letters_.size(), kOthersMax);
}

TEST_F(BridgeRounds, WhatTheRelayNeverTookGoesWhenNobodyCanOpenIt) {
  relay_.says_ = Put::kStrange;
  mailbox_.arrive(letter(0));
  bridge_.round();
  clock_.advance(kOursKept + Seconds{1});
  EXPECT_EQ(bridge_.round().too_late, 1U);
  EXPECT_TRUE(mailbox_.letters_.empty());
}

// Its clock was nine days ahead: the relay refused the day, and what had just come was removed as a week old.
TEST_F(BridgeRounds, AClockThatIsAheadRemovesNoLetterThatWasNotStored) {
  mailbox_.arrive(letter(0));
  const TimePoint right = clock_.now();
  clock_.advance(kOursKept + Seconds{2 * 86'400});
  relay_.says_ = Put::kWrongDay;
  EXPECT_EQ(bridge_.round().too_late, 0U);
  EXPECT_EQ(bridge_.round().too_late, 0U);
  ASSERT_EQ(mailbox_.letters_.size(), 1U);
  relay_.says_ = Put::kLater;
  EXPECT_EQ(bridge_.round().too_late, 0U) << "a relay that is away says nothing of the day";
  clock_.set(right);
  relay_.says_ = Put::kStored;
  EXPECT_EQ(bridge_.round().stored, 1U);
}

TEST_F(BridgeRounds, AMailboxThatCannotBeListedIsNamed) {
  mailbox_.fail_list_ = Code::kDenied;
  EXPECT_EQ(bridge_.round().mailbox_failed, 1U);
  EXPECT_EQ(bridge_.mailbox_error(), Code::kDenied);
  mailbox_.fail_list_.reset();
  bridge_.round();
  EXPECT_FALSE(bridge_.mailbox_error().has_value());
}

}  // namespace
}  // namespace waymark::bridge
