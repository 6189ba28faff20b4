#include "relay/gate.h"

#include <gtest/gtest.h>

namespace waymark::relay {
namespace {

constexpr Quotas kUsual{};  // 600 an hour without work: bursts of 60, a level more for each 15

class GateTest : public testing::Test {
 protected:
  void open(const Quotas& quotas = kUsual) { gate_ = std::make_unique<Gate>(quotas, instance_, key(), clock_, log_); }
  static work::ChallengeKey key() {
    work::ChallengeKey key;
    key.writable()[0] = 5;
    return key;
  }
  /// What becomes of one in a store that takes in all that the gate lets in.
  Entry put(const std::optional<work::Pass>& pass = {}, bool token_is_good = false) {
    const Admission admission = gate_->admit(row_, pass);
    const bool plain = admission.plain == Entry::kOpen;
    const bool by_token = !plain && token_is_good && admission.by_token == Entry::kOpen;
    if (plain || by_token) arrived(admission, plain ? Way::kPlain : Way::kToken);
    gate_->settled(admission, plain || by_token);
    if (plain || by_token) return Entry::kOpen;
    return token_is_good ? admission.by_token : admission.plain;
  }
  void put_many(int count) {
    for (int i = 0; i < count; ++i) (void)put();
  }
  work::Pass work_for(const work::Demand& demand, std::optional<std::uint8_t> level = {}) {
    const auto nonce =
        work::solve({instance_, row_, demand.challenge}, level.value_or(demand.level), random_, [] { return true; });
    return work::DoneWork{.epoch = demand.epoch, .nonce = *nonce};
  }
  /// Work that gives fewer zeros than are asked at the least.
  work::Pass too_little_for(const work::Demand& demand) {
    while (true) {
      const work::DoneWork done{.epoch = demand.epoch, .nonce = random_.array<work::kNonceBytes>()};
      if (!work::check({instance_, row_, demand.challenge}, done.nonce, work::kUsualLevel)) return done;
    }
  }
  static work::Pass token() { return work::Token{1, 2, 3}; }
  long lines(std::string_view line) const { return std::ranges::count(lines_, line); }

