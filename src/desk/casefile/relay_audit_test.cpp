#include "desk/casefile/relay_audit.h"

#include <gtest/gtest.h>

#include "crypto/sign_relay.h"
#include "crypto/verify/hash.h"
#include "desk/keyring/schema.h"

namespace waymark::desk {
namespace {

class RelayAuditTest : public testing::Test {
 protected:
  static constexpr std::uint32_t kToday = 20'779;
  void SetUp() override { ASSERT_TRUE(store::migrate(*store_, desk_schema()).has_value()); }

  static PulledEnvelope row(std::uint8_t name) { return {.row_id = {name}, .day = kToday, .blob = Bytes(100, name)}; }
  static ByteArray<16> id_of(const PulledEnvelope& one) {
    ByteWriter prefix;
    const crypto::Sha256 hash = crypto::sha256({prefix.u32(one.day).view(), one.blob});
    ByteArray<16> id;
    std::copy_n(hash.begin(), id.size(), id.begin());
    return id;
  }
  RelayWord word(const crypto::RelaySigningKey& key, std::uint8_t name) const {
    const PulledEnvelope one = row(name);
    return {.day = one.day,
            .blob = one.blob,
            .word = key.sign({view_of("waymark/v1/kept\n"), instance_.bytes, id_of(one)})};
  }
  void learn(std::string_view relay, const crypto::RelaySigningKey& key) {
    ASSERT_TRUE(learn_relay_key(*store_, relay, key.verify_key().bytes(), instance_, relays_));
  }
  /// Of something that waits here.
  void hear(const RelayWord& word) {
    const PulledEnvelope one{.row_id = {}, .day = word.day, .blob = word.blob};
    ASSERT_TRUE(store_->execute("INSERT OR IGNORE INTO inbound (row_id, day, blob) VALUES (?, ?, ?)", id_of(one),
                                one.day, one.blob));
    hear_alone(word, kToday);
  }
  void hear_alone(const RelayWord& word, std::uint32_t today) {
    ASSERT_TRUE(note_words(*store_, std::span{&word, 1}, instance_, today));
  }
  std::int64_t number(std::string_view sql) { return store_->number(std::string{sql}).value(); }
  void given(std::string_view relay, std::uint8_t name) {
    const PulledEnvelope one = row(name);
    ASSERT_TRUE(note_given(*store_, relay, std::span{&one, 1}, kToday));
  }
  /// The relay has nothing more now. @return how many words it has broken so far
  std::uint64_t emptied(std::string_view relay) {
    EXPECT_TRUE(judge_words(*store_, relay, newest_word(*store_).value()));
    return audit_of(*store_, relay)->broken_words;
  }
  std::unique_ptr<store::Connection> store_ = store::Connection::open_in_memory().value();
  crypto::SeededRandom random_{1};
  crypto::RelaySigningKey a_ = crypto::RelaySigningKey::generate(random_);
  crypto::RelaySigningKey b_ = crypto::RelaySigningKey::generate(random_);
  crypto::InstanceId instance_{{1}};
  std::vector<std::string> relays_{"a", "b"};
};

TEST_F(RelayAuditTest, OneThatSignsAndDoesNotGiveIsFoundOut) {
  learn("a", a_);
  learn("b", b_);
  hear(word(b_, 1));
  EXPECT_EQ(emptied("a"), 0U) << "nobody but the one whose word it is";
  EXPECT_EQ(emptied("b"), 1U);
  EXPECT_EQ(emptied("b"), 1U) << "and stays found out";
}

TEST_F(RelayAuditTest, OneThatGivesWhatItSignedIsNot) {
  learn("b", b_);
  given("b", 1);
  hear(word(b_, 1));
  hear(word(b_, 2));
  given("b", 2);
  EXPECT_EQ(emptied("b"), 0U) << "before or after its word was heard";
  hear(word(b_, 3));
  EXPECT_EQ(emptied("b"), 1U);
  given("b", 3);
  EXPECT_EQ(emptied("b"), 0U) << "late is not never";
}

TEST_F(RelayAuditTest, AWordThatWasHeardDuringAPullIsNotJudgedByIt) {
  learn("b", b_);
  const std::int64_t before = newest_word(*store_).value();
  hear(word(b_, 1));
  ASSERT_TRUE(judge_words(*store_, "b", before));
  EXPECT_EQ(audit_of(*store_, "b")->broken_words, 0U);
  EXPECT_EQ(emptied("b"), 1U);
}

TEST_F(RelayAuditTest, NobodyIsBlamedByASignatureThatIsNotTheirs) {
  learn("b", b_);
  RelayWord forged = word(a_, 1);
  hear(forged);
  forged.word.fill(3);
  hear(forged);
  RelayWord of_another = word(b_, 2);
  of_another.blob = row(3).blob;
  hear(of_another);
  hear({.day = kToday, .blob = row(4).blob, .word = {}});
  EXPECT_EQ(emptied("b"), 0U);
  EXPECT_EQ(store_->number("SELECT count(*) FROM unknown_word").value(), 3) << "no word is no word";
}

TEST_F(RelayAuditTest, AWordCountsFromWhenItsRelaysKeyIsKnown) {
  hear(word(b_, 1));
  EXPECT_EQ(emptied("b"), 0U);
  learn("b", b_);
  EXPECT_EQ(emptied("b"), 1U);
  EXPECT_EQ(store_->number("SELECT count(*) FROM unknown_word").value(), 0);
}

TEST_F(RelayAuditTest, ANewKeyIsSeenAndTheOldOneStillBinds) {
  learn("b", b_);
  learn("b", b_);
  EXPECT_EQ(audit_of(*store_, "b")->keys, 1U);
  learn("b", a_);
  EXPECT_EQ(audit_of(*store_, "b")->keys, 2U);
  hear(word(b_, 1));
  EXPECT_EQ(emptied("b"), 1U);
}

// b names another key than it signs with, so as not to be found; its operator's word is the truth.
TEST_F(RelayAuditTest, OneThatHidesItsKeyIsFoundByTheOneThatWasBrought) {
  learn("b", a_);
  hear(word(b_, 1));
  EXPECT_EQ(emptied("b"), 0U);
  EXPECT_EQ(unknown_words(*store_).value(), 1U) << "which is told";
  learn("b", b_);
  EXPECT_EQ(emptied("b"), 1U);
  EXPECT_EQ(audit_of(*store_, "b")->keys, 2U);
}

TEST_F(RelayAuditTest, ARelayThatNamesKeyAfterKeyCostsNoMoreThanAFew) {
  for (int i = 0; i < 50; ++i) learn("b", crypto::RelaySigningKey::generate(random_));
  EXPECT_EQ(audit_of(*store_, "b")->keys, 4U);
  ASSERT_TRUE(learn_relay_key(*store_, "b", b_.verify_key().bytes(), instance_, relays_, KeyFrom::kOperator));
  hear(word(b_, 1));
  EXPECT_EQ(emptied("b"), 1U) << "what its operator brings always counts";
}

// Two lie together: a says that b's key is its own. It gives what it handed on, and so b's broken words were nobody's.
TEST_F(RelayAuditTest, NobodyTakesAnothersWordsUponThemselves) {
  learn("b", b_);
  learn("a", b_);
  given("a", 1);
  hear(word(b_, 1));
  EXPECT_EQ(emptied("b"), 1U);
}

TEST_F(RelayAuditTest, WhoseAKeyIsItsOperatorSaysAtLast) {
  learn("a", b_);
  learn("b", b_);
  ASSERT_TRUE(learn_relay_key(*store_, "b", b_.verify_key().bytes(), instance_, relays_, KeyFrom::kOperator));
  learn("a", b_);
  given("a", 1);
  hear(word(b_, 1));
  EXPECT_EQ(emptied("b"), 1U);
  EXPECT_EQ(audit_of(*store_, "a")->keys, 0U);
}

TEST_F(RelayAuditTest, ARelayThatIsCalledAnotherNameKeepsItsKey) {
  learn("a", a_);
  relays_ = {"main", "b"};
  learn("main", a_);
  EXPECT_EQ(audit_of(*store_, "main")->keys, 1U);
}

TEST_F(RelayAuditTest, AKeyThatIsNoneIsPassedOver) {
  ASSERT_TRUE(learn_relay_key(*store_, "b", crypto::VerifyKeyBytes{}, instance_, relays_));
  EXPECT_EQ(audit_of(*store_, "b")->keys, 0U);
}

// A sender puts what is no message, and the copy is signed for: nobody is blamed for what opens nowhere.
TEST_F(RelayAuditTest, AWordForWhatIsNeitherKeptNorFiledHereIsPassedOver) {
  learn("b", b_);
  hear_alone(word(b_, 1), kToday);
  EXPECT_EQ(emptied("b"), 0U);
  hear(word(b_, 2));
  given("a", 2);
  ASSERT_TRUE(forget_given(*store_, id_of(row(2)))) << "it waited here, and no key opened it";
  EXPECT_EQ(emptied("b"), 0U);
  EXPECT_EQ(number("SELECT count(*) FROM relay_gave") + number("SELECT count(*) FROM relay_word"), 0);
}

// What b gave long ago is forgotten; a keeps the envelope and b's word, and shows them then.
TEST_F(RelayAuditTest, NobodyIsBlamedWithAnOldWord) {
  learn("b", b_);
  given("b", 1);
  ASSERT_TRUE(store_->execute("INSERT INTO handled VALUES (?, ?)", id_of(row(1)), kToday));
  ASSERT_TRUE(forget_old_words(*store_, kToday + kGivenDays + 1));
  hear_alone(word(b_, 1), kToday + kGivenDays + 1);
  EXPECT_EQ(emptied("b"), 0U);
  hear_alone(word(b_, 1), kToday - 2);
  EXPECT_EQ(emptied("b"), 0U) << "nor with one of a day that has not come";
  EXPECT_LT(kWordDays + 1, kGivenDays) << "or what it gave could be forgotten first";
}

// An office asks b alone; b hands copies to a, is emptied, and only then a joins with b's words.
TEST_F(RelayAuditTest, WhatWasFiledBeforeAnythingWasNotedBlamesNobody) {
  ASSERT_TRUE(store_->execute("INSERT INTO handled VALUES (?, ?)", id_of(row(1)), kToday));
  learn("b", b_);
  given("a", 1);
  hear(word(b_, 1));
  EXPECT_EQ(emptied("b"), 0U);
  given("a", 2);
  hear(word(b_, 2));
  EXPECT_EQ(emptied("b"), 1U) << "what came after that is noted";
}

TEST_F(RelayAuditTest, OneThatGivesAgainWhatItHasDeletedIsNamedUntilItIsEmpty) {
  EXPECT_FALSE(audit_of(*store_, "b")->emptied_day.has_value());
  for (int i = 1; i < kRepeatsNamed; ++i) ASSERT_TRUE(note_repeat(*store_, "b"));
  EXPECT_FALSE(audit_of(*store_, "b")->repeats) << "a sender can bring that about";
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(note_repeat(*store_, "b"));
  EXPECT_TRUE(audit_of(*store_, "b")->repeats);
  EXPECT_FALSE(audit_of(*store_, "b")->emptied_day.has_value());
  ASSERT_TRUE(note_emptied(*store_, "b", kToday));
  EXPECT_FALSE(audit_of(*store_, "b")->repeats);
  EXPECT_EQ(audit_of(*store_, "b")->emptied_day, kToday);
}

TEST_F(RelayAuditTest, OldRowsGoAndWhatWasFoundOutStays) {
  learn("b", b_);
  given("b", 1);
  hear(word(b_, 2));
  EXPECT_EQ(emptied("b"), 1U);
  hear(word(b_, 3));
  hear(word(a_, 4));
  ASSERT_TRUE(forget_old_words(*store_, kToday + 40));
  EXPECT_EQ(store_->number("SELECT count(*) FROM relay_gave").value(), 1);
  ASSERT_TRUE(forget_old_words(*store_, kToday + 41));
  EXPECT_EQ(store_->number("SELECT count(*) FROM relay_gave").value(), 0);
  EXPECT_EQ(store_->number("SELECT count(*) FROM relay_word").value(), 1);
  EXPECT_EQ(store_->number("SELECT count(*) FROM unknown_word").value(), 0);
  EXPECT_EQ(audit_of(*store_, "b")->broken_words, 1U);
}

}  // namespace
}  // namespace waymark::desk
