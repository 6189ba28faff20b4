#include "mailbox/mailbox.h"

#include <gtest/gtest.h>

#include <algorithm>
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

bool asks_for(const crypto::MailboxSecret& secret, std::uint32_t day, std::uint32_t week) {
  return std::ranges::any_of(polled_places(secret, day),
                             [week](const PolledPlace& polled) { return polled.place.week == week; });
}

/// What the pages promise in three languages, on every weekday, and not a day longer than its owner can delete it.
TEST(PolledPlaces, AReplyIsAskedForOnThirtyDaysWhateverTheWeekday) {
  crypto::SeededRandom random{3};
  const auto secret = crypto::MailboxSecret::generate(random);
  for (std::uint32_t day = 20'785; day < 20'785 + 7; ++day) {
    const std::vector<std::uint32_t> weeks = weeks_for_reply(day);
    ASSERT_FALSE(weeks.empty()) << day;
    for (const std::uint32_t week : weeks) {
      for (std::uint32_t later = day; later <= day + kReplyDays; ++later)
        EXPECT_TRUE(asks_for(secret, later, week)) << "day " << day << ", " << later - day << " days later";
      EXPECT_TRUE(asks_for(secret, last_polled_day(week), week));
      EXPECT_FALSE(asks_for(secret, last_polled_day(week) + 1, week));
    }
    EXPECT_GE(last_polled_day(weeks.front()), day + 1 + kReplyDays) << "also if it leaves after midnight";
  }
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
