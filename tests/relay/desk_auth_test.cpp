// The limits of what the desk's listener accepts, to the second and to the call.
#include "relay/desk_auth.h"

#include <gtest/gtest.h>

#include "base/encoding.h"
#include "office.h"

namespace waymark::relay {
namespace {

constexpr std::uint32_t kDay = 20'779;
constexpr std::string_view kPath = "/desk/v1/status";

class DeskAuthLimits : public testing::Test {
 protected:
  void SetUp() override { office_.call_relay("relay", run_); }
  DeskAuth auth_with_room_for(std::size_t nonces) {
    return {office_.transport_key(), {.instance = office_.instance(), .name = "relay", .run = run_}, clock_, nonces};
  }
  std::string signed_now() { return office_.auth(kPath, {}, clock_.now()); }
  static std::string said(const Result<void>& result) {
    return result.has_value() ? "ok" : std::string{name_of(result.error().code)};
  }
  Office office_{kDay};
  RunId run_{7};
  ManualClock clock_{start_of_day(kDay)};
};

TEST_F(DeskAuthLimits, TheClocksMayBe300SecondsApartAndNoMore) {
  DeskAuth auth = auth_with_room_for(100);
  const TimePoint now = clock_.now();
  for (const auto& [offset, answer] : std::vector<std::pair<int, std::string>>{
           {-301, "wrong-day"}, {-300, "ok"}, {-299, "ok"}, {299, "ok"}, {300, "ok"}, {301, "wrong-day"}})
    EXPECT_EQ(said(auth.check(office_.auth(kPath, {}, now + Seconds{offset}), kPath, {})), answer) << offset;
}

TEST_F(DeskAuthLimits, ANonceIsRememberedAsLongAsItsCallCouldBeAccepted) {
  DeskAuth auth = auth_with_room_for(100);
  // Signed by a clock that is 300 s ahead: good for 600 s from now, to the last second.
  const std::string early = office_.auth(kPath, {}, clock_.now() + Seconds{300});
  EXPECT_EQ(said(auth.check(early, kPath, {})), "ok");
  for (int second = 1; second <= 600; ++second) {
    clock_.advance(Seconds{1});
    if (second % 60 != 0 && second < 599) continue;
    EXPECT_EQ(said(auth.check(early, kPath, {})), "replayed") << second;
  }
  clock_.advance(Seconds{1});
  EXPECT_EQ(said(auth.check(early, kPath, {})), "wrong-day");
}

TEST_F(DeskAuthLimits, OldNoncesMakeRoomOnceAMinute) {
  DeskAuth auth = auth_with_room_for(2);
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "ok");
  clock_.advance(Seconds{1});
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "ok");
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "rate-limited") << "two are remembered";
  clock_.advance(Seconds{599});
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "rate-limited") << "both are still worth remembering";
  clock_.advance(Seconds{60});
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "ok");
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "ok");
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "rate-limited");
}

TEST_F(DeskAuthLimits, TheLookForOldOnesComesAfterAMinuteAndNotBefore) {
  DeskAuth auth = auth_with_room_for(2);
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "ok");  // looks
  clock_.advance(Seconds{1});
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "ok");
  clock_.advance(Seconds{600});
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "ok");  // looks: the first is 601 s old, the second 600
  clock_.advance(Seconds{59});
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "rate-limited") << "the second is old, but nobody has looked";
  clock_.advance(Seconds{1});
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "ok");
}

// Relay and desk on one machine, whose clock was three days ahead: nothing was forgotten for three days, and the desk
// was shut out once the room was used up.
TEST_F(DeskAuthLimits, AClockThatWasSetBackShutsNobodyOut) {
  DeskAuth auth = auth_with_room_for(3);
  const std::string ahead = signed_now();
  EXPECT_EQ(said(auth.check(ahead, kPath, {})), "ok");
  clock_.advance(Seconds{-72 * 3'600});
  for (int call = 0; call < 2; ++call) EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "ok");
  clock_.advance(Seconds{661});
  for (int call = 0; call < 2; ++call) EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "ok");
  clock_.set(start_of_day(kDay));
  EXPECT_EQ(said(auth.check(ahead, kPath, {})), "replayed") << "what was signed ahead of time";
}

TEST_F(DeskAuthLimits, ACallIsForOneOrganisationOneRelayAndOneRun) {
  DeskAuth auth = auth_with_room_for(100);
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "ok");
  RunId other = run_;
  other[15] ^= 1U;
  office_.call_relay("relay", other);
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "expired");
  office_.call_relay("relay2", run_);
  EXPECT_EQ(said(auth.check(signed_now(), kPath, {})), "authentication");
  office_.call_relay("relay", run_);
  crypto::InstanceId elsewhere = office_.instance();
  elsewhere.bytes[31] ^= 1U;
  DeskAuth stranger{office_.transport_key(), {.instance = elsewhere, .name = "relay", .run = run_}, clock_};
  EXPECT_EQ(said(stranger.check(signed_now(), kPath, {})), "authentication");
}

}  // namespace
}  // namespace waymark::relay
