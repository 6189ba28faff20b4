// Poll letters: answered once, to one address, whatever the letter, the mail server or the mailbox do.
#include "bridge/answering.h"

#include <gtest/gtest.h>

#include "bridge/bridge.h"
#include "bridge/letter_corpus.h"
#include "bridge/limits.h"
#include "bridge/poll_corpus.h"
#include "bridge/twins.h"

namespace waymark::bridge {
namespace {

constexpr std::uint32_t kToday = 20'779;  // 2026-11-22
constexpr const char* kHead =
    "Return-Path: <olena@pochta.example>\r\nFrom: Olena <olena@pochta.example>\r\nSubject: x\r\n";

/// One mailbox with all that answers for it.
struct Office {
  Office(std::vector<DaySeed> seeds, const crypto::InstanceId& instance, const Clock& now)
      : clock(now), mailbox(now), box(std::move(seeds), instance, now) {}
  /// What a start makes of it: the mailbox stays, the memory is new.
  void start() {
    answering.emplace(AnsweringParts{.box = box,
                                     .mailbox = mailbox,
                                     .relay = relay,
                                     .postman = postman,
                                     .clock = clock,
                                     .random = random,
                                     .from = "box@mail.example",
                                     .own_mails = {"box@mail.example", "other@mail.example"},
                                     .polls_an_hour = 5});
    bridge.emplace(mailbox, relay, clock, 1'000, &*answering);
  }
  const Clock& clock;
  testing::MailboxInMemory mailbox;
  testing::RelayInMemory relay;
  testing::PostmanInMemory postman;
  crypto::SeededRandom random{5};
  PollBox box;
  std::optional<Answering> answering;
  std::optional<Bridge> bridge;
};

class PollLetters : public ::testing::Test {
 protected:
  PollLetters() { office_.start(); }
  std::string letter(const envelope::PollLetter& poll, std::string head = kHead) {
    return std::move(head) + "\r\n" + asker_.armor(poll, poll.day);
  }
  std::string letter() { return letter(asker_.poll(kToday)); }
  void arrive_and_look(const std::string& bytes) {
    office_.mailbox.arrive(bytes);
    counts_ += office_.bridge->round();
  }

