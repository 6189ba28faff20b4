// When very many write: the clerk shows a token, works for its visitors, and says kindly when it cannot.
#include <gtest/gtest.h>

#include "clerk/hour_quota.h"
#include "clerk/test_office.h"

namespace waymark::clerk {
namespace {

using testing::Browser;
using testing::joined;
using testing::Office;
using testing::walk_to_send;

constexpr work::Demand kAsked{.level = 6, .epoch = 77, .challenge = {1, 2, 3}};
constexpr std::string_view kMany = "Very many people are writing";

/// From the words to the page on which one writes more.
void come_back(Browser& browser, const std::vector<std::string>& words) {
  browser.get("/en/return");
  browser.press("go_open", {{"words", joined(words)}});
}

TEST(ClerkMany, WorksForWhoWrites) {
  Office office;
  office.relay.asks = kAsked;
  Browser browser{office.routes};
  walk_to_send(browser, {{"text", "in a flood"}}, "en");
  browser.press("go_send");
  ASSERT_EQ(office.relay.puts.size(), 1U) << browser.page();
  EXPECT_EQ(text_of(office.relay.opened(0).text->view()), "in a flood");
  ASSERT_EQ(office.relay.shown.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<work::DoneWork>(office.relay.shown[0]));
}

TEST(ClerkMany, ATokenOfAReplyThatWasReadGoesFirstAndOnce) {
  Office office;
  Browser browser{office.routes};
  const auto words = walk_to_send(browser, {{"text", "first"}}, "en");
  browser.press("go_send");
  const work::Token good{4};
  const work::Token spent{5};
  office.relay.answer(office.relay.opened(0), 0, "an answer", {good, spent});
  office.relay.tokens = {good};
  office.relay.asks = kAsked;
  come_back(browser, words);
  browser.press("go_more");
  browser.press("go_send_more", {{"text", "second"}});
  ASSERT_EQ(office.relay.puts.size(), 2U) << browser.page();
  ASSERT_EQ(office.relay.shown.size(), 2U) << "the spent one, then the good one; no work";
  EXPECT_EQ(office.relay.shown[1], work::Pass{good});
  browser.press("go_more");
  browser.press("go_send_more", {{"text", "third"}});
  ASSERT_EQ(office.relay.puts.size(), 3U);
  ASSERT_EQ(office.relay.shown.size(), 3U);
  EXPECT_TRUE(std::holds_alternative<work::DoneWork>(office.relay.shown[2])) << "no token is shown twice";
}

TEST(ClerkMany, WhereNothingIsAskedNoTokenIsShown) {
  Office office;
  Browser browser{office.routes};
  const auto words = walk_to_send(browser, {{"text", "first"}}, "en");
  browser.press("go_send");
  office.relay.answer(office.relay.opened(0), 0, "an answer", {work::Token{4}});
  come_back(browser, words);
  browser.press("go_more");
  browser.press("go_send_more", {{"text", "second"}});
  EXPECT_EQ(office.relay.puts.size(), 2U);
  EXPECT_TRUE(office.relay.shown.empty());
}

TEST(ClerkMany, OverTheHourThePageSaysWhenToTryAgainAndKeepsTheText) {
  Office office{{}, {.per_hour = 4}};
  Browser browser{office.routes};
  const auto words = walk_to_send(browser, {{"text", "one"}}, "en");
  browser.press("go_send");
  office.relay.answer(office.relay.opened(0), 0, "an answer", {work::Token{4}});
  for (int i = 0; i < 2; ++i) {
    Browser other{office.routes};
    walk_to_send(other, {{"text", "more"}}, "en");
    other.press("go_send");
  }
  ASSERT_EQ(office.relay.puts.size(), 3U);
  Browser late{office.routes};
  walk_to_send(late, {{"text", "kept words"}}, "en");
  late.press("go_send");
  EXPECT_EQ(late.response().status, 503);
  EXPECT_TRUE(late.shows(kMany));
  EXPECT_TRUE(late.shows("ten minutes"));
  EXPECT_EQ(office.relay.puts.size(), 3U);
  come_back(browser, words);
  browser.press("go_more");
  browser.press("go_send_more", {{"text", "answered before"}});
  EXPECT_EQ(office.relay.puts.size(), 4U) << "the last quarter is for who was answered";
  office.clock.advance(std::chrono::minutes{10});
  late.press("go_send");
  EXPECT_TRUE(late.shows(kMany)) << "still within the hour; the page is good for another quarter of one";
  for (int i = 0; i < 5; ++i) {
    office.clock.advance(std::chrono::minutes{10});
    late.press("go_send");
  }
  ASSERT_EQ(office.relay.puts.size(), 5U) << late.page();
  EXPECT_EQ(text_of(office.relay.opened(4).text->view()), "kept words");
}

// A lying relay: whatever it says, a visitor waits no longer than the clerk's own limits.
TEST(ClerkMany, MoreThanAnyRelayAsksIsNotWorkedFor) {
  Office office;
  office.relay.asks = {.level = 200, .epoch = 1, .challenge = {}};
  Browser browser{office.routes};
  walk_to_send(browser, {{"text", "x"}}, "en");
  browser.press("go_send");
  EXPECT_EQ(browser.response().status, 503);
  EXPECT_TRUE(browser.shows(kMany));
  EXPECT_TRUE(office.relay.shown.empty());
}

TEST(ClerkMany, ARelayThatTakesNoWorkIsAskedAFewTimes) {
  Office office;
  office.relay.asks = kAsked;
  office.relay.deaf = true;
  Browser browser{office.routes};
  walk_to_send(browser, {{"text", "x"}}, "en");
  browser.press("go_send");
  EXPECT_TRUE(browser.shows(kMany));
  EXPECT_EQ(office.relay.shown.size(), static_cast<std::size_t>(kWorkTries));
  office.relay.deaf = false;
  browser.press("go_send");
  EXPECT_EQ(office.relay.puts.size(), 1U) << "the draft was kept";
}

TEST(ClerkMany, WorkEndsWithItsTime) {
  Office office{{}, {.work_time = std::chrono::milliseconds{1}}};
  office.relay.asks = {.level = work::kMostLevel, .epoch = 1, .challenge = {}};
  Browser browser{office.routes};
  walk_to_send(browser, {{"text", "x"}}, "en");
  browser.press("go_send");
  EXPECT_TRUE(browser.shows(kMany)) << "32,768 tries are not made within a millisecond";
}

TEST(ClerkMany, AClockThatJumpsLocksNobodyOut) {
  ManualClock clock{start_of_day(20'779)};
  HourQuota quota{4, clock};
  for (const TimePoint time : {start_of_day(20'779), start_of_day(20'782), start_of_day(20'776), TimePoint{}}) {
    clock.set(time);
    for (int i = 0; i < 4; ++i) quota.add();
    EXPECT_FALSE(quota.has_room(true));
    clock.advance(std::chrono::hours{1});
    EXPECT_TRUE(quota.has_room(false));
  }
}

}  // namespace
}  // namespace waymark::clerk
