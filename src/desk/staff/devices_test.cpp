#include "desk/staff/devices.h"

#include <gtest/gtest.h>

#include "desk/keyring/schema.h"
#include "desk/staff/refusals.h"

namespace waymark::desk {
namespace {

class DevicesTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(store::migrate(*store_, desk_schema()).has_value()); }
  bool knows(const StaffId& id, std::string_view typed, std::uint32_t today = 100) {
    return find_device(*store_, id, typed, today).value().has_value();
  }
  std::unique_ptr<store::Connection> store_ = store::Connection::open_in_memory().value();
  crypto::SystemRandom random_;
  const StaffId anna_{{1}}, boris_{{2}};
};

TEST_F(DevicesTest, ADeviceIsKnownForItsPersonAlone) {
  const std::string secret = add_device(*store_, anna_, random_).value();
  EXPECT_EQ(secret.size(), 43U);
  EXPECT_TRUE(knows(anna_, secret));
  EXPECT_FALSE(knows(boris_, secret));
  EXPECT_FALSE(knows(anna_, ""));
  EXPECT_FALSE(knows(anna_, std::string(43, 'A')));
  EXPECT_FALSE(knows(anna_, std::string(5'000, 'A')));
  ASSERT_TRUE(forget_devices(*store_, anna_).has_value());
  EXPECT_FALSE(knows(anna_, secret));
}

TEST_F(DevicesTest, TheOneUsedLongestAgoGoesFirst) {
  std::vector<std::string> secrets;
  for (std::int64_t count = 0; count < kDevicesPerPersonMax; ++count)
    secrets.push_back(add_device(*store_, anna_, random_).value());
  const auto first = find_device(*store_, anna_, secrets[0], 100).value();
  ASSERT_TRUE(touch_device(*store_, anna_, *first).has_value());
  (void)add_device(*store_, anna_, random_).value();
  EXPECT_TRUE(knows(anna_, secrets[0])) << "it was used meanwhile";
  EXPECT_FALSE(knows(anna_, secrets[1]));
  EXPECT_EQ(store_->number("SELECT count(*) FROM device").value(), kDevicesPerPersonMax);
}

TEST_F(DevicesTest, ADoorCodeLivesForADayAndThereIsOne) {
  const std::string old = add_door_code(*store_, anna_, 100, random_).value();
  const std::string code = add_door_code(*store_, anna_, 100, random_).value();
  EXPECT_FALSE(knows(anna_, old));
  EXPECT_TRUE(knows(anna_, code));
  EXPECT_TRUE(find_device(*store_, anna_, code, 100).value()->is_code);
  EXPECT_TRUE(knows(anna_, code, 101));
  EXPECT_FALSE(knows(anna_, code, 102));
  std::string typed = code;
  std::erase(typed, '-');
  EXPECT_TRUE(knows(anna_, typed));
  ASSERT_TRUE(forget_device(*store_, *find_device(*store_, anna_, code, 100).value()).has_value());
  EXPECT_FALSE(knows(anna_, code));
}

TEST(Refusals, ABurstIsOneLineAndItsNumber) {
  Refusals refusals;
  const TimePoint start{Seconds{1'800'000'000}};
  EXPECT_EQ(refusals.note("anna", start).size(), 1U);
  for (int count = 0; count < 5'000; ++count)
    EXPECT_TRUE(refusals.note("anna", start + Seconds{count % 3'600}).empty());
  EXPECT_EQ(refusals.note("", start).size(), 1U);
  EXPECT_TRUE(refusals.take(Refusals::Which::kOver, start + Seconds{60}).empty());
  const auto lines = refusals.take(Refusals::Which::kOver, start + kRefusalBurst);
  ASSERT_EQ(lines.size(), 1U) << "one refusal alone has its line already";
  EXPECT_EQ(lines[0].times, 5'000U);
  EXPECT_EQ(lines[0].who, "anna");
  EXPECT_TRUE(refusals.take(Refusals::Which::kAll, start).empty());
}

TEST(Refusals, AClockThatWasSetBackHidesNobodyAtTheDoor) {
  Refusals refusals;
  const TimePoint start{Seconds{1'800'000'000}};
  ASSERT_EQ(refusals.note("anna", start).size(), 1U);
  ASSERT_TRUE(refusals.note("anna", start).empty());
  const auto lines = refusals.note("anna", start - 72 * kRefusalBurst);
  ASSERT_EQ(lines.size(), 2U) << "what was before, and what is now";
  EXPECT_EQ(lines[0].times, 1U);
}

}  // namespace
}  // namespace waymark::desk
