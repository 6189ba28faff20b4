// A night's flood: what waits here unopened has a limit, the rest stays at the relay, and nothing real is lost in it.
#include <algorithm>
#include <atomic>
#include <thread>

#include "office_story.h"

namespace waymark::desk {
namespace {

class Flood : public OfficeStory {
 protected:
  void SetUp() override {
    OfficeStory::SetUp();
    inbound_max_ = 100;
    restart();
  }
  /// The right frame and nothing that opens: what anybody can make without a key.
  void put_rubbish(unsigned count) {
    if (rubbish_.empty()) {
      const auto stranger = crypto::xwing_public_key(crypto::XWingSeed::generate(random_));
      rubbish_ = envelope::seal_plaintext(Bytes(envelope::kPlaintextBytes), stranger, random_).value().take();
    }
    for (unsigned i = 0; i < count; ++i) {
      Bytes blob = rubbish_;
      const auto tail = random_.array<16>();
      std::ranges::copy(tail, blob.end() - 16);
      relay_.put(today(), std::move(blob));
    }
  }
  std::int64_t kept() { return open_desk_store(file()).value()->number("SELECT count(*) FROM inbound").value(); }
  Bytes rubbish_;
};

TEST_F(Flood, AtNightTheDeskKeepsItsLimitAndTheRestStaysAtTheRelay) {
  send(Requester::make(random_), "до наплыва");
  put_rubbish(250);
  send(Requester::make(random_), "после наплыва");
  for (int i = 0; i < 4; ++i) round();
  EXPECT_EQ(kept(), 100);
  EXPECT_EQ(relay_.waiting(), 152U) << "not acknowledged, so its own limits bite";
  EXPECT_TRUE(round().left_at_relay);

  const SessionToken token = sign_in(*mira_);
  const Health night = office_->oversight().health(token).value();
  EXPECT_EQ(night.unopened, 100U);
  EXPECT_EQ(night.unopened_max, 100U);
  for (int i = 0; i < 6; ++i) round();
  EXPECT_EQ(relay_.waiting(), 0U);
  EXPECT_EQ(kept(), 0);
  EXPECT_EQ(office_->list().rows(token)->size(), 2U) << "both requests, and none of the rubbish";
  EXPECT_EQ(refused(token).at("not-for-us"), 250U);
}

TEST_F(Flood, WhatIsNoEnvelopeByItsFrameTakesNoPlaceAtNight) {
  for (std::uint8_t i = 0; i < 50; ++i) relay_.put(today(), Bytes(envelope::kEnvelopeBytes, i));
  round();
  EXPECT_EQ(kept(), 0);
  const SessionToken token = sign_in(*mira_);
  EXPECT_EQ(refused(token).at("malformed"), 50U);
}

TEST_F(Flood, SeedsAreNotDestroyedWhileTheRelayStillHoldsWhatDidNotFit) {
  put_rubbish(150);
  send(Requester::make(random_), "ждёт на сервере");
  round();
  clock_.advance(Seconds{6 * 86'400});
  round();
  round();
  const SessionToken token = sign_in(*mira_);
  for (int i = 0; i < 4; ++i) round();
  EXPECT_EQ(office_->list().rows(token)->size(), 1U) << "its day is long over, its key was kept";
}

TEST_F(Flood, ScreensAreAnsweredWhileItIsOpened) {
  inbound_max_ = 2'000;
  restart();
  put_rubbish(640);
  while (relay_.waiting() > 0) round();
  const SessionToken token = sign_in(*mira_);
  std::atomic<bool> done = false;
  std::thread filing([&] {
    while (kept() > 0) (void)courier_->round();
    done = true;
  });
  unsigned answered = 0;
  while (!done) answered += office_->list().change_counter(token).has_value() ? 1 : 0;
  filing.join();
  // Ten transactions of 64: with a lock that is handed on in order, a screen gets its turn between any two of them.
  EXPECT_GE(answered, 8U);
}

}  // namespace
}  // namespace waymark::desk
