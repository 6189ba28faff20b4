// Push, poll, delete, expire.
#include <gtest/gtest.h>

#include "relay_under_test.h"

namespace waymark::relay {
namespace {

struct Reply {
  RowId id;
  Bytes token;
  Bytes blob;
  std::uint8_t keep_days = kReplyDays;
};

class Replies : public testing::Test {
 protected:
  Reply make() {
    Office& office = under_test_.office();
    return {office.random().array<16>(), to_bytes(office.random().array<32>()), office.envelope(), kReplyDays};
  }
  http::ClientResponse push(const std::vector<Reply>& replies) {
    ByteWriter body;
    body.u16(static_cast<std::uint16_t>(replies.size()));
    for (const Reply& reply : replies)
      body.put(reply.id).put(crypto::sha256(reply.token)).u8(reply.keep_days).put(reply.blob);
    return under_test_.desk("/desk/v1/push", body.view());
  }
  http::ClientResponse poll(const std::vector<RowId>& ids, std::uint16_t skip = 0) {
    ByteWriter body;
    body.u16(skip);
    for (const RowId& id : ids) body.put(id);
    return under_test_.post("/v1/poll", body.pad_to(kPollBytes).view());
  }
  static std::uint16_t total(const http::ClientResponse& r) { return *ByteReader{r.body}.u16(); }
  static std::uint16_t returned(const http::ClientResponse& r) {
    return *ByteReader{ByteView{r.body}.subspan(2)}.u16();
  }
  static Bytes entry(const http::ClientResponse& r) {
    constexpr std::size_t kEntry = 16 + 8'192;
    return to_bytes(ByteView{r.body}.subspan(4, kEntry));
  }
  static Bytes entry(const Reply& reply) { return ByteWriter{}.put(reply.id).put(reply.blob).finish(); }
  std::string remove(const Reply& reply) {
    return said(
        under_test_.post("/v1/delete", ByteWriter{}.put(reply.id).put(reply.token).pad_to(kDeleteBytes).finish()));
  }
  RelayUnderTest under_test_;
};

TEST_F(Replies, ArePolledOldestFirstOneAtATime) {
  const std::vector<Reply> replies{make(), make(), make()};
  EXPECT_EQ(push(replies).body, (Bytes{0, 3, 0, 0, 0}));
  const std::vector<RowId> ids{replies[2].id, replies[0].id, replies[1].id, replies[0].id};
  for (std::uint16_t skip = 0; skip < 3; ++skip) {
    const auto answer = poll(ids, skip);
    EXPECT_EQ(total(answer), 3);
    EXPECT_EQ(returned(answer), 1);
    EXPECT_EQ(entry(answer), entry(replies[skip]));
  }
  EXPECT_EQ(returned(poll(ids, 3)), 0);
  EXPECT_EQ(returned(poll(ids, 65'535)), 0);
}

TEST_F(Replies, PollHasOneSizeAndNeverTheSameFiller) {
  const Reply reply = make();
  push({reply});
  const auto nothing = poll({});
  const auto again = poll({});
  const auto one = poll({reply.id});
  for (const auto& answer : {nothing, again, one}) {
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.size(), kPollAnswerBytes);
    EXPECT_EQ(answer.header("content-encoding"), "");
    EXPECT_EQ(answer.header("content-type"), "application/octet-stream");
  }
  EXPECT_EQ(kPollAnswerBytes, 8'212U);
  EXPECT_EQ(entry(one), entry(reply));
  EXPECT_NE(entry(nothing), entry(again));
  const Bytes filler = entry(nothing);
  EXPECT_LT(std::count(filler.begin(), filler.end(), 0), 200) << "zeros would tell an empty mailbox by compression";
}

TEST_F(Replies, PollOfAnotherSizeIsRefused) {
  for (const std::size_t size : {0u, 769u, 771u, 5'000u})
    EXPECT_EQ(said(under_test_.post("/v1/poll", Bytes(size))), "400 wrong-size");
}

TEST_F(Replies, PushingTheSameAgainIsHarmlessAndAnotherIsRefused) {
  Reply reply = make();
  EXPECT_EQ(push({reply}).body, (Bytes{0, 1, 0}));
  EXPECT_EQ(push({reply}).body, (Bytes{0, 1, 1}));
  Reply other_blob = reply;
  other_blob.blob = under_test_.office().envelope();
  EXPECT_EQ(push({other_blob}).body, (Bytes{0, 1, 2}));
  Reply other_token = reply;
  other_token.token[0] ^= 1U;
  EXPECT_EQ(push({other_token}).body, (Bytes{0, 1, 2}));
  EXPECT_EQ(entry(poll({reply.id})), entry(reply));
}

TEST_F(Replies, PushWantsWholeEnvelopes) {
  Reply reply = make();
  reply.blob = Bytes(8'192, 'x');
  EXPECT_EQ(push({reply}).status, 400);
  EXPECT_EQ(push({}).status, 400);
  EXPECT_EQ(under_test_.desk("/desk/v1/push", ByteWriter{}.u16(1).put(Bytes(100)).finish()).status, 400);
}

TEST_F(Replies, AreDeletedByTheirTokenAlone) {
  const Reply reply = make();
  push({reply});
  Reply wrong = reply;
  wrong.token[31] ^= 1U;
  EXPECT_EQ(remove(wrong), "200 deleted") << "the answer does not say whether it existed";
  EXPECT_EQ(total(poll({reply.id})), 1);
  EXPECT_EQ(remove(reply), "200 deleted");
  EXPECT_EQ(total(poll({reply.id})), 0);
  EXPECT_EQ(remove(reply), "200 deleted");
}

TEST_F(Replies, DeleteIsOfOneSizeWhetherItDeletesOneOrAll) {
  std::vector<Reply> replies;
  ByteWriter body;
  for (int i = 0; i < 48; ++i) {
    replies.push_back(make());
    body.put(replies.back().id).put(replies.back().token);
  }
  push(replies);
  EXPECT_EQ(body.size(), kDeleteBytes);
  EXPECT_EQ(said(under_test_.post("/v1/delete", body.view())), "200 deleted");
  EXPECT_EQ(total(poll({replies[0].id, replies[47].id})), 0);
  for (const std::size_t entries : {0u, 1u, 2u, 47u, 49u})
    EXPECT_EQ(said(under_test_.post("/v1/delete", Bytes(entries * 48))), "400 wrong-size") << entries;
  EXPECT_EQ(said(under_test_.post("/v1/delete", Bytes(kDeleteBytes - 1))), "400 wrong-size");
}

TEST_F(Replies, AreKeptAsLongAsTheDeskSaysAndNeverLonger) {
  Reply late = make();
  late.keep_days = 3;
  EXPECT_EQ(push({late}).body, (Bytes{0, 1, 0}));
  under_test_.clock().set(start_of_day(kToday + 3) + std::chrono::hours{23});
  EXPECT_EQ(total(poll({late.id})), 1);
  under_test_.clock().set(start_of_day(kToday + 4));
  EXPECT_EQ(total(poll({late.id})), 0);
  Reply forever = make();
  forever.keep_days = kReplyDays + 1;
  EXPECT_EQ(push({forever}).status, 400);
}

TEST_F(Replies, ExpireAfterThirtyDays) {
  const Reply reply = make();
  push({reply});
  const auto desk_calls = [&] { ASSERT_EQ(under_test_.desk("/desk/v1/status", {}).status, 200); };
  under_test_.clock().set(start_of_day(kToday + 30) + std::chrono::hours{23});
  desk_calls();
  ASSERT_TRUE(under_test_.relay().do_chores());
  EXPECT_EQ(total(poll({reply.id})), 1);
  under_test_.clock().set(start_of_day(kToday + 31));
  EXPECT_EQ(total(poll({reply.id})), 0) << "also before the chores";
  desk_calls();
  ASSERT_TRUE(under_test_.relay().do_chores());
  EXPECT_EQ(push({reply}).body, (Bytes{0, 1, 0})) << "the row is gone";
}

TEST_F(Replies, AClockThatIsWrongForAWhileDestroysNone) {
  const Reply reply = make();
  push({reply});
  under_test_.clock().set(start_of_day(kToday + 60));
  ASSERT_TRUE(under_test_.relay().do_chores());
  under_test_.clock().set(start_of_day(kToday) + std::chrono::hours{13});
  EXPECT_EQ(total(poll({reply.id})), 1) << "nobody had agreed with that clock";
}

TEST(ProvenDay, GoesOnWithAClockThatCannotJump) {
  ManualClock clock{start_of_day(kToday) + std::chrono::hours{12}};
  ProvenDay::SteadyTime steady{};
  ProvenDay day{clock, [&] { return steady; }};
  EXPECT_EQ(day.today(), std::nullopt) << "nobody has agreed yet";
  day.agreed();
  EXPECT_EQ(day.today(), kToday);
  clock.advance(std::chrono::days{3});
  EXPECT_EQ(day.today(), kToday) << "a jump";
  steady += std::chrono::hours{13};
  EXPECT_EQ(day.today(), kToday + 1) << "so much has really passed";
  clock.set(start_of_day(kToday - 3));
  EXPECT_EQ(day.today(), kToday - 3) << "behind it only keeps what it could destroy";
  clock.set(start_of_day(kToday + 20));
  day.agreed();
  EXPECT_EQ(day.today(), kToday + 20);
}

}  // namespace
}  // namespace waymark::relay
