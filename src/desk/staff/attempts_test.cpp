#include "desk/staff/attempts.h"

#include <gtest/gtest.h>

#include "desk/keyring/schema.h"

namespace waymark::desk {
namespace {

class AttemptsTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store::migrate(*store_, desk_schema()).has_value()); }
  Seconds wait(const StaffId& id) { return attempt_wait(*store_, id, now_).value(); }
  void refuse(const StaffId& id) { ASSERT_TRUE(count_refused(*store_, id, now_).has_value()); }

  std::unique_ptr<store::Connection> store_ = store::Connection::open_in_memory().value();
  TimePoint now_{Seconds{1'800'000'000}};
};

TEST_F(AttemptsTest, TheWaitDoublesUpToItsLimit) {
  const StaffId id{{1}};
  std::vector<std::int64_t> waits;
  for (int count = 0; count < 14; ++count) {
    refuse(id);
    waits.push_back(wait(id).count());
    now_ += wait(id);
    EXPECT_EQ(wait(id), Seconds{0});
  }
  EXPECT_EQ(waits, (std::vector<std::int64_t>{0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900}));
}

TEST_F(AttemptsTest, OnePersonDoesNotLockOutAnother) {
  for (int count = 0; count < 5; ++count) refuse(StaffId{{1}});
  EXPECT_GT(wait(StaffId{{1}}), Seconds{0});
  EXPECT_EQ(wait(StaffId{{2}}), Seconds{0});
  ASSERT_TRUE(forget_refused(*store_, StaffId{{1}}).has_value());
  EXPECT_EQ(wait(StaffId{{1}}), Seconds{0});
}

TEST_F(AttemptsTest, AClockSetBackLocksNobodyOutForLong) {
  for (int count = 0; count < 20; ++count) refuse(StaffId{{1}});
  now_ -= Seconds{365 * 86'400};
  EXPECT_LE(wait(StaffId{{1}}), kWaitMax);
}

TEST_F(AttemptsTest, InventedAliasesDoNotFillTheTable) {
  auto transaction = store::Transaction::begin(*store_).value();
  for (std::uint32_t count = 0; count < kAttemptRowsMax + 50; ++count) {
    StaffId id;
    id.bytes[0] = static_cast<std::uint8_t>(count);
    id.bytes[1] = static_cast<std::uint8_t>(count >> 8U);
    ASSERT_TRUE(store_->execute("INSERT INTO attempt VALUES (?, 1, ?)", id.view(), count).has_value());
  }
  refuse(StaffId{{9, 9, 9}});
  EXPECT_EQ(store_->number("SELECT count(*) FROM attempt").value(), kAttemptRowsMax);
}

}  // namespace
}  // namespace waymark::desk
