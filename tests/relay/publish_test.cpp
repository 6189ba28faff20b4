// Only documents that the organisation's own keys signed, in their order, are handed out.
#include <gtest/gtest.h>

#include <thread>

#include "relay_under_test.h"
#include "roster/freshness.h"

namespace waymark::relay {
namespace {

class Publish : public testing::Test {
 protected:
  std::string roster(std::string_view note) { return said(under_test_.publish(DocumentKind::kRoster, note)); }
  std::string day_keys(std::string_view note) { return said(under_test_.publish(DocumentKind::kDayKeys, note)); }
  std::string text(std::string_view path) { return to_string(under_test_.get(path).body); }
  Office& office() { return under_test_.office(); }
  RelayUnderTest under_test_;
};

TEST_F(Publish, NothingIsThereBeforeTheFirst) {
  for (const auto* path : {"/v1/roster", "/v1/roster/chain", "/v1/roster/chain/1", "/v1/day-keys"})
    EXPECT_EQ(said(under_test_.get(path)), "404 not-found");
}

TEST_F(Publish, ChainGrowsAndSurvivesARestart) {
  const std::string first = office().first_roster();
  EXPECT_EQ(roster(first), "200 stored");
  EXPECT_EQ(roster(first), "200 stored") << "the desk may not know that the first try arrived";
  const std::string second = office().next_roster(*roster::verify_first(first), kToday + 1, kToday + 31);
  EXPECT_EQ(roster(second), "200 stored");
  const std::string keys = office().day_keys(3, kToday);
  EXPECT_EQ(day_keys(keys), "200 stored");
  under_test_.restart({});
  EXPECT_EQ(text("/v1/roster"), second);
  EXPECT_EQ(text("/v1/roster/chain"), first + '\0' + second + '\0');
  EXPECT_EQ(text("/v1/day-keys"), keys);
  EXPECT_TRUE(roster::verify_chain(text("/v1/roster/chain"), office().instance()));
}

TEST_F(Publish, ChainComesInPieces) {
  ASSERT_EQ(roster(office().first_roster()), "200 stored");
  std::vector<std::string> all{office().first_roster()};
  roster::VerifiedRoster last = *roster::verify_first(all.front());
  for (std::uint32_t day = kToday + 1; day <= kToday + 25; ++day) {
    all.push_back(office().next_roster(last, day, day + 30));
    ASSERT_EQ(roster(all.back()), "200 stored");
    last = *roster::verify_next(all.back(), last);
  }
  std::optional<roster::VerifiedRoster> known;
  std::size_t pieces = 0, bytes = 0;
  for (bool end = false; !end; ++pieces) {
    ASSERT_LT(pieces, 10U);
    const std::string piece = text("/v1/roster/chain/" + std::to_string(known ? known->roster.serial + 1 : 1));
    EXPECT_LE(piece.size(), roster::kPieceBytes + 1);
    bytes += piece.size();
    auto followed = roster::follow_piece(piece, std::move(known), office().instance());
    ASSERT_TRUE(followed.has_value());
    known = std::move(followed->last);
    end = followed->is_end;
  }
  EXPECT_EQ(known->text_hash, last.text_hash);
  RecordProperty("chain_bytes", static_cast<int>(bytes));
  RecordProperty("chain_pieces", static_cast<int>(pieces));
  EXPECT_EQ(text("/v1/roster/chain/26"), all.back() + std::string(2, '\0'));
  EXPECT_EQ(text("/v1/roster/chain/27"), std::string(1, '\0')) << "nothing newer";
  EXPECT_EQ(said(under_test_.get("/v1/roster/chain/28")), "404 not-found");
  EXPECT_EQ(said(under_test_.get("/v1/roster/chain/0")), "404 not-found");
  for (const auto* wrong : {"x", "-1", "01", "1x", "4294967296"})
    EXPECT_EQ(said(under_test_.get(std::string{"/v1/roster/chain/"} + wrong)), "400 malformed") << wrong;
}

TEST_F(Publish, ForgedRostersAreRefused) {
  Office thief{kToday, 99};
  EXPECT_EQ(roster(thief.first_roster()), "400 wrong-instance");
  ASSERT_EQ(roster(office().first_roster()), "200 stored");
  const auto ours = *roster::verify_first(office().first_roster());
  EXPECT_EQ(roster(thief.first_roster()).substr(0, 3), "400");
  EXPECT_EQ(roster(thief.next_roster(ours, kToday, kToday + 30)).substr(0, 3), "400");
  std::string changed = office().next_roster(ours, kToday, kToday + 30);
  changed.replace(changed.find("Test Help Line"), 4, "Fake");
  EXPECT_EQ(roster(changed), "400 authentication");
  EXPECT_EQ(text("/v1/roster"), office().first_roster());
}

TEST_F(Publish, ASkippedOrRepeatedSerialIsRefused) {
  ASSERT_EQ(roster(office().first_roster()), "200 stored");
  const auto first = *roster::verify_first(office().first_roster());
  const std::string second = office().next_roster(first, kToday, kToday + 30);
  const std::string other_second = office().next_roster(first, kToday, kToday + 29);
  const std::string third = office().next_roster(*roster::verify_next(second, first), kToday, kToday + 30);
  EXPECT_EQ(roster(third).substr(0, 3), "400");
  EXPECT_EQ(roster(second), "200 stored");
  EXPECT_EQ(roster(other_second).substr(0, 3), "400");
  EXPECT_EQ(roster(third), "200 stored");
  EXPECT_EQ(roster(second).substr(0, 3), "400") << "the chain never goes back";
}

TEST_F(Publish, DayKeysNeedTheListKeyAndAHigherSerial) {
  EXPECT_EQ(day_keys(office().day_keys(5, kToday)), "400 not-found") << "no roster yet";
  ASSERT_EQ(roster(office().first_roster()), "200 stored");
  const std::string fifth = office().day_keys(5, kToday);
  EXPECT_EQ(day_keys(fifth), "200 stored");
  EXPECT_EQ(day_keys(fifth), "200 stored");
  EXPECT_EQ(day_keys(office().day_keys(5, kToday)), "400 conflict");
  EXPECT_EQ(day_keys(office().day_keys(4, kToday)), "400 conflict");
  EXPECT_EQ(day_keys(Office(kToday, 99).day_keys(6, kToday)).substr(0, 3), "400");
  EXPECT_EQ(text("/v1/day-keys"), fifth);
  EXPECT_EQ(day_keys(office().day_keys(6, kToday + 1)), "200 stored");
}

TEST_F(Publish, RubbishIsRefused) {
  EXPECT_EQ(said(under_test_.desk("/desk/v1/publish", {})), "400 malformed");
  EXPECT_EQ(said(under_test_.desk("/desk/v1/publish", Bytes{4, 'x'})), "400 malformed");
  EXPECT_EQ(roster("").substr(0, 3), "400");
  EXPECT_EQ(roster(std::string(65'536, 'x')).substr(0, 3), "400");
  EXPECT_EQ(roster(std::string(roster::kPublicSetBytesMax + 1, 'x')), "413 too-large");
  EXPECT_EQ(roster(std::string(65'537, 'x')), "400 too-large");
}

TEST_F(Publish, TwoAtOnceLoseNeither) {
  ASSERT_EQ(roster(office().first_roster()), "200 stored");
  auto before = *roster::verify_first(office().first_roster());
  for (std::uint32_t round = 1; round <= 10; ++round) {
    const std::string next = office().next_roster(before, kToday, kToday + 30);
    const std::string keys = office().day_keys(round, kToday);
    const Bytes keys_body = ByteWriter{}.u8(2).put(keys).finish();
    const std::string auth = office().auth("/desk/v1/publish", keys_body, under_test_.clock().now());
    std::string other;
    std::thread second{[&] {
      http::Client client{{}};
      const auto answer = client.send(
          {.method = "POST",
           .url = "http://127.0.0.1:" + std::to_string(under_test_.relay().desk_port()) + "/desk/v1/publish",
           .headers = {{"Waymark-Auth", auth}},
           .body = keys_body});
      if (answer) other = said(*answer);
    }};
    EXPECT_EQ(roster(next), "200 stored");
    second.join();
    EXPECT_EQ(other, "200 stored");
    EXPECT_EQ(text("/v1/roster"), next);
    EXPECT_EQ(text("/v1/day-keys"), keys);
    before = *roster::verify_next(next, before);
  }
}

}  // namespace
}  // namespace waymark::relay
