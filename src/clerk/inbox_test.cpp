// Replies without scripts: many and long ones, on pages that pass a line that is cut.
#include <gtest/gtest.h>

#include "clerk/clerk.h"
#include "clerk/page_writer.h"
#include "clerk/test_office.h"

namespace waymark::clerk {
namespace {

using testing::Browser;
using testing::joined;
using testing::Office;
using testing::walk_to_send;

/// Letters that no compression makes small, so that a size says something.
std::string noise(std::string_view begin, std::size_t bytes, std::uint64_t seed) {
  crypto::SeededRandom random{seed};
  std::string text{begin};
  while (text.size() + 2 <= bytes) {
    const std::uint8_t letter = random.array<1>()[0] & 0x1fU;
    text += '\xd0';
    text += static_cast<char>(0xb0 + (letter & 0x0fU));
  }
  return text;
}

TEST(ClerkInbox, ManyLongRepliesComeOnPagesThatPassACutLine) {
  constexpr std::size_t kReplies = 5;
  Office office;
  Browser browser{office.routes};
  const auto words = walk_to_send(browser, {{"text", "long"}}, "en");
  browser.press("go_send");
  const envelope::Message message = office.relay.opened(0);
  for (std::size_t i = 0; i < kReplies; ++i)
    office.relay.answer(message, static_cast<std::uint8_t>(i), noise("Reply no. " + std::to_string(i) + ".", 5'900, i));
  office.relay.answer(message, kReplies, "a short one");
  browser.get("/en/return");
  browser.press("go_open", {{"words", joined(words)}});
  std::string pages;
  int count = 1;
  for (; count < 20; ++count) {
    EXPECT_LE(compressed(browser.page()).size(), 8'192U) << "of page " << count;
    pages += browser.page();
    const std::size_t at = browser.page().find("go_older_");
    if (at == std::string::npos) break;
    browser.press(browser.page().substr(at, browser.page().find('"', at) - at));
  }
  EXPECT_GE(count, 5);
  EXPECT_NE(pages.find("a short one"), std::string::npos);
  for (std::size_t i = 0; i < kReplies; ++i) {
    const std::string begin = "Reply no. " + std::to_string(i) + ".";
    EXPECT_NE(pages.find(begin), std::string::npos) << begin;
    EXPECT_EQ(pages.find(begin), pages.rfind(begin)) << "shown once";
  }
  browser.press("go_refresh");
  EXPECT_TRUE(browser.shows("Replies 1 to")) << "back to the newest";
}

TEST(ClerkInbox, ALaterPageOfRepliesThatIsNotThereIsTheFirst) {
  Office office;
  Browser browser{office.routes};
  const auto words = walk_to_send(browser, {{"text", "one"}}, "en");
  browser.press("go_send");
  office.relay.answer(office.relay.opened(0), 0, "the only one");
  browser.get("/en/return");
  browser.press("go_open", {{"words", joined(words)}});
  for (const char* button : {"go_older_1", "go_older_18446744073709551615"}) {
    browser.press(button);
    EXPECT_TRUE(browser.shows("the only one")) << button;
  }
  browser.press("go_older_18446744073709551616");
  EXPECT_EQ(browser.response().status, 400);
}

// The place of a job was given back only after its answer had left: on a loaded machine one visit in twenty was told
// "busy" (AWholeVisitThereAndBack).
TEST(ClerkInbox, WhoHasTheAnswerMayPressTheNextButtonAtOnce) {
  Office office;
  Browser browser{office.routes};
  const auto words = walk_to_send(browser, {{"text", "x"}}, "en");
  browser.press("go_send");
  ASSERT_TRUE(browser.shows("Your message is stored"));
  browser.get("/en/return");
  browser.press("go_open", {{"words", joined(words)}});
  for (int press = 0; press < 300; ++press) {
    browser.press("go_refresh");
    ASSERT_EQ(browser.response().status, 200) << press;
  }
}

}  // namespace
}  // namespace waymark::clerk
