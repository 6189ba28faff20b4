// Who may talk on the desk's listener, and what the calls answer.
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "relay_under_test.h"

namespace waymark::relay {
namespace {

constexpr std::string_view kStatus = "/desk/v1/status";

class DeskCalls : public testing::Test {
 protected:
  std::string call(std::string auth, std::string_view path = kStatus, ByteView body = {}) {
    const auto answer = under_test_.desk_with(path, body, std::move(auth));
    return answer.status == 200 ? "200" : said(answer);
  }
  std::string auth_at(Seconds offset) {
    return under_test_.office().auth(kStatus, {}, under_test_.clock().now() + offset);
  }
  std::string now_text() { return std::to_string(under_test_.clock().now().time_since_epoch().count()); }
  RelayUnderTest under_test_;
};

TEST_F(DeskCalls, NeedASignatureOverPathTimeNonceAndBody) {
  Office& office = under_test_.office();
  const TimePoint now = under_test_.clock().now();
  EXPECT_EQ(call(office.auth(kStatus, {}, now)), "200");
  EXPECT_EQ(call(office.auth("/desk/v1/pull", {}, now)), "401 denied");
  EXPECT_EQ(call(office.auth(kStatus, Bytes{1}, now)), "401 denied");
  Office stranger(kToday, 2);
  stranger.call_relay(under_test_.relay().identity().name, under_test_.relay().identity().run);
  EXPECT_EQ(call(stranger.auth(kStatus, {}, now)), "401 denied");
  const Bytes limit{0, 1};
  EXPECT_EQ(call(office.auth("/desk/v1/pull", limit, now), "/desk/v1/pull", Bytes{0, 2}), "401 denied");
  EXPECT_EQ(call(office.auth("/desk/v1/pull", limit, now), "/desk/v1/pull", limit), "200");
}

TEST_F(DeskCalls, EveryChangedCharacterOfTheHeaderIsDenied) {
  const std::string good = auth_at(Seconds{0});
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_TRUE(call(changed).starts_with("401")) << i;
  }
  EXPECT_EQ(call(good), "200") << "none of the tries used up the nonce";
}

TEST_F(DeskCalls, MalformedHeadersAreDenied) {
  for (const std::string bad :
       {"", "v2", "v2 1 2", "v2  1 2 3", "v1 1 AAAAAAAAAAAAAAAAAAAAAA== x", "v2 AA== 1 a b", "v2 a -1 a b"}) {
    EXPECT_EQ(call(bad), "401 denied") << bad;
  }
  EXPECT_EQ(call(auth_at(Seconds{0}) + " more"), "401 denied");
}

TEST_F(DeskCalls, AClockThatIsOffIsSaidWithTheRelaysTime) {
  EXPECT_EQ(call(auth_at(Seconds{300})), "200");
  EXPECT_EQ(call(auth_at(Seconds{-300})), "200");
  EXPECT_EQ(call(auth_at(Seconds{301})), "401 clock");
  EXPECT_EQ(call(auth_at(Seconds{-301})), "401 clock");
  EXPECT_EQ(under_test_.desk_with(kStatus, {}, auth_at(Seconds{301})).header("waymark-time"), now_text());
  const std::string nonce = to_base64(Bytes(16), Padding::kRequired);
  EXPECT_EQ(call(under_test_.office().auth_with(kStatus, {}, "9223372036854775807", nonce)), "401 clock");
}

TEST_F(DeskCalls, ANonceWorksOnceInSixHundredSeconds) {
  const std::string nonce = to_base64(Bytes(16, 7), Padding::kRequired);
  const std::string auth = under_test_.office().auth_with(kStatus, {}, now_text(), nonce);
  EXPECT_EQ(call(auth), "200");
  EXPECT_EQ(call(auth), "401 denied");
  under_test_.clock().advance(Seconds{300});
  EXPECT_EQ(call(auth), "401 denied") << "as long as its time would still be accepted";
  under_test_.clock().advance(Seconds{400});
  EXPECT_EQ(call(under_test_.office().auth_with(kStatus, {}, now_text(), nonce)), "200");
}

TEST_F(DeskCalls, SignedBytesAreWorthNothingAfterARestart) {
  const TimePoint now = under_test_.clock().now();
  const std::string used = under_test_.office().auth(kStatus, {}, now);
  const std::string unused = under_test_.office().auth(kStatus, {}, now);
  EXPECT_EQ(call(used), "200");
  under_test_.restart({});
  EXPECT_EQ(call(used), "401 run") << "within the 300 s, and the relay has forgotten the nonce";
  EXPECT_EQ(call(unused), "401 run") << "also what was held back";
  const auto refused = under_test_.desk_with(kStatus, {}, used);
  EXPECT_EQ(refused.header("waymark-run"), to_base64(under_test_.relay().identity().run, Padding::kRequired));
  EXPECT_EQ(call(auth_at(Seconds{0})), "200") << "signed for this run";
}

TEST_F(DeskCalls, SignedBytesAreWorthNothingAtAnotherRelayOfTheOffice) {
  Office& office = under_test_.office();
  const RunId run = under_test_.relay().identity().run;
  // Another relay that lies about its run, and forwards what it gets.
  office.call_relay("second", run);
  EXPECT_EQ(call(auth_at(Seconds{0})), "401 denied") << "signed for a relay of another name";
  office.call_relay("relay", {});
  EXPECT_EQ(call(auth_at(Seconds{0})), "401 run") << "signed for another run";
  office.call_relay("relay", run);
  EXPECT_EQ(call(auth_at(Seconds{0})), "200");
}

TEST_F(DeskCalls, AreNotOnThePublicListenerAndNotTheOtherWay) {
  EXPECT_EQ(said(under_test_.post("/desk/v1/status", {})), "404 not-found");
  EXPECT_EQ(call(under_test_.office().auth("/v1/roster", {}, under_test_.clock().now()), "/v1/roster"),
            "404 not-found");
}

TEST_F(DeskCalls, LimitsOfPullAndAck) {
  EXPECT_EQ(under_test_.desk("/desk/v1/pull", Bytes{0, 0}).status, 400);
  EXPECT_EQ(under_test_.desk("/desk/v1/pull", Bytes{2, 1}).status, 400);
  EXPECT_EQ(under_test_.desk("/desk/v1/pull", Bytes{2, 0}).status, 200);
  EXPECT_EQ(under_test_.desk("/desk/v1/pull", Bytes{1}).status, 400);
  EXPECT_EQ(under_test_.desk("/desk/v1/ack", Bytes{0, 1, 2}).status, 400);
  EXPECT_EQ(under_test_.desk("/desk/v1/ack", Bytes{0, 0}).body, (Bytes{0, 0}));
}

TEST_F(DeskCalls, AckPurgesOnlyWhatItNames) {
  under_test_.open_for_requests();
  std::vector<RowId> ids;
  for (int i = 0; i < 5; ++i) {
    const Bytes envelope = under_test_.office().envelope();
    ids.push_back(row_id_of(kToday, envelope));
    ASSERT_EQ(under_test_.put(kToday, envelope).status, 200);
  }
  EXPECT_EQ(under_test_.ack({ids[1], ids[3], RowId{}}), 2);
  EXPECT_EQ(under_test_.ack({ids[1]}), 0);
  const auto left = under_test_.pull();
  ASSERT_EQ(left.size(), 3u);
  EXPECT_EQ(left[0].id, ids[0]);
  EXPECT_EQ(left[1].id, ids[2]);
  EXPECT_EQ(left[2].id, ids[4]);
}

TEST_F(DeskCalls, StatusCounts) {
  under_test_.open_for_requests();
  ASSERT_EQ(under_test_.put(kToday, under_test_.office().envelope()).status, 200);
  ASSERT_EQ(under_test_.put(kToday - 2, under_test_.office().envelope()).status, 200);
  const auto answer = under_test_.desk(kStatus, {});
  ByteReader reader{answer.body};
  EXPECT_EQ(static_cast<std::int64_t>(*reader.u64()), under_test_.clock().now().time_since_epoch().count());
  EXPECT_EQ(*reader.u32(), 2u) << "waiting";
  EXPECT_EQ(*reader.u32(), kToday - 2) << "oldest day";
  EXPECT_EQ(*reader.u32(), 0u) << "replies";
  EXPECT_EQ(*reader.u32(), 0u) << "refused";
  EXPECT_EQ(*reader.u32(), 1u) << "roster serial";
  EXPECT_EQ(*reader.u32(), 1u) << "day-key serial";
  EXPECT_EQ(*reader.u32(), kToday + 1) << "newest whole day key";
  EXPECT_EQ(*reader.u32(), 0u) << "public cards";
  EXPECT_EQ(reader.remaining(), 0u);
}

}  // namespace
}  // namespace waymark::relay
