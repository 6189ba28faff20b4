// In how many places a letter is kept, as the relay says: on the page after sending, and when it is asked again.
#include <gtest/gtest.h>

#include <algorithm>

#include "clerk/test_office.h"
#include "crypto/verify/hash.h"

namespace waymark::clerk {
namespace {

using testing::Browser;
using testing::Office;
using testing::walk_to_send;

TEST(ClerkPlaces, SaysInHowManyPlacesALetterIsKeptAndAsksAgainWhenItIsOne) {
  Office office;
  Browser browser{office.routes};
  office.relay.next_places = Places::kOne;
  walk_to_send(browser, {{"text", "two places"}}, "en");
  browser.press("go_send");
  EXPECT_TRUE(browser.shows("in one place so far")) << browser.response().body.size();
  ASSERT_EQ(office.relay.asked_rows.size(), 1U);
  const auto& [day, envelope] = office.relay.puts.at(0);
  const crypto::Sha256 hash = crypto::sha256({ByteWriter{}.u32(day).view(), envelope});
  EXPECT_TRUE(std::ranges::equal(office.relay.asked_rows[0].second, ByteView{hash}.first(16)));
  browser.press("go_kept");
  EXPECT_TRUE(browser.shows("in one place so far"));
  office.relay.next_places = Places::kUnknown;
  browser.press("go_kept");
  EXPECT_TRUE(browser.shows("has not answered just now"));
  office.relay.next_places = Places::kTwo;
  browser.press("go_kept");
  EXPECT_TRUE(browser.shows("kept in two places"));
  EXPECT_FALSE(browser.shows("go_kept")) << "there is nothing more to ask";
  EXPECT_EQ(office.relay.puts.size(), 1U);
  browser.press("go_end");
  EXPECT_EQ(browser.response().status, 303);
}

TEST(ClerkPlaces, PromisesNoSecondPlaceWhereThereIsNone) {
  Office office;
  Browser browser{office.routes};
  walk_to_send(browser, {{"text", "one place"}}, "en");
  browser.press("go_send");
  EXPECT_TRUE(browser.shows("Your message is stored"));
  EXPECT_FALSE(browser.shows("place so far"));
  EXPECT_FALSE(browser.shows("go_kept"));
}

}  // namespace
}  // namespace waymark::clerk
