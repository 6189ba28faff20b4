#include "desk/casefile/case_state.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "crypto/xwing_open.h"

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

// Somebody moved it down; then the person wrote "they are at the door", and stood at the end of the list for a day.
TEST_F(CaseStateTest, AMessageEndsAMoveDownAndNoMoveUp) {
  const auto move = [this](Override::Direction direction) {
    apply(EventKind::kMoved, [direction](Event& event) { event.direction = direction; });
  };
  apply(EventKind::kMessage);
  move(Override::Direction::kLowered);
  EXPECT_TRUE(state_.situation().override_.has_value());
  apply(EventKind::kRead);
  EXPECT_TRUE(state_.situation().override_.has_value());
  apply(EventKind::kMessage);
  EXPECT_FALSE(state_.situation().override_.has_value());
  move(Override::Direction::kRaised);
  apply(EventKind::kMessage);
  EXPECT_TRUE(state_.situation().override_.has_value());
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
  const std::uint32_t today = 20'782;  // a Wednesday
  const std::uint32_t week = mailbox::week_of_day(today);
  EXPECT_EQ(state_.free_place(today), (mailbox::Place{week, 0}));
  EXPECT_EQ(state_.places_left(today), 16U);
  const RecordId first = reply({week, 0});
  reply({week, 1});
  EXPECT_EQ(state_.free_place(today), (mailbox::Place{week, 2}));
  apply(EventKind::kUndo, [&first](Event& event) { event.undone = first; });
  EXPECT_EQ(state_.free_place(today), (mailbox::Place{week, 0}));
  EXPECT_EQ(state_.entries().size(), 1U);
  for (std::uint8_t slot = 0; slot < mailbox::kSlots; ++slot) reply({week, slot});
  EXPECT_EQ(state_.free_place(today), (mailbox::Place{week + 1, 0}));
  EXPECT_EQ(state_.places_left(today), 8U);
  EXPECT_EQ(state_.free_place(today - 1), std::nullopt) << "on a Tuesday nobody asks for the coming week yet";
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

/// A message as the wire carries it: written, read again, made an event, and that read again.
Event through_the_wire(const std::vector<std::string>& answers, crypto::Random& random) {
  envelope::Message message{.language = Language::kRussian,
                            .instance = {},
                            .day = 20'779,
                            .id = random.array<16>(),
                            .reply_key = crypto::xwing_public_key(crypto::XWingSeed::generate(random)),
                            .mailbox_secret = crypto::MailboxSecret::generate(random)};
  for (const std::string& answer : answers) message.answers.push_back(envelope::parse_answer(answer).value());
  const envelope::Message read = envelope::parse_message(envelope::write_message(message)->view()).value();
  EXPECT_TRUE(read.odd.empty());
  return event_from_json(to_json(message_event(read, kNow, false))).value();
}

// tests/vectors/forms.json: random answers and what the page makes of them (web/intake/src/forms.test.ts).
TEST_F(CaseStateTest, WhatThePageTakesIsFiledWordForWord) {
  std::ifstream file{WAYMARK_SOURCE_DIR "/tests/vectors/forms.json"};
  const auto vectors = nlohmann::json::parse(file);
  std::size_t filed = 0;
  for (const auto& vector : vectors) {
    if (!vector.at("accepted").get<bool>()) continue;
    SCOPED_TRACE(vector.dump());
    const auto answers = vector.at("answers").get<std::vector<std::string>>();
    CaseState state;
    state.apply(RecordId{random_.array<16>()}, through_the_wire(answers, random_));
    ASSERT_EQ(state.situation().facts.size(), answers.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const auto said = envelope::parse_answer(answers[i]).value();
      const Fact& fact = state.situation().facts[i];
      EXPECT_EQ(fact.key + "=" + fact.value, said.question + "=" + said.code);
      EXPECT_EQ(fact.precision, said.precision());
      for (const auto& [key, value] : said.details) {
        if (key == "precision") continue;
        EXPECT_EQ(fact.attributes.at(key), value);
      }
    }
    EXPECT_TRUE(situation_from_json(to_json(state.situation())).has_value()) << "its row can be read again";
    EXPECT_TRUE(state.entries().front().odd.empty());
    ++filed;
  }
  EXPECT_GE(filed, 40U);
}

TEST_F(CaseStateTest, AnAnswerWithMoreDetailsThanARowHoldsLeavesTheRowReadable) {
  // 60 details in one answer: more than a fact of the agenda may have.
  envelope::Message message{.language = Language::kRussian,
                            .instance = {},
                            .day = 20'779,
                            .id = random_.array<16>(),
                            .reply_key = crypto::xwing_public_key(crypto::XWingSeed::generate(random_)),
                            .mailbox_secret = crypto::MailboxSecret::generate(random_)};
  Bytes plaintext = to_bytes(envelope::write_message(message)->view());
  std::string answer = "a=b";
  for (char c = 'a'; c <= 'z'; ++c) answer += std::string{";"} + c + "=1;" + c + "a=1";
  constexpr std::size_t kFieldCount = 1'304;
  const Bytes field = ByteWriter{512}.u16(1).u8(3).u16(static_cast<std::uint16_t>(answer.size())).put(answer).finish();
  std::ranges::copy(field, plaintext.begin() + kFieldCount);
  const auto read = envelope::parse_message(plaintext);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->odd, std::vector<std::string>{"a"});
  state_.apply(RecordId{{9}}, event_from_json(to_json(message_event(*read, kNow, false))).value());
  ASSERT_EQ(state_.situation().facts.size(), 1U);
  EXPECT_TRUE(situation_from_json(to_json(state_.situation())).has_value());
  EXPECT_EQ(state_.entries().front().odd, std::vector<std::string>{"a"});
}

}  // namespace
}  // namespace waymark::desk