  ManualClock clock_{start_of_day(20'779) + std::chrono::hours{12}};
  std::vector<std::string> lines_;
  Log log_{[this](std::string_view line) { lines_.emplace_back(line); }};
  crypto::InstanceId instance_{};
  RowId row_{9};
  crypto::SeededRandom random_{7};
  std::unique_ptr<Gate> gate_;
};

TEST_F(GateTest, BelowABurstNothingIsAsked) {
  open();
  for (int i = 0; i < 60; ++i) EXPECT_EQ(put(), Entry::kOpen) << i;
  EXPECT_EQ(put(), Entry::kWork);
  EXPECT_EQ(gate_->demand().level, work::kUsualLevel);
  clock_.advance(Seconds{60});
  EXPECT_EQ(put(), Entry::kOpen) << "ten a minute come free";
}

TEST_F(GateTest, TheSteadyRateOfAnHourIsNeverAsked) {
  open();
  for (int i = 0; i < 700; ++i) {
    ASSERT_EQ(put(), Entry::kOpen) << i;
    clock_.advance(Seconds{6});
  }
}

TEST_F(GateTest, ThoseWhoAreUnderWayCountToo) {
  open();
  std::vector<Admission> all;
  for (int i = 0; i < 100; ++i) all.push_back(gate_->admit(row_, {}));
  EXPECT_EQ(std::ranges::count(all, Entry::kOpen, &Admission::plain), 60) << "a thousand at once are a burst";
  for (const Admission& one : all) gate_->settled(one, false);
  clock_.advance(Seconds{60});
  EXPECT_EQ(put(), Entry::kOpen) << "none of them was stored";
}

TEST_F(GateTest, WorkOpensAndCountsForNoOtherRow) {
  open();
  put_many(60);
  const work::Demand demand = gate_->demand();
  EXPECT_EQ(put(too_little_for(demand)), Entry::kWork);
  const work::Pass pass = work_for(demand);
  EXPECT_EQ(put(pass), Entry::kOpen);
  int passed = 0;
  for (std::uint8_t other = 10; other < 20; ++other) {
    row_ = {other};
    passed += put(pass) == Entry::kOpen ? 1 : 0;
  }
  EXPECT_LE(passed, 1) << "replayed for other rows";
}

TEST_F(GateTest, TheLevelFollowsTheLoadAndEndsAtTheMost) {
  open();
  put_many(60);
  std::uint8_t before = work::kUsualLevel;
  for (int minute = 0; minute < 12; ++minute) {
    const work::Demand demand = gate_->demand();
    EXPECT_GE(demand.level, before);
    EXPECT_LE(demand.level - before, 3);
    before = demand.level;
    for (int i = 0; i < 50; ++i) {  // a flooder who works: what it costs is not tried here
      const Admission admission = gate_->admit(row_, {});
      arrived(admission, Way::kPlain);
      gate_->settled(admission, true);
    }
    clock_.advance(Seconds{60});
  }
  EXPECT_EQ(gate_->demand().level, work::kMostLevel);
  // However long it was: minutes after its end nothing is asked.
  clock_.advance(std::chrono::minutes{13});
  EXPECT_EQ(gate_->state().level, 0);
  EXPECT_EQ(put(), Entry::kOpen);
}

TEST_F(GateTest, APassIsTakenInItsEpochAndNineMoreAtTheLevelOfItsOwn) {
  open();
  put_many(60);
  const work::Demand demand = gate_->demand();
  const work::Pass pass = work_for(demand);
  for (int minute = 1; minute <= 12; ++minute) {
    clock_.advance(Seconds{60});
    for (int i = 0; i < 60; ++i) {
      const Admission flood = gate_->admit(row_, {});
      arrived(flood, Way::kPlain);
      gate_->settled(flood, true);
    }
    const Entry entry = put(pass);
    EXPECT_EQ(entry, minute <= 9 ? Entry::kOpen : Entry::kWork) << minute;
  }
  EXPECT_GT(gate_->demand().level, demand.level);
}

TEST_F(GateTest, APassOfAnEpochToComeOrOfNoneIsNone) {
  open();
  put_many(60);
  const work::Demand now = gate_->demand();
  for (const std::uint32_t epoch : {now.epoch + 1, now.epoch + 1'000, now.epoch - 10, 0U, 0xffff'ffffU}) {
    const work::Demand other{.level = 9, .epoch = epoch, .challenge = work::challenge_of(key(), epoch)};
    EXPECT_EQ(put(work_for(other)), Entry::kWork) << epoch;
  }
}

// Two relays on one database: the other one asked in an epoch in which this one had no reason to.
TEST_F(GateTest, NoEpochIsCheaperThanTheUsualLevel) {
  open();
  const work::Demand calm = gate_->demand();
  put();
  clock_.advance(Seconds{60});
  put_many(60);
  EXPECT_EQ(put(too_little_for(calm)), Entry::kWork);
  EXPECT_EQ(put(work_for(calm, work::kUsualLevel)), Entry::kOpen);
}

TEST_F(GateTest, ARelayThatWasStartedAnewTakesWorkOfBefore) {
  open();
  put_many(60);
  const work::Pass pass = work_for(gate_->demand());
  open();
  put_many(60);
  EXPECT_EQ(put(pass), Entry::kOpen) << "the challenge is made of the key, not kept";
}

TEST_F(GateTest, TokensPassAndDoNotRaiseTheLevel) {
  open();
  put_many(60);
  for (int i = 0; i < 200; ++i) EXPECT_EQ(put(token(), true), Entry::kOpen);
  EXPECT_EQ(put(token(), false), Entry::kWork);
  clock_.advance(Seconds{60});
  EXPECT_EQ(put(), Entry::kOpen);
}

TEST_F(GateTest, TheLastPlacesOfTheHourAreForTokens) {
  Quotas quotas{.work_from = 100'000, .per_hour = 100, .token_reserve = 20};
  open(quotas);
  for (int i = 0; i < 80; ++i) EXPECT_EQ(put(), Entry::kOpen) << i;
  EXPECT_EQ(put(), Entry::kFull);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(put(token(), true), Entry::kOpen) << i;
  EXPECT_EQ(put(token(), true), Entry::kFull);
  EXPECT_TRUE(gate_->state().hour_full);
  clock_.advance(std::chrono::minutes{59});
  EXPECT_EQ(put(), Entry::kFull);
  clock_.advance(std::chrono::minutes{1});
  EXPECT_EQ(put(), Entry::kOpen);
  EXPECT_FALSE(gate_->state().hour_full);
  EXPECT_EQ(lines("hour-full"), 1);
  EXPECT_EQ(lines("hour-has-room"), 1);
}

TEST_F(GateTest, WhoHasATokenIsAskedAlsoWhereTheHourIsFull) {
  open({.work_from = 10, .per_hour = 24, .token_reserve = 4});
  put_many(20);
  EXPECT_EQ(put(), Entry::kWork) << "so that the page shows its token";
  EXPECT_EQ(put(work_for(gate_->demand())), Entry::kFull);
  EXPECT_EQ(put(token(), true), Entry::kOpen);
}

TEST_F(GateTest, AFloodIsTwoLines) {
  open();
  for (int minute = 0; minute < 30; ++minute) {
    put_many(100);
    clock_.advance(Seconds{60});
  }
  EXPECT_TRUE(gate_->state().asking);
  EXPECT_EQ(lines("work-asked"), 1) << "though it was asked anew in every minute";
  EXPECT_EQ(lines("work-no-longer-asked"), 0);
  clock_.advance(std::chrono::minutes{11});
  EXPECT_FALSE(gate_->state().asking);
  EXPECT_EQ(lines("work-no-longer-asked"), 1);
}

TEST_F(GateTest, CopiesOfKnownRelaysAreAskedForNothingAndCountNowhere) {
  open();
  for (int i = 0; i < 500; ++i) {
    const Admission known = gate_->admit_copy(true);
    EXPECT_EQ(known.plain, Entry::kOpen);
    gate_->settled(known, true);
  }
  EXPECT_EQ(put(), Entry::kOpen);
  put_many(60);
  EXPECT_EQ(gate_->admit_copy(false).plain, Entry::kWork);
  EXPECT_EQ(gate_->admit_copy(true).plain, Entry::kOpen);
}

// Three days both ways, and 1970: never locked out for longer than the flood, never a crash.
TEST_F(GateTest, ClocksThatJumpLockNobodyOut) {
  const TimePoint noon = clock_.now();
  const std::array<TimePoint, 5> jumps{noon + std::chrono::days{3}, noon - std::chrono::days{3}, TimePoint{},
                                       TimePoint{Seconds{-5}}, TimePoint{Seconds{4'294'967'295LL * 60}}};
  for (const TimePoint jump : jumps) {
    clock_.set(noon);
    open({.per_hour = 100, .token_reserve = 0});
    put_many(80);
    clock_.set(jump);
    EXPECT_NE(put(work_for(gate_->demand())), Entry::kWork);
    for (int minute = 0; minute < 15; ++minute) {
      clock_.advance(Seconds{60});
      gate_->state();
    }
    EXPECT_EQ(put(), Entry::kOpen);
    clock_.set(noon);
    EXPECT_NE(put(work_for(gate_->demand())), Entry::kWork);
    clock_.advance(std::chrono::minutes{61});
    EXPECT_EQ(put(), Entry::kOpen);
  }
}

}  // namespace
}  // namespace waymark::relay
