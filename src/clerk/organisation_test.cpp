// What the clerk believes of a relay: what is signed and follows, never older than what it has seen or has pinned.
#include "clerk/organisation.h"

#include <gtest/gtest.h>

#include "clerk/limits.h"
#include "clerk/test_relay.h"

namespace waymark::clerk {
namespace {

using testing::kToday;
using testing::TestRelay;

class ClerksOrganisation : public ::testing::Test {
 protected:
  void SetUp() override {
    first_ = *roster::verify_first(relay_.rosters.front());
    // After a quarrel: the keys that signed lists and replies are no longer trusted.
    roster::Roster next = relay_.organisation.next_roster(*first_);
    next.list_key = new_list_key_.verify_key();
    distrusting_ = *roster::verify_next(relay_.organisation.signed_note(next), *first_);
  }
  [[nodiscard]] roster::Floor floor_of(const roster::VerifiedRoster& roster, std::uint32_t list) const {
    return {.roster = *roster::read_pinned(roster.note, relay_.instance), .list_serial = list, .made_day = kToday};
  }
  /// The list of today signed by the new key.
  std::string new_list(std::uint32_t serial) {
    auto list = *roster::verify_day_keys(relay_.list_of(kToday, serial), *first_);
    return roster::write_note(roster::sign_day_keys(list, new_list_key_));
  }

  TestRelay relay_;
  ManualClock clock_{start_of_day(kToday) + std::chrono::hours{12}};
  crypto::SeededRandom random_{77};
  crypto::ListSigningKey new_list_key_ = crypto::ListSigningKey::generate(random_);
  std::optional<roster::VerifiedRoster> first_, distrusting_;
};

TEST_F(ClerksOrganisation, FollowsTheChainInPieces) {
  roster::VerifiedRoster last = *first_;
  for (int i = 0; i < 30; ++i) {
    last = *roster::verify_next(relay_.organisation.signed_note(relay_.organisation.next_roster(last)), last);
    relay_.rosters.push_back(last.note);
  }
  Organisation organisation{relay_.instance, std::nullopt, relay_, clock_};
  ASSERT_TRUE(organisation.refresh().has_value());
  EXPECT_EQ((*organisation.current())->roster.text_hash, last.text_hash);
}

TEST_F(ClerksOrganisation, AClockThatWasSetBackAsksAnew) {
  Organisation organisation{relay_.instance, std::nullopt, relay_, clock_};
  clock_.advance(std::chrono::hours{72});
  ASSERT_TRUE(organisation.refresh().has_value());
  clock_.advance(std::chrono::hours{-72});
  relay_.list = relay_.list_of(kToday, 20);
  organisation.refresh_if_old();
  EXPECT_EQ((*organisation.current())->day_keys.serial, 20U) << "not three days later";
}

TEST_F(ClerksOrganisation, WithoutPinsARestartForgets) {
  relay_.rosters.push_back(distrusting_->note);
  relay_.list = new_list(20);
  {
    Organisation organisation{relay_.instance, std::nullopt, relay_, clock_};
    ASSERT_TRUE(organisation.refresh().has_value());
    relay_.rosters.pop_back();
    relay_.list = relay_.list_of(kToday, 1);
    EXPECT_EQ(organisation.refresh().error().code, Code::kReplayed) << "what was seen is remembered";
    EXPECT_EQ((*organisation.current())->roster.text_hash, distrusting_->text_hash);
  }
  Organisation after{relay_.instance, std::nullopt, relay_, clock_};
  EXPECT_TRUE(after.refresh().has_value()) << "that is what the pins are for";
}

// The roster of before the old keys were distrusted, served again, with a list that the old key signed.
TEST_F(ClerksOrganisation, WithPinsARestartDoesNotForget) {
  Organisation after{relay_.instance, floor_of(*distrusting_, 20), relay_, clock_};
  EXPECT_EQ(after.refresh().error().code, Code::kReplayed);
  relay_.rosters.push_back(distrusting_->note);
  EXPECT_EQ(after.refresh().error().code, Code::kAuthentication) << "the old key's list";
  relay_.list = new_list(19);
  EXPECT_EQ(after.refresh().error().code, Code::kReplayed) << "a list below the floor";
  EXPECT_FALSE(after.current().has_value());
  relay_.list = new_list(20);
  EXPECT_TRUE(after.refresh().has_value());
  EXPECT_TRUE(after.current().has_value());
}

TEST_F(ClerksOrganisation, ARosterThatNamesTheInstanceWithAnotherRootIsRefused) {
  roster::Roster forged = relay_.organisation.next_roster(*first_);
  forged.roots = {relay_.organisation.roots[1].verify_key()};
  forged.list_key = new_list_key_.verify_key();
  const std::string note = roster::write_note(roster::sign_roster(forged, {&relay_.organisation.roots[1], 1}));
  relay_.list = new_list(9);
  for (const std::vector<std::string>& served : {std::vector{note}, std::vector{first_->note, note}}) {
    relay_.rosters = served;
    for (const bool pinned : {false, true}) {
      Organisation organisation{relay_.instance, pinned ? std::optional{floor_of(*first_, 1)} : std::nullopt, relay_,
                                clock_};
      EXPECT_FALSE(organisation.refresh().has_value());
    }
  }
}

TEST_F(ClerksOrganisation, AClockBeforeThePinsIsNamed) {
  Organisation organisation{relay_.instance, floor_of(*first_, 1), relay_, clock_};
  ASSERT_TRUE(organisation.refresh().has_value());
  clock_.set(start_of_day(kToday - 40));
  EXPECT_EQ(organisation.current().error().code, Code::kWrongDay);
}

}  // namespace
}  // namespace waymark::clerk
