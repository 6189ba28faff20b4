// What one relay has stored is handed on to a second one, and "in two places" is said when that one has signed for it.
#include <algorithm>

#include "relay/receipt.h"
#include "two_relays.h"

namespace waymark::relay {
namespace {

Bytes copy_body(RelayUnderTest& from, const Bytes& envelope, const crypto::Signature& word = {}) {
  return ByteWriter{}.put(from.office().instance().bytes).put(word).put(envelope).finish();
}

std::string copy(RelayUnderTest& to, ByteView body, std::uint32_t day = kToday) {
  const auto answer = to.post("/v1/copy/" + std::to_string(day), body);
  return answer.status == 200 ? std::to_string(answer.body.size()) + " bytes" : said(answer);
}

TEST_F(TwoRelays, WhatOneStoresTheOtherSignsFor) {
  join();
  const Bytes envelope = put_at(a_);
  ASSERT_TRUE(becomes_copied(a_, envelope));
  ASSERT_EQ(b_.pull().size(), 1U);
  EXPECT_EQ(b_.pull()[0].blob, envelope);
  EXPECT_EQ(a_.pull().size(), 1U);
  const RowId id = row_id_of(kToday, envelope);
  const Told at_a = told(a_, {id, RowId{}});
  EXPECT_TRUE(receipt_fits(key_of(b_), a_.office().instance(), id, at_a.words[0]));
  EXPECT_EQ(at_a.words[1], crypto::Signature{}) << "nothing is said for what is not here";
  EXPECT_EQ(at_a.key, key_of(a_).bytes());
  EXPECT_EQ(at_a.second, 1);
  EXPECT_EQ(at_a.not_copied, 0U);
  const Told at_b = told(b_, {id});
  EXPECT_TRUE(receipt_fits(key_of(a_), a_.office().instance(), id, at_b.words[0]))
      << "the first one has signed that it keeps it too";
  EXPECT_EQ(at_b.second, 0);
}

TEST_F(TwoRelays, HalvesAreHandedOnAsTheEnvelopeThatTheyMake) {
  join();
  const Bytes envelope = a_.office().envelope();
  const RowId id = row_id_of(kToday, envelope);
  for (const std::uint8_t which : {std::uint8_t{1}, std::uint8_t{0}})
    a_.put(kToday,
           ByteWriter{}.put(id).u8(which).put(ByteView{envelope}.subspan(which * kHalfBytes, kHalfBytes)).view());
  ASSERT_TRUE(becomes_copied(a_, envelope));
  EXPECT_EQ(b_.pull()[0].blob, envelope);
}

TEST_F(TwoRelays, EveryAnswerAboutPlacesHasOneSize) {
  join();
  const Bytes copied = put_at(a_);
  ASSERT_TRUE(becomes_copied(a_, copied));
  b_.stop();
  const Bytes alone = put_at(a_);
  const Bytes half = a_.office().envelope();
  a_.put(kToday, ByteWriter{}.put(row_id_of(kToday, half)).u8(0).put(ByteView{half}.first(kHalfBytes)).view());
  EXPECT_EQ(places(a_, alone), "200 stored");
  EXPECT_EQ(places(a_, half), "200 absent");
  EXPECT_EQ(places(a_, a_.office().envelope()), "200 absent");
  a_.restart({});
  EXPECT_EQ(places(a_, alone), "200 single") << "where there is no second place, none is promised";
  // Pages of before know no other words than these.
  const RowId id = row_id_of(kToday, copied);
  EXPECT_EQ(said(a_.put(kToday, ByteWriter{}.put(id).u8(kHalfAsk).view())), "200 stored");
  EXPECT_EQ(said(a_.put(kToday, copied)), "200 stored");
  EXPECT_EQ(said(a_.put(kToday, ByteWriter{}.put(id).u8(4).view())), "400 malformed");
}

TEST_F(TwoRelays, WhatTheDeskFetchesBeforeTheBeatGoesNowhere) {
  join();
  a_.restart({.second = setting_for(b_), .pace = {.beat = std::chrono::hours{1}}});
  const Bytes envelope = put_at(a_);
  ASSERT_EQ(a_.ack({row_id_of(kToday, envelope)}), 1);
  EXPECT_EQ(places(a_, envelope), "200 absent");
  a_.restart({.second = setting_for(b_), .pace = kPace});
  const Bytes later = put_at(a_);
  ASSERT_TRUE(becomes_copied(a_, later));
  EXPECT_EQ(b_.pull().size(), 1U) << "the second relay has never heard of the first one";
}

TEST_F(TwoRelays, WhatWaitsWhileTheSecondIsAwayGoesWhenItIsBack) {
  join();
  const std::uint16_t port = b_.public_port();
  b_.stop();
  std::vector<Bytes> envelopes;
  for (int i = 0; i < 70; ++i) envelopes.push_back(put_at(a_));
  ASSERT_TRUE(comes_true([&] { return told(a_).second == 2; })) << "the desk is told that it is not reached";
  EXPECT_EQ(told(a_).not_copied, 70U);
  EXPECT_EQ(places(a_, envelopes[0]), "200 stored");
  b_.restart({.public_port = port});
  for (const Bytes& envelope : envelopes) ASSERT_TRUE(becomes_copied(a_, envelope));
  EXPECT_EQ(b_.pull().size(), 70U);
  EXPECT_EQ(a_.pull().size(), 70U);
}

// Each names the other: what goes over is a copy there and never comes back.
TEST_F(TwoRelays, NothingGoesRoundInARing) {
  join();
  publish_roster_with(b_, {url_of(a_)});
  const std::uint16_t port = b_.public_port();
  b_.restart({.second = setting_for(a_), .pace = kPace, .public_port = port});
  const Bytes at_a = put_at(a_);
  const Bytes at_b = put_at(b_);
  ASSERT_TRUE(becomes_copied(a_, at_a));
  ASSERT_TRUE(becomes_copied(b_, at_b));
  EXPECT_EQ(told(a_).not_copied, 0U);
  EXPECT_EQ(told(b_).not_copied, 0U);
  EXPECT_EQ(a_.pull().size(), 2U);
  EXPECT_EQ(b_.pull().size(), 2U);
  EXPECT_EQ(places(b_, at_a), "200 stored") << "of a copy nothing more is said than that it is here";
  // Its sender puts it at the other one too: that one hands it back once, and both have signed.
  ASSERT_EQ(said(b_.put(kToday, at_a)), "200 stored");
  ASSERT_TRUE(becomes_copied(b_, at_a));
  EXPECT_EQ(a_.pull().size(), 2U);
}

TEST_F(TwoRelays, AReplyThatIsDeletedAtOneIsDeletedAtTheOther) {
  join();
  RowId id{};
  id.fill(3);
  ByteArray<kTokenBytes> token{};
  token.fill(4);
  const Bytes blob = a_.office().envelope();
  const auto push = [&](RelayUnderTest& relay) {
    const Bytes body = ByteWriter{}.u16(1).put(id).put(crypto::sha256(token)).u8(kReplyDays).put(blob).finish();
    ASSERT_EQ(relay.desk("/desk/v1/push", body).body, (Bytes{0, 1, 0}));
  };
  push(a_);
  push(b_);
  const auto total = [&](RelayUnderTest& relay) {
    return relay.post("/v1/poll", ByteWriter{}.u16(0).put(id).pad_to(kPollBytes).view()).body[1];
  };
  EXPECT_EQ(total(b_), 1);
  const Bytes deletion = ByteWriter{}.put(id).put(token).pad_to(kDeleteBytes).finish();
  ASSERT_EQ(said(a_.post("/v1/delete", deletion)), "200 deleted");
  EXPECT_TRUE(comes_true([&] { return total(b_) == 0; }));
  EXPECT_EQ(total(a_), 0);
}

// ---- the call by itself ----------------------------------------------------------------------------------------

TEST_F(TwoRelays, ACopyIsAnsweredByTheWordAloneAndOnlyForEnvelopes) {
  b_.open_for_requests();
  const Bytes envelope = b_.office().envelope();
  EXPECT_EQ(copy(b_, copy_body(b_, envelope)), "64 bytes");
  EXPECT_EQ(copy(b_, copy_body(b_, envelope)), "64 bytes") << "again is harmless";
  EXPECT_EQ(b_.pull().size(), 1U);
  EXPECT_EQ(copy(b_, copy_body(b_, Bytes(envelope::kEnvelopeBytes, 7))), "400 malformed");
  Bytes longer = copy_body(b_, envelope);
  longer.push_back(0);
  EXPECT_EQ(b_.post("/v1/copy/" + std::to_string(kToday), longer).status, 413);
  EXPECT_EQ(copy(b_, ByteView{longer}.first(100)), "400 wrong-size");
  EXPECT_EQ(said(b_.post("/v1/copy/x", copy_body(b_, envelope))), "400 malformed");
  Bytes foreign = copy_body(b_, envelope);
  foreign[0] ^= 1U;
  EXPECT_EQ(copy(b_, foreign), "409 wrong-instance");
}

TEST_F(TwoRelays, ACopyMayComeTwoWeeksAfterItsDay) {
  b_.open_for_requests();
  const Bytes body = copy_body(b_, b_.office().envelope());
  EXPECT_EQ(copy(b_, body, kToday - kCopyDays), "64 bytes") << "its relay was alone for long";
  EXPECT_EQ(copy(b_, body, kToday - kCopyDays - 1), "409 wrong-day");
  EXPECT_EQ(copy(b_, body, kToday + 1), "409 wrong-day");
  EXPECT_EQ(said(b_.put(kToday - 4, b_.office().envelope())), "409 wrong-day") << "senders have what they had";
}

TEST_F(TwoRelays, ARelayThatOnlyKeepsCopiesNeedsNoRoster) {
  const Bytes envelope = b_.office().envelope();
  EXPECT_EQ(copy(b_, copy_body(b_, envelope)), "64 bytes");
  EXPECT_EQ(said(b_.put(kToday, envelope)), "503 expired") << "from senders it takes nothing";
  b_.open_for_requests();
  EXPECT_EQ(b_.pull().size(), 1U) << "until the desk turns to it";
}

// Anybody may call: it is a put that is not handed on. It blames nobody, because nobody else can sign for a relay.
TEST_F(TwoRelays, AStrangersCopyHasNoWordThatFits) {
  join();
  const Bytes envelope = b_.office().envelope();
  ASSERT_EQ(copy(b_, copy_body(b_, envelope, told(a_, {row_id_of(kToday, envelope)}).words[0])), "64 bytes");
  const RowId id = row_id_of(kToday, envelope);
  EXPECT_FALSE(receipt_fits(key_of(a_), a_.office().instance(), id, told(b_, {id}).words[0]));
}

TEST_F(TwoRelays, AWordIsForOneEnvelopeOfOneOrganisation) {
  const ReceiptKey key{crypto::SigningSeed{}, a_.office().instance()};
  RowId id{};
  const crypto::Signature word = key.sign(id);
  EXPECT_TRUE(receipt_fits(key.verify_key(), a_.office().instance(), id, word));
  EXPECT_FALSE(receipt_fits(key.verify_key(), {}, id, word));
  id[0] = 1;
  EXPECT_FALSE(receipt_fits(key.verify_key(), a_.office().instance(), id, word));
}

}  // namespace
}  // namespace waymark::relay
