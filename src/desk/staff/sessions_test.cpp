#include "desk/staff/sessions.h"

#include <gtest/gtest.h>

#include "desk/staff/roles.h"

namespace waymark::desk {
namespace {

class SessionsTest : public testing::Test {
 protected:
  std::string start(const std::string& alias, std::vector<CompartmentKey> keys = {}) {
    return sessions_.add({.alias = alias,
                          .roles = {},
                          .keys = KeyRing({}, crypto::XWingSeed::generate(random_), std::move(keys)),
                          .lease_until = now_ + kLease,
                          .last_active = now_},
                         random_);
  }
  crypto::SeededRandom random_{1};
  TimePoint now_{Seconds{1'800'000'000}};
  Sessions sessions_;
};

TEST_F(SessionsTest, TokensAreLongAndOwn) {
  const std::string one = start("anna");
  const std::string two = start("anna");
  EXPECT_EQ(one.size(), 43U);
  EXPECT_NE(one, two);
  EXPECT_EQ(one.find_first_of("+/="), std::string::npos);
  EXPECT_TRUE(sessions_.find(one, now_).has_value());
  EXPECT_EQ(sessions_.find("", now_).error().code, Code::kExpired);
  EXPECT_EQ(sessions_.find(one.substr(1), now_).error().code, Code::kExpired);
}

TEST_F(SessionsTest, TheOldestOfAPersonGoesWhenThereAreTooMany) {
  const std::string first = start("anna");
  std::string other = start("boris");
  for (std::size_t count = 0; count < kSessionsPerPersonMax; ++count) {
    now_ += Seconds{1};
    start("anna");
  }
  EXPECT_FALSE(sessions_.find(first, now_).has_value());
  EXPECT_TRUE(sessions_.find(other, now_).has_value());
}

TEST_F(SessionsTest, SweepEndsWhatIsOver) {
  const std::string idle = start("anna");
  now_ += kIdleLock - Seconds{1};
  const std::string fresh = start("boris");
  now_ += Seconds{1};
  sessions_.sweep(now_);
  EXPECT_FALSE(sessions_.has("anna"));
  EXPECT_TRUE(sessions_.has("boris"));
  sessions_.end_all_of("boris");
  EXPECT_TRUE(sessions_.empty());
}

TEST_F(SessionsTest, AClockThatWasSetBackKeepsNoScreenOpen) {
  const std::string left_open = start("anna");
  const std::string at_work = start("boris");
  now_ -= 3 * kLease;
  sessions_.sweep(now_);
  EXPECT_TRUE(sessions_.has("anna")) << "nobody is thrown out for the clock";
  now_ += kIdleLock - Seconds{1};
  ASSERT_TRUE(sessions_.find(at_work, now_).has_value());
  now_ += Seconds{1};
  EXPECT_EQ(sessions_.peek(left_open, now_).error().code, Code::kExpired);
  EXPECT_TRUE(sessions_.peek(at_work, now_).has_value());
}

TEST_F(SessionsTest, AClockThatWasSetBackMakesNoLeaseLonger) {
  const std::string token = start("anna");
  now_ -= 3 * kLease;
  for (Seconds passed{0}; passed < kLease; passed += kIdleLock / 2, now_ += kIdleLock / 2)
    ASSERT_TRUE(sessions_.find(token, now_).has_value());
  EXPECT_EQ(sessions_.find(token, now_).error().code, Code::kExpired);
}

TEST_F(SessionsTest, FindsSomebodyOfACompartment) {
  start("anna");
  EXPECT_EQ(sessions_.any_with(Compartment::kFirstLine), nullptr);
  std::vector<CompartmentKey> keys;
  keys.push_back(CompartmentKey::generate(Compartment::kFirstLine, 1, random_));
  const std::string token = start("boris", std::move(keys));
  ASSERT_NE(sessions_.any_with(Compartment::kFirstLine), nullptr);
  EXPECT_EQ(sessions_.any_with(Compartment::kFirstLine)->alias, "boris");
  EXPECT_EQ(sessions_.end(token), "boris");
  EXPECT_EQ(sessions_.end(token), std::nullopt);
  EXPECT_EQ(sessions_.any_with(Compartment::kFirstLine), nullptr);
}

TEST(Roles, GiveTheirCompartmentsAndNoMore) {
  using C = Compartment;
  EXPECT_EQ(compartments_of(std::vector<std::string>{"first_line"}), (std::vector{C::kTeam, C::kFirstLine}));
  EXPECT_EQ(compartments_of(std::vector<std::string>{"lead"}),
            (std::vector{C::kTeam, C::kFirstLine, C::kFirstLineLead}));
  EXPECT_EQ(compartments_of(std::vector<std::string>{"coordinator"}),
            (std::vector{C::kTeam, C::kCoordinator, C::kFirstLine}));
  EXPECT_EQ(compartments_of(std::vector<std::string>{"lawyer"}), (std::vector{C::kTeam, C::kClosed}));
  EXPECT_EQ(compartments_of(std::vector<std::string>{"analyst"}), (std::vector{C::kTeam}));
  EXPECT_FALSE(is_role("king"));
}

}  // namespace
}  // namespace waymark::desk
