// One office, three relays: everything is pulled from all, filed once, pushed to all; one that lies is named.
#include "crypto/sign_relay.h"
#include "crypto/verify/hash.h"
#include "office_story.h"

namespace waymark::desk {
namespace {

class SeveralRelays : public OfficeStory {
 protected:
  void SetUp() override {
    OfficeStory::SetUp();
    join();
  }
  void join() {
    office_->upkeep().know_relays({"relay", "b", "c"});
    b_courier_ = std::make_unique<Courier>(*office_, b_, clock_, "b");
    c_courier_ = std::make_unique<Courier>(*office_, c_, clock_, "c");
  }
  void again() {
    b_courier_.reset();
    c_courier_.reset();
    restart();
    join();
  }
  /// One round with each; what a relay that is down says is its own matter.
  void rounds() {
    for (Courier* courier : {courier_.get(), b_courier_.get(), c_courier_.get()}) (void)courier->round();
  }
  Bytes sealed(std::string_view text) {
    const Requester requester = Requester::make(random_);
    const envelope::Message message = message_from(requester, text);
    return envelope::seal_message(message, day_key_of(message.day), random_).value().take();
  }
  RowId row_of(const Bytes& blob) const {
    ByteWriter prefix;
    const crypto::Sha256 hash = crypto::sha256({prefix.u32(today()).view(), blob});
    RowId id;
    std::copy_n(hash.begin(), id.size(), id.begin());
    return id;
  }
  crypto::Signature word(const crypto::RelaySigningKey& key, const Bytes& blob) const {
    return key.sign({view_of("waymark/v1/kept\n"), instance_.bytes, row_of(blob)});
  }
  RelayHealth health_of(const SessionToken& token, std::string_view name) {
    const Health health = office_->oversight().health(token).value();
    for (const RelayHealth& relay : health.relays)
      if (relay.name == name) return relay;
    return {};
  }
  MemoryRelay b_{clock_};
  MemoryRelay c_{clock_};
  std::unique_ptr<Courier> b_courier_;
  std::unique_ptr<Courier> c_courier_;
};

TEST_F(SeveralRelays, WhatComesFromAllIsFiledOnceAndAcknowledgedEverywhere) {
  rounds();
  const SessionToken token = sign_in(*mira_);
  const Bytes blob = sealed("одно и то же");
  for (MemoryRelay* relay : {&relay_, &b_, &c_}) relay->put(today(), blob);
  b_.put(today(), sealed("только здесь"));
  rounds();
  EXPECT_EQ(office_->list().rows(token)->size(), 2U);
  EXPECT_TRUE(refused(token).empty()) << "a second copy of the same row is nothing to count";
  for (const MemoryRelay* relay : {&relay_, &b_, &c_}) EXPECT_EQ(relay->waiting(), 0U);
  EXPECT_EQ(b_.rosters().size(), 1U) << "what is published is published to all";
  EXPECT_FALSE(c_.day_list().empty());
}

TEST_F(SeveralRelays, WhileNobodyIsSignedInItWaitsHereOnce) {
  rounds();
  const Bytes blob = sealed("ночью");
  for (MemoryRelay* relay : {&relay_, &b_, &c_}) relay->put(today(), blob);
  rounds();
  again();
  for (MemoryRelay* relay : {&relay_, &b_}) relay->put(today(), blob);
  rounds();
  const SessionToken token = sign_in(*mira_);
  EXPECT_EQ(office_->oversight().health(token)->unopened, 1U);
  rounds();
  EXPECT_EQ(office_->list().rows(token)->size(), 1U);
}

TEST_F(SeveralRelays, AReplyReachesEachRelayWheneverThatIsBack) {
  rounds();
  const Requester soldier = Requester::make(random_);
  send(soldier, "вопрос");
  const SessionToken token = sign_in(*mira_);
  rounds();
  const CaseId id = only_case(token);
  ASSERT_TRUE(office_->cases().take(token, id).has_value());
  ASSERT_TRUE(office_->answers().hold_reply(token, id, "ответ").has_value());
  clock_.advance(kReplyHold);
  c_.down = true;
  rounds();
  EXPECT_EQ(relay_.replies().size(), 1U);
  EXPECT_EQ(b_.replies().size(), 1U);
  EXPECT_EQ(office_->oversight().health(token)->replies_waiting, 0U) << "the requester can have it";
  again();
  c_.down = false;
  rounds();
  EXPECT_EQ(c_.replies(), relay_.replies());
  auto store = open_desk_store(file()).value();
  EXPECT_EQ(store->number("SELECT count(*) FROM outbound WHERE blob IS NOT NULL").value(), 0)
      << "wiped once all have it";
  EXPECT_EQ(store->number("SELECT count(*) FROM outbound_at").value(), 0);
}

TEST_F(SeveralRelays, WhatARelayNeverTakesIsWipedWhenNobodyAsksForItAnyMore) {
  rounds();
  send(Requester::make(random_), "вопрос");
  const SessionToken token = sign_in(*mira_);
  rounds();
  const CaseId id = only_case(token);
  ASSERT_TRUE(office_->cases().take(token, id).has_value());
  ASSERT_TRUE(office_->answers().hold_reply(token, id, "ответ").has_value());
  clock_.advance(kReplyHold);
  c_.down = true;
  rounds();
  clock_.advance(Seconds{50 * 86'400});
  rounds();
  auto store = open_desk_store(file()).value();
  EXPECT_EQ(store->number("SELECT count(*) FROM outbound WHERE blob IS NOT NULL").value(), 0);
  EXPECT_EQ(store->number("SELECT count(*) FROM outbound WHERE state = 1").value(), 1) << "it had reached two";
}

// b is killed, the first one hangs, c answers "kept" and keeps nothing: the message is filed, and c is named.
TEST_F(SeveralRelays, TheOneThatLiesIsNamedAndNothingIsLost) {
  const auto key = crypto::RelaySigningKey::generate(random_);
  c_.key = key.verify_key().bytes();
  rounds();
  SessionToken token = sign_in(*mira_);
  EXPECT_EQ(health_of(token, "c").broken_words, 0U);
  const Bytes blob = sealed("важное");
  b_.put(today(), blob);
  b_.words_for[row_of(blob)] = word(key, blob);
  relay_.down = true;
  rounds();
  EXPECT_EQ(office_->list().rows(token)->size(), 1U) << "one honest relay is enough";
  EXPECT_EQ(health_of(token, "c").broken_words, 1U) << "it had signed";
  EXPECT_EQ(health_of(token, "b").broken_words, 0U);
  EXPECT_FALSE(health_of(token, "relay").reachable);
  again();
  token = sign_in(*mira_);
  EXPECT_EQ(health_of(token, "c").broken_words, 1U) << "also after a restart";
}

TEST_F(SeveralRelays, OneThatIsBlockedIsNotCalledALiar) {
  const auto key = crypto::RelaySigningKey::generate(random_);
  c_.key = key.verify_key().bytes();
  rounds();
  const SessionToken token = sign_in(*mira_);
  const Bytes blob = sealed("важное");
  b_.put(today(), blob);
  c_.put(today(), blob);
  b_.words_for[row_of(blob)] = word(key, blob);
  c_.down = true;
  rounds();
  rounds();
  EXPECT_EQ(health_of(token, "c").broken_words, 0U) << "who cannot answer has broken no word";
  c_.down = false;
  rounds();
  EXPECT_EQ(health_of(token, "c").broken_words, 0U);
  EXPECT_EQ(office_->list().rows(token)->size(), 1U);
}

// A relay that hands out again and again what was acknowledged.
TEST_F(SeveralRelays, WhatIsReplayedIsFiledOnce) {
  rounds();
  const SessionToken token = sign_in(*mira_);
  const Bytes blob = sealed("раз");
  for (int i = 0; i < 3; ++i) {
    c_.put(today(), blob);
    rounds();
  }
  EXPECT_EQ(office_->list().rows(token)->size(), 1U);
}

// One that answers every acknowledgement and gives the same for ever: it is named, and a round ends.
TEST_F(SeveralRelays, OneThatNeverDeletesIsNamed) {
  rounds();
  const SessionToken token = sign_in(*mira_);
  for (int i = 0; i < 3; ++i) c_.put(today(), sealed("раз " + std::to_string(i)));
  c_.forgets_nothing = true;
  rounds();
  EXPECT_EQ(office_->list().rows(token)->size(), 3U);
  EXPECT_FALSE(health_of(token, "c").repeats) << "a sender who puts it again in that moment is no reason";
  rounds();
  rounds();
  EXPECT_TRUE(health_of(token, "c").repeats);
  EXPECT_FALSE(health_of(token, "relay").repeats || health_of(token, "b").repeats);
  EXPECT_EQ(office_->list().rows(token)->size(), 3U);
  c_.forgets_nothing = false;
  rounds();
  EXPECT_FALSE(health_of(token, "c").repeats) << "it is in order again";
}

TEST_F(SeveralRelays, OneThatCallsEveryPlaceOccupiedUndoesNoReply) {
  rounds();
  send(Requester::make(random_), "вопрос");
  const SessionToken token = sign_in(*mira_);
  rounds();
  const CaseId id = only_case(token);
  ASSERT_TRUE(office_->cases().take(token, id).has_value());
  ASSERT_TRUE(office_->answers().hold_reply(token, id, "ответ").has_value());
  clock_.advance(kReplyHold);
  relay_.calls_all_occupied = true;
  rounds();
  EXPECT_EQ(b_.replies().size(), 1U);
  EXPECT_EQ(c_.replies().size(), 1U);
  auto store = open_desk_store(file()).value();
  EXPECT_EQ(store->number("SELECT count(*) FROM outbound WHERE state = 1 AND blob IS NULL").value(), 1);
}

// The order in which a second relay is set up: it has copies, with the first one's word, of what the desk has long
// fetched from the first.
TEST_F(SeveralRelays, TheFirstIsNotBlamedForWhatItGaveBeforeTheSecondJoined) {
  office_->upkeep().know_relays({"relay"});
  (void)courier_->round();
  SessionToken token = sign_in(*mira_);
  const auto key = crypto::RelaySigningKey::generate(random_);
  relay_.key = key.verify_key().bytes();
  const Bytes opened = sealed("до второго");
  relay_.put(today(), opened);
  (void)courier_->round();
  ASSERT_EQ(office_->list().rows(token)->size(), 1U);
  office_->doors().sign_out(token);
  const Bytes waiting = sealed("ждёт");
  relay_.put(today(), waiting);
  (void)courier_->round();
  join();
  for (const Bytes& blob : {opened, waiting}) {
    b_.put(today(), blob);
    b_.words_for[row_of(blob)] = word(key, blob);
  }
  rounds();
  rounds();
  token = sign_in(*mira_);
  rounds();
  EXPECT_EQ(health_of(token, "relay").broken_words, 0U);
  EXPECT_EQ(office_->list().rows(token)->size(), 2U);
}

// What no key opens can be copied and signed for like everything else.
TEST_F(SeveralRelays, NobodyIsBlamedForWhatIsNoMessage) {
  const auto key = crypto::RelaySigningKey::generate(random_);
  c_.key = key.verify_key().bytes();
  rounds();
  const SessionToken token = sign_in(*mira_);
  Bytes junk = sealed("x");
  junk.back() ^= 1U;
  b_.put(today(), junk);
  b_.words_for[row_of(junk)] = word(key, junk);
  rounds();
  rounds();
  EXPECT_EQ(health_of(token, "c").broken_words, 0U);
  auto store = open_desk_store(file()).value();
  EXPECT_EQ(store->number("SELECT count(*) FROM relay_gave").value(), 0) << "nor does it take room here";
}

TEST_F(SeveralRelays, DayKeysAreKeptUntilEveryRelayWasEmptied) {
  rounds();
  (void)sign_in(*mira_);
  c_.down = true;
  const auto seeds = [&] {
    auto store = open_desk_store(file()).value();
    return store->number("SELECT count(*) FROM day_key WHERE seed_file IS NOT NULL AND day <= ?", unix_day(kStart))
        .value();
  };
  const std::int64_t before = seeds();
  ASSERT_GT(before, 0);
  for (int day = 0; day < 8; ++day) {
    clock_.advance(Seconds{86'400});
    rounds();
  }
  EXPECT_EQ(seeds(), before) << "what waits at the relay that is away must still open";
  c_.down = false;
  rounds();
  rounds();
  EXPECT_LT(seeds(), before);
}

}  // namespace
}  // namespace waymark::desk
