// Fullness is said honestly, costs nothing that was stored, and ends when there is room again.
#include <gtest/gtest.h>

#include <algorithm>

#include "relay_under_test.h"

namespace waymark::relay {
namespace {

std::vector<RowId> ids_of(const std::vector<RelayUnderTest::Pulled>& pulled) {
  std::vector<RowId> ids;
  for (const auto& one : pulled) ids.push_back(one.id);
  return ids;
}

TEST(Quota, OfADay) {
  RelayUnderTest under_test{{.quotas = {.per_day = 3, .in_all = 100, .reserve = 0, .disk_reserve_bytes = 0}}};
  under_test.open_for_requests();
  const Bytes first = under_test.office().envelope();
  EXPECT_EQ(said(under_test.put(kToday, first)), "200 stored");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(said(under_test.put(kToday, under_test.office().envelope())), "200 stored");
  EXPECT_EQ(said(under_test.put(kToday, under_test.office().envelope())), "507 full");
  EXPECT_EQ(said(under_test.put(kToday, first)), "200 stored") << "it is stored, so that is the true answer";
  EXPECT_EQ(said(under_test.put(kToday - 1, under_test.office().envelope())), "200 stored");
  EXPECT_EQ(under_test.ack({row_id_of(kToday, first)}), 1);
  EXPECT_EQ(said(under_test.put(kToday, under_test.office().envelope())), "200 stored");
}

TEST(Quota, TheReserveIsForDaysThatHoldLittle) {
  RelayUnderTest under_test{
      {.quotas = {.per_day = 100, .in_all = 6, .reserve = 2, .token_reserve = 0, .disk_reserve_bytes = 0}}};
  under_test.open_for_requests();
  for (int i = 0; i < 4; ++i) EXPECT_EQ(said(under_test.put(kToday - 1, under_test.office().envelope())), "200 stored");
  EXPECT_EQ(said(under_test.put(kToday - 1, under_test.office().envelope())), "507 full")
      << "the flood of one day stops here";
  for (int i = 0; i < 2; ++i) EXPECT_EQ(said(under_test.put(kToday, under_test.office().envelope())), "200 stored");
  EXPECT_EQ(said(under_test.put(kToday, under_test.office().envelope())), "507 full");
  EXPECT_EQ(said(under_test.put(kToday - 2, under_test.office().envelope())), "507 full") << "in all is in all";
}

TEST(Quota, ADiskThatRunsLowIsLeftToRepliesAndDeletions) {
  RelayUnderTest under_test{{.quotas = {.disk_reserve_bytes = ~0ULL}}};
  under_test.open_for_requests();
  EXPECT_EQ(said(under_test.put(kToday, under_test.office().envelope())), "507 full");
}

TEST(Quota, AFullDatabaseRefusesAndKeepsWhatItHas) {
  constexpr std::int64_t kPages = 100;
  RelayUnderTest under_test{{.database_pages_max = kPages}};
  under_test.open_for_requests();
  std::vector<Bytes> stored;
  http::ClientResponse last;
  for (int i = 0; i < 200; ++i) {
    Bytes envelope = under_test.office().envelope();
    last = under_test.put(kToday, envelope);
    if (last.status != 200) break;
    stored.push_back(std::move(envelope));
  }
  EXPECT_EQ(said(last), "507 full");
  EXPECT_GE(stored.size(), 10u);
  const auto pulled = under_test.pull();
  ASSERT_EQ(pulled.size(), stored.size());
  for (std::size_t i = 0; i < stored.size(); ++i) EXPECT_EQ(pulled[i].blob, stored[i]);
  EXPECT_EQ(said(under_test.put(kToday, stored[0])), "200 stored");
  EXPECT_EQ(under_test.ack(ids_of(pulled)), stored.size());
  EXPECT_EQ(said(under_test.put(kToday, under_test.office().envelope())), "200 stored");
}

TEST(Quota, FullnessIsLoggedOnceAndSoIsItsEnd) {
  RelayUnderTest under_test{{.quotas = {.per_day = 1, .disk_reserve_bytes = 0}}};
  under_test.open_for_requests();
  const auto count = [&](std::string_view line) {
    const auto lines = under_test.log_lines();
    return std::count(lines.begin(), lines.end(), line);
  };
  const Bytes first = under_test.office().envelope();
  EXPECT_EQ(under_test.put(kToday, first).status, 200);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(under_test.put(kToday, under_test.office().envelope()).status, 507);
  EXPECT_EQ(count("store-full"), 1);
  EXPECT_EQ(under_test.ack({row_id_of(kToday, first)}), 1);
  EXPECT_EQ(under_test.put(kToday, first).status, 200);
  EXPECT_EQ(count("store-works-again"), 1);
}

TEST(Quota, OfReplies) {
  RelayUnderTest under_test{{.quotas = {.replies = 2, .disk_reserve_bytes = 0}}};
  ByteWriter body;
  body.u16(3);
  for (int i = 0; i < 3; ++i) {
    body.put(under_test.office().random().array<16>())
        .put(under_test.office().random().array<32>())
        .u8(kReplyDays)
        .put(under_test.office().envelope());
  }
  const auto answer = under_test.desk("/desk/v1/push", body.view());
  EXPECT_EQ(answer.body, (Bytes{0, 3, 0, 0, 3}));
}

}  // namespace
}  // namespace waymark::relay
