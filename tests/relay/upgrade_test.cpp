// Databases of every version still open, with everything in them that any program can read.
#include <gtest/gtest.h>

#include <fstream>

#include "relay/envelopes.h"
#include "relay/schema.h"
#include "relay_under_test.h"

namespace waymark::relay {
namespace {

std::string read(const std::filesystem::path& file) {
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// tests/relay/schema/vN.sql makes a database of version N with two envelopes (kToday-1, kToday) and one reply.
class Upgrade : public testing::TestWithParam<int> {};

TEST_P(Upgrade, OpensWithEverythingInIt) {
  RelayUnderTest under_test;
  under_test.stop();
  for (const auto* name : {"relay.db", "relay.db-wal", "relay.db-shm"})
    std::filesystem::remove(under_test.folder() / name);
  {
    const std::string sql =
        read(std::string{WAYMARK_SOURCE_DIR} + "/tests/relay/schema/v" + std::to_string(GetParam()) + ".sql");
    ASSERT_FALSE(sql.empty());
    auto old = *store::Connection::open(under_test.folder() / "relay.db");
    ASSERT_TRUE(old->run_script(sql));
    ASSERT_EQ(*store::version_of(*old, schema()), GetParam());
  }
  under_test.restart({});
  under_test.open_for_requests();
  const auto pulled = under_test.pull();
  if (GetParam() == 1) {  // messages of 16,384 bytes, which no desk and no page reads any more
    EXPECT_TRUE(pulled.empty());
    EXPECT_EQ(said(under_test.put(kToday, under_test.office().envelope())), "200 stored");
    return;
  }
  ASSERT_EQ(pulled.size(), 2u);
  EXPECT_EQ(pulled[0].day, kToday - 1);
  EXPECT_EQ(pulled[1].day, kToday);
  EXPECT_EQ(pulled[1].id, row_id_of(kToday, Bytes(8'192)));
  RowId reply{};
  reply.fill(0x33);
  const auto polled = under_test.post("/v1/poll", ByteWriter{}.u16(0).put(reply).pad_to(kPollBytes).view());
  EXPECT_EQ(*ByteReader{polled.body}.u16(), 1);
  EXPECT_EQ(under_test.ack({pulled[0].id}), 1);
  EXPECT_EQ(said(under_test.put(kToday, under_test.office().envelope())), "200 stored");
}

INSTANTIATE_TEST_SUITE_P(EveryVersion, Upgrade, testing::Range(1, static_cast<int>(schema().steps.size()) + 1));

TEST(UpgradeRefusal, WhatIsHalfOfAVersionIsNotTouched) {
  for (const auto& [change, why] : std::vector<std::pair<std::string, std::string>>{
           {"DROP TABLE tally", "tally is missing"},
           {"DROP TABLE roster", "roster is missing"},
           {"DROP TABLE token", "token is missing"},
           {"DROP INDEX half_token; ALTER TABLE half DROP COLUMN token", "half.token is missing"},
           {"PRAGMA user_version = 3", "is of a later version"},
           {"PRAGMA user_version = 0", "is of a later version"}}) {
    RelayUnderTest under_test;
    under_test.stop();
    ASSERT_TRUE((*store::Connection::open(under_test.folder() / "relay.db"))->run_script(change)) << change;
    const ManualClock clock{start_of_day(kToday)};
    const Log log = Log::to_nothing();
    const auto refused = Relay::start(under_test.config({}), {.clock = clock, .log = log, .fill_random = [](auto) {}});
    ASSERT_FALSE(refused.has_value()) << change;
    EXPECT_EQ(refused.error().exit, Exit::kStorage);
    EXPECT_NE(refused.error().sentence.find(why), std::string::npos) << refused.error().sentence;
    EXPECT_NE(refused.error().sentence.find("Put a copy"), std::string::npos) << refused.error().sentence;
  }
}

TEST(UpgradeRefusal, ANewerSchemaIsNotTouched) {
  RelayUnderTest under_test;
  under_test.stop();
  {
    auto db = *store::Connection::open(under_test.folder() / "relay.db");
    ASSERT_TRUE(db->run_script("PRAGMA user_version = 1000"));
  }
  const ManualClock clock{start_of_day(kToday)};
  const Log log = Log::to_nothing();
  const auto refused = Relay::start(under_test.config({}), {.clock = clock, .log = log, .fill_random = [](auto) {}});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().exit, Exit::kStorage);
  EXPECT_NE(refused.error().sentence.find("newer"), std::string::npos);
}

}  // namespace
}  // namespace waymark::relay
