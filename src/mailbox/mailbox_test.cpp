#include "mailbox/mailbox.h"

#include <gtest/gtest.h>

#include <set>

#include "base/clock.h"

namespace waymark::mailbox {
namespace {

TEST(Week, BeginsOnMonday) {
  using namespace std::chrono;  // NOLINT: only in this test
  for (std::uint32_t day = 20'000; day < 20'400; ++day) {
    const bool monday = weekday{sys_days{days{day}}} == Monday;
    EXPECT_EQ(week_of_day(day) != week_of_day(day - 1), monday);
  }
}

TEST(PolledPlaces, AreAllPlacesOfSixWeeksInOrder) {
  crypto::SeededRandom random{1};
  const auto secret = crypto::MailboxSecret::generate(random);
  const auto places = polled_places(secret, 20'779);
  std::set<MailboxId> ids;
  for (std::size_t i = 0; i < places.size(); ++i) {
    EXPECT_EQ(places[i].place,
              (Place{.week = 2'969U - static_cast<std::uint32_t>(i / 8), .slot = static_cast<std::uint8_t>(i % 8)}));
    EXPECT_EQ(places[i].id, mailbox_id(secret, places[i].place));
    ids.insert(places[i].id);
  }
  EXPECT_EQ(ids.size(), 48U);
}

TEST(DeleteToken, IsAnotherForEveryPlaceAndSecret) {
  crypto::SeededRandom random{2};
  const auto secret = crypto::MailboxSecret::generate(random);
  const auto other = crypto::MailboxSecret::generate(random);
  const auto token = delete_token(secret, {.week = 1, .slot = 2});
  EXPECT_TRUE(token.equals(delete_token(secret, {.week = 1, .slot = 2})));
  EXPECT_FALSE(token.equals(delete_token(secret, {.week = 1, .slot = 3})));
  EXPECT_FALSE(token.equals(delete_token(secret, {.week = 2, .slot = 2})));
  EXPECT_FALSE(token.equals(delete_token(other, {.week = 1, .slot = 2})));
  EXPECT_EQ(token_hash(token), crypto::sha256(token.view()));
}

}  // namespace
}  // namespace waymark::mailbox
