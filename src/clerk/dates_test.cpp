// Old keys, keys of days to come and clocks that are wrong, as a person sees them.
#include <gtest/gtest.h>

#include "clerk/test_office.h"

namespace waymark::clerk {
namespace {

using testing::Browser;
using testing::kToday;
using testing::Office;
using testing::walk_to_send;

// Nobody fetches a new list for 25 days, or somebody keeps it back: sealing goes on for two days and then never again.
TEST(ClerksDates, NeverSealsToAKeyOfOldDays) {
  for (const std::uint32_t later : {0U, 1U, 2U, 3U, 25U}) {
    Office office;
    office.clock.advance(std::chrono::hours{24} * later);
    Browser browser{office.routes};
    walk_to_send(browser, {{"text", "late"}}, "en");
    browser.press("go_send");
    EXPECT_EQ(office.relay.puts.size(), later <= 2 ? 1U : 0U) << later;
    if (later <= 2) continue;
    EXPECT_EQ(browser.response().status, 503);
    EXPECT_TRUE(browser.shows("keys so old")) << "it says why";
    EXPECT_TRUE(browser.shows("22 Nov")) << "and of which day they are";
    EXPECT_TRUE(browser.shows(later == 3 ? "25 Nov" : "17 Dec")) << "and what its own clock shows";
  }
}

TEST(ClerksDates, AListFromTheFutureNamesTheClock) {
  Office office;
  office.relay.list = office.relay.list_of(kToday + 5, 6);
  ASSERT_TRUE(office.clerk->refresh().has_value());
  Browser browser{office.routes};
  walk_to_send(browser, {{"text", "early"}}, "en");
  browser.press("go_send");
  EXPECT_TRUE(office.relay.puts.empty());
  EXPECT_TRUE(browser.shows("seems to be behind"));
  EXPECT_TRUE(browser.shows("27 Nov"));
}

TEST(ClerksDates, ARelayThatDoesNotTakeTheDayIsOfferedTheOtherNearOne) {
  Office office;
  office.relay.next_put = PutAnswer::kWrongDay;
  Browser browser{office.routes};
  walk_to_send(browser, {{"text", "midnight"}}, "en");
  browser.press("go_send");
  EXPECT_EQ(browser.response().status, 503);
  EXPECT_EQ(office.relay.asked_days, (std::vector<std::uint32_t>{kToday, kToday + 1}));
}

}  // namespace
}  // namespace waymark::clerk