  ManualClock clock_{start_of_day(kToday) + std::chrono::hours{12}};
  testing::Asker asker_{77, kToday - 3};
  Office office_{asker_.seeds(), asker_.instance(), clock_};
  Counts counts_;
};

TEST_F(PollLetters, AreAnsweredOnceAndGone) {
  const envelope::PollLetter poll = asker_.poll(kToday);
  arrive_and_look(letter(poll));
  EXPECT_EQ(counts_.answered, 1U);
  EXPECT_TRUE(office_.mailbox.letters_.empty());
  ASSERT_EQ(office_.relay.polled_.size(), 1U);
  EXPECT_EQ(office_.relay.polled_[0], to_bytes(poll.poll));
  EXPECT_TRUE(office_.relay.stored_.empty());  // never handed on as a message
  ASSERT_EQ(office_.postman.sent_.size(), 1U);
  EXPECT_EQ(office_.postman.sent_[0].first, "olena@pochta.example");
  const SecretBytes answer = asker_.read(office_.postman.sent_[0].second);
  EXPECT_EQ(to_bytes(answer.view().subspan(38, 16)), to_bytes(poll.nonce));
  EXPECT_EQ(answer.view()[answer.size() - 1], 7);
}

TEST_F(PollLetters, TheAnswerHasOneSizeAndNeutralWords) {
  arrive_and_look(letter());
  arrive_and_look(letter());
  ASSERT_EQ(office_.postman.sent_.size(), 2U);
  const std::string& first = office_.postman.sent_[0].second;
  EXPECT_EQ(first.size(), office_.postman.sent_[1].second.size());
  EXPECT_NE(first, office_.postman.sent_[1].second);
  EXPECT_NE(first.find("\r\nSubject: Re:\r\n"), std::string::npos);
  EXPECT_NE(first.find("\r\nAuto-Submitted: auto-replied\r\n"), std::string::npos);
  for (const char* word : {"aymark", "Olena", "relay", "bridge"}) EXPECT_EQ(first.find(word), std::string::npos);
}

TEST_F(PollLetters, AReplayedLetterIsNotAnsweredAgain) {
  const std::string bytes = letter();
  for (int i = 0; i < 3; ++i) arrive_and_look(bytes);
  EXPECT_EQ(counts_.answered, 1U);
  EXPECT_EQ(counts_.again, 2U);
  EXPECT_EQ(office_.postman.tried_.size(), 1U);
  EXPECT_TRUE(office_.mailbox.letters_.empty());
}

TEST_F(PollLetters, TwoAtOnceAreEachAnswered) {
  office_.mailbox.arrive(letter());
  office_.mailbox.arrive(letter());
  EXPECT_EQ(office_.bridge->round().answered, 2U);
  EXPECT_EQ(office_.postman.sent_.size(), 2U);
}

TEST_F(PollLetters, TheSameToTwoMailboxesIsAnsweredOnce) {
  testing::MailboxInMemory second{clock_};
  AnsweringParts parts{.box = office_.box,
                       .mailbox = second,
                       .relay = office_.relay,
                       .postman = office_.postman,
                       .clock = clock_,
                       .random = office_.random,
                       .from = "other@mail.example",
                       .own_mails = {}};
  Answering answering{std::move(parts)};
  Bridge other{second, office_.relay, clock_, 100, &answering};
  const std::string bytes = letter();
  arrive_and_look(bytes);
  second.arrive(bytes);
  EXPECT_EQ(other.round().again, 1U);
  EXPECT_EQ(office_.postman.sent_.size(), 1U);
}

TEST_F(PollLetters, OfAnotherOrganisationAreRefused) {
  envelope::PollLetter poll = asker_.poll(kToday);
  poll.instance.bytes[0] ^= 1U;
  arrive_and_look(letter(poll));
  EXPECT_EQ(counts_.foreign, 1U);
  EXPECT_TRUE(office_.postman.tried_.empty() && office_.relay.polled_.empty());
  EXPECT_TRUE(office_.mailbox.letters_.empty());
}

TEST_F(PollLetters, OfAnotherDayAreRefused) {
  envelope::PollLetter lies = asker_.poll(kToday);
  lies.day = kToday - 1;
  arrive_and_look(std::string{kHead} + "\r\n" + asker_.armor(lies, kToday));
  arrive_and_look(letter(asker_.poll(kToday + 2)));
  EXPECT_EQ(counts_.stale, 2U);
  EXPECT_TRUE(office_.postman.tried_.empty());
  for (const std::uint32_t day : {kToday - 2, kToday - 1, kToday + 1}) arrive_and_look(letter(asker_.poll(day)));
  EXPECT_EQ(counts_.answered, 3U);
}

TEST_F(PollLetters, SealedToAKeyThatIsForgottenAreLikeAMessageThatNobodyOpens) {
  arrive_and_look(letter(asker_.poll(kToday - 3)));
  EXPECT_EQ(counts_.answered + counts_.stale, 0U);
  EXPECT_EQ(counts_.stored, 1U);
}

TEST_F(PollLetters, AReplayAfterItsDayFindsNoKey) {
  const std::string bytes = letter();
  arrive_and_look(bytes);
  clock_.advance(std::chrono::hours{72});
  arrive_and_look(bytes);
  EXPECT_EQ(counts_.answered, 1U);
  EXPECT_EQ(office_.postman.tried_.size(), 1U);
}

TEST_F(PollLetters, ThatProgramsSentAreNotAnswered) {
  for (const char* field :
       {"Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated (vacation)", "Return-Path: <>",
        "List-Id: <x.example>", "Precedence: bulk", "Content-Type: multipart/report; boundary=b"}) {
    SCOPED_TRACE(field);
    counts_ = {};
    office_.mailbox.letters_.clear();
    const std::string body = std::string_view{field}.starts_with("Content-Type")
                                 ? "--b\r\n\r\n" + asker_.armor(asker_.poll(kToday), kToday) + "--b--\r\n"
                                 : asker_.armor(asker_.poll(kToday), kToday);
    arrive_and_look(std::string{field} + "\r\nFrom: a@pochta.example\r\n\r\n" + body);
    EXPECT_EQ(counts_.unanswerable, 1U);
    EXPECT_TRUE(office_.mailbox.letters_.empty());
  }
  EXPECT_TRUE(office_.postman.tried_.empty());
}

TEST_F(PollLetters, ABridgeDoesNotAnswerItself) {
  arrive_and_look(letter(asker_.poll(kToday), "From: <OTHER@mail.example>\r\n"));
  EXPECT_EQ(counts_.unanswerable, 1U);
  // Its own answer, come back from a server that could not deliver it: nothing in it is a poll letter.
  arrive_and_look(letter());
  ASSERT_EQ(office_.postman.sent_.size(), 1U);
  arrive_and_look("Return-Path: <>\r\nFrom: MAILER-DAEMON@pochta.example\r\n\r\n" + office_.postman.sent_[0].second);
  EXPECT_EQ(counts_.broken, 1U);
  EXPECT_EQ(office_.postman.tried_.size(), 1U);
}

TEST_F(PollLetters, AServerThatGreylistsIsTriedAgainAndAnsweredOnce) {
  office_.postman.says_ = Sent::kLater;
  arrive_and_look(letter());
  EXPECT_EQ(office_.mailbox.letters_.size(), 1U);
  EXPECT_TRUE(office_.mailbox.marked_.empty());
  counts_ += office_.bridge->round();
  EXPECT_EQ(office_.postman.tried_.size(), 1U);  // not at once
  clock_.advance(kAnswerWaits[0]);
  office_.postman.says_ = Sent::kTaken;
  counts_ += office_.bridge->round();
  counts_ += office_.bridge->round();
  EXPECT_EQ(counts_.answered, 1U);
  EXPECT_EQ(counts_.mail_later, 1U);
  EXPECT_EQ(office_.postman.tried_.size(), 2U);
  EXPECT_TRUE(office_.mailbox.letters_.empty());
}

TEST_F(PollLetters, AClockThatWasSetBackLetsNoQuestionWait) {
  office_.postman.says_ = Sent::kLater;
  arrive_and_look(letter());
  clock_.advance(std::chrono::hours{-20});
  office_.postman.says_ = Sent::kTaken;
  counts_ += office_.bridge->round();
  EXPECT_EQ(counts_.answered, 1U);
}

TEST_F(PollLetters, AServerThatNeverTakesItIsGivenUp) {
  office_.postman.says_ = Sent::kLater;
  arrive_and_look(letter());
  for (int i = 0; i < 100; ++i) {
    clock_.advance(std::chrono::minutes{10});
    counts_ += office_.bridge->round();
  }
  EXPECT_EQ(counts_.given_up, 1U);
  EXPECT_EQ(office_.postman.tried_.size(), kAnswerWaits.size() + 1);
  EXPECT_TRUE(office_.mailbox.letters_.empty());
}

TEST_F(PollLetters, AServerThatRefusesIsNotAskedAgain) {
  office_.postman.says_ = Sent::kRefused;
  arrive_and_look(letter());
  EXPECT_EQ(counts_.mail_refused, 1U);
  EXPECT_TRUE(office_.mailbox.letters_.empty());
}

TEST_F(PollLetters, NoWordFromTheServerAfterTheWholeLetterIsNotAskedAgain) {
  office_.postman.says_ = Sent::kUnsure;
  const std::string bytes = letter();
  arrive_and_look(bytes);
  arrive_and_look(bytes);
  EXPECT_EQ(counts_.unsure, 1U);
  EXPECT_EQ(counts_.again, 1U);
  EXPECT_EQ(office_.postman.tried_.size(), 1U);
}

TEST_F(PollLetters, AStartInTheMiddleOfSendingAnswersNothingTwice) {
  office_.postman.says_ = Sent::kLater;
  office_.mailbox.arrive(letter());
  office_.postman.during_ = [&] { EXPECT_EQ(office_.mailbox.marked_.size(), 1U); };
  office_.bridge->round();
  office_.mailbox.marked_ = {1};  // as if the process had ended before it heard what the server said
  office_.start();
  clock_.advance(std::chrono::hours{1});
  EXPECT_EQ(office_.bridge->round().unsure, 1U);
  EXPECT_EQ(office_.postman.tried_.size(), 1U);
  EXPECT_TRUE(office_.mailbox.letters_.empty());
}

TEST_F(PollLetters, AStartWhileItWaitsForTheServerLosesNothing) {
  office_.postman.says_ = Sent::kLater;
  arrive_and_look(letter());
  office_.start();
  office_.postman.says_ = Sent::kTaken;
  EXPECT_EQ(office_.bridge->round().answered, 1U);
}

TEST_F(PollLetters, AMarkOnAMessageDoesNotLoseIt) {
  office_.mailbox.arrive("From: a@pochta.example\r\n\r\n" + testing::armored(testing::some_envelopes(3)[0]));
  office_.mailbox.marked_ = {1};
  EXPECT_EQ(office_.bridge->round().stored, 1U);
}

TEST_F(PollLetters, WithoutAMarkNothingIsSent) {
  office_.mailbox.fail_mark_ = true;
  arrive_and_look(letter());
  EXPECT_TRUE(office_.postman.tried_.empty());
  EXPECT_EQ(office_.mailbox.letters_.size(), 1U);
  office_.mailbox.fail_mark_ = false;
  EXPECT_EQ(office_.bridge->round().answered, 1U);
}

TEST_F(PollLetters, ARelayThatIsAwayIsAskedInTheNextRound) {
  office_.relay.away_from_polls_ = true;
  arrive_and_look(letter());
  EXPECT_TRUE(office_.bridge->relay_is_away());
  EXPECT_TRUE(office_.postman.tried_.empty());
  office_.relay.away_from_polls_ = false;
  EXPECT_EQ(office_.bridge->round().answered, 1U);
}

TEST_F(PollLetters, AFloodOfPollsWaitsForItsHourAndMessagesDoNot) {
  for (int i = 0; i < 12; ++i) office_.mailbox.arrive(letter());
  office_.mailbox.arrive("From: a@pochta.example\r\n\r\n" + testing::armored(testing::some_envelopes(4)[0]));
  const Counts counts = office_.bridge->round();
  EXPECT_EQ(counts.answered, 5U);
  EXPECT_EQ(counts.stored, 1U);
  EXPECT_EQ(office_.bridge->round().answered, 0U);
  EXPECT_EQ(office_.mailbox.letters_.size(), 7U);
  clock_.advance(std::chrono::hours{1});
  EXPECT_EQ(office_.bridge->round().answered, 5U);
  clock_.advance(std::chrono::hours{1});
  EXPECT_EQ(office_.bridge->round().answered, 2U);
}

TEST_F(PollLetters, AMessageInTheSameLetterIsStoredFirst) {
  arrive_and_look(std::string{kHead} + "\r\n" + testing::armored(testing::some_envelopes(5)[0]) +
                  asker_.armor(asker_.poll(kToday), kToday));
  EXPECT_EQ(counts_.stored, 1U);
  EXPECT_EQ(counts_.answered, 1U);
}

TEST_F(PollLetters, WithoutKeysTheyAreMessagesThatNobodyOpens) {
  Bridge plain{office_.mailbox, office_.relay, clock_, 100};
  office_.mailbox.arrive(letter());
  EXPECT_EQ(plain.round().stored, 1U);
}

}  // namespace
}  // namespace waymark::bridge
