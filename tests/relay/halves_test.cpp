// Halves of envelopes over the public listener: stored when both are there, in whatever order and however often.
#include <gtest/gtest.h>

#include <thread>

#include "relay/halves.h"
#include "relay/schema.h"
#include "relay_under_test.h"

namespace waymark::relay {
namespace {

Bytes half_of(std::uint32_t day, const Bytes& envelope, std::uint8_t which) {
  const RowId id = row_id_of(day, envelope);
  ByteWriter body;
  body.put(id).u8(which).put(ByteView{envelope}.subspan(which == 0 ? 0 : kHalfBytes, kHalfBytes));
  return body.finish();
}

class Halves : public testing::Test {
 protected:
  void SetUp() override { under_test_.open_for_requests(); }
  std::string put(const Bytes& envelope, std::uint8_t which) {
    return said(under_test_.put(kToday, half_of(kToday, envelope, which)));
  }
  std::string ask(const Bytes& envelope) {
    return said(under_test_.put(kToday, ByteWriter{}.put(row_id_of(kToday, envelope)).u8(kHalfAsk).view()));
  }
  RelayUnderTest under_test_;
};

TEST_F(Halves, WhatIsHereIsToldToWhoeverKnowsTheEnvelope) {
  for (const std::uint8_t first : {std::uint8_t{0}, std::uint8_t{1}}) {
    const Bytes envelope = under_test_.office().envelope();
    EXPECT_EQ(ask(envelope), "200 none");
    put(envelope, first);
    EXPECT_EQ(ask(envelope), first == 0 ? "200 first" : "200 second");
    put(envelope, 1 - first);
    EXPECT_EQ(ask(envelope), "200 stored");
    ASSERT_EQ(under_test_.ack({row_id_of(kToday, envelope)}), 1);
    EXPECT_EQ(ask(envelope), "200 none") << "with the desk; sent again, it is filed once";
  }
  EXPECT_EQ(said(under_test_.put(kToday, Bytes(kHalfAskBytes, 1))), "400 malformed");
}

TEST_F(Halves, TheSecondToComeStoresTheEnvelope) {
  for (const std::uint8_t first : {std::uint8_t{0}, std::uint8_t{1}}) {
    const Bytes envelope = under_test_.office().envelope();
    EXPECT_EQ(put(envelope, first), first == 0 ? "200 first" : "200 second");
    EXPECT_EQ(put(envelope, 1 - first), "200 stored");
    ASSERT_EQ(under_test_.pull().back().blob, envelope);
    EXPECT_EQ(under_test_.pull().back().id, row_id_of(kToday, envelope));
  }
  EXPECT_EQ(under_test_.pull().size(), 2u);
}

TEST_F(Halves, WhatIsAskedAgainIsStoredOnce) {
  const Bytes envelope = under_test_.office().envelope();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(put(envelope, 0), "200 first");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(put(envelope, 1), "200 stored");
  EXPECT_EQ(put(envelope, 0), "200 stored") << "the answer to the other one may have been lost";
  EXPECT_EQ(said(under_test_.put(kToday, envelope)), "200 stored");
  EXPECT_EQ(under_test_.pull().size(), 1u);
}

TEST_F(Halves, AHalfAloneIsHandedToNobodyAndOutlivesARestart) {
  const Bytes envelope = under_test_.office().envelope();
  ASSERT_EQ(put(envelope, 1), "200 second");
  EXPECT_EQ(under_test_.pull().size(), 0u);
  under_test_.restart({});
  EXPECT_EQ(put(envelope, 0), "200 stored");
}

TEST_F(Halves, WhatDoesNotMakeTheEnvelopeIsRefusedAndForgotten) {
  const Bytes envelope = under_test_.office().envelope();
  Bytes changed = envelope;
  changed.back() ^= 1U;
  Bytes wrong = half_of(kToday, envelope, 1);
  wrong.back() ^= 1U;
  ASSERT_EQ(put(envelope, 0), "200 first");
  EXPECT_EQ(said(under_test_.put(kToday, wrong)), "400 malformed");
  EXPECT_EQ(put(envelope, 1), "200 second") << "the first one is gone too, so the sender begins anew";
  EXPECT_EQ(put(envelope, 0), "200 stored");

  const Bytes noise(envelope::kEnvelopeBytes, 7);
  ASSERT_EQ(put(noise, 0), "200 first");
  EXPECT_EQ(put(noise, 1), "400 malformed") << "an id that fits does not make an envelope of it";
  Bytes third = half_of(kToday, envelope, 0);
  third[kRowIdBytes] = 2;
  EXPECT_EQ(said(under_test_.put(kToday, third)), "400 malformed");
  EXPECT_EQ(under_test_.pull().size(), 1u);
}

TEST_F(Halves, OfTwoDaysMakeNothing) {
  const Bytes envelope = under_test_.office().envelope();
  ASSERT_EQ(said(under_test_.put(kToday, half_of(kToday, envelope, 0))), "200 first");
  EXPECT_EQ(said(under_test_.put(kToday - 1, half_of(kToday - 1, envelope, 1))), "200 second");
  EXPECT_EQ(said(under_test_.put(kToday - 1, half_of(kToday, envelope, 1))), "400 malformed");
  EXPECT_EQ(said(under_test_.put(kToday + 1, half_of(kToday, envelope, 1))), "409 wrong-day");
  EXPECT_EQ(under_test_.pull().size(), 0u);
}

TEST(HalvesInAFlood, TheOldestGiveWayAndTheirSenderIsTold) {
  auto folder = store::TemporaryFolder::make();
  auto db = store::Connection::open(folder->path() / "relay.db", {});
  ASSERT_TRUE(db && store::migrate(**db, schema()));
  Office office{kToday};
  const Bytes envelope = office.envelope();
  const auto half = [&](std::uint8_t which) { return *parse_half(half_of(kToday, envelope, which)); };
  const Quotas quotas;
  ASSERT_EQ(put_half(**db, quotas, kToday, half(0), {}).value(), HalfOutcome::kFirst);
  {
    auto transaction = store::Transaction::begin(**db);
    for (std::int64_t i = 0; i < kHalvesKept; ++i) {
      Half other{.id = {}, .second = false, .bytes = Bytes(kHalfBytes)};
      office.random().fill(other.id);
      ASSERT_EQ(put_half(**db, quotas, kToday, other, {}).value(), HalfOutcome::kFirst);
    }
    ASSERT_TRUE(transaction->commit());
  }
  EXPECT_EQ((*db)->number("SELECT count(*) FROM half").value(), kHalvesKept);
  EXPECT_EQ(put_half(**db, quotas, kToday, half(1), {}).value(), HalfOutcome::kSecond) << "the first one had to go";
  EXPECT_EQ(put_half(**db, quotas, kToday, half(0), {}).value(), HalfOutcome::kStored);
}

TEST_F(Halves, OfWhatTheDeskHasFiledAreInNoFile) {
  const Bytes envelope = under_test_.office().envelope();
  const auto held = [&] { return files_with(under_test_.folder(), envelope); };
  ASSERT_EQ(put(envelope, 0), "200 first");
  EXPECT_GE(held(), 1) << "or this test looks in the wrong place";
  ASSERT_EQ(put(envelope, 1), "200 stored");
  ASSERT_EQ(under_test_.ack({row_id_of(kToday, envelope)}), 1);
  EXPECT_EQ(held(), 0);
}

TEST_F(Halves, GoWhenTheirDayIsOver) {
  const Bytes envelope = under_test_.office().envelope();
  ASSERT_EQ(put(envelope, 0), "200 first");
  under_test_.stop();
  auto db = store::Connection::open(under_test_.folder() / "relay.db", {});
  ASSERT_TRUE(db);
  EXPECT_EQ(expire_halves(**db, kToday + 3).value(), 0);
  EXPECT_EQ(expire_halves(**db, kToday + 4).value(), 1);
}

TEST(HalvesAndQuotas, AFullDayTakesNoHalf) {
  RelayUnderTest under_test{{.quotas = {.per_day = 1, .in_all = 10, .reserve = 0, .disk_reserve_bytes = 0}}};
  under_test.open_for_requests();
  const Bytes late = under_test.office().envelope();
  ASSERT_EQ(said(under_test.put(kToday, half_of(kToday, late, 0))), "200 first");
  ASSERT_EQ(said(under_test.put(kToday, under_test.office().envelope())), "200 stored");
  EXPECT_EQ(said(under_test.put(kToday, half_of(kToday, late, 1))), "507 full");
  EXPECT_EQ(said(under_test.put(kToday, half_of(kToday, under_test.office().envelope(), 0))), "507 full");
}

// Two at once: both halves at the same moment, many times. One of them is told "stored", never none.
TEST_F(Halves, AtTheSameMomentAreStored) {
  for (int round = 0; round < 20; ++round) {
    const Bytes envelope = under_test_.office().envelope();
    std::string answers[2];
    {
      std::jthread other{[&] {
        http::Client client{{}};
        const auto answer = client.send({.method = "POST",
                                         .url = "http://127.0.0.1:" + std::to_string(under_test_.public_port()) +
                                                "/v1/put/" + std::to_string(kToday),
                                         .body = half_of(kToday, envelope, 1)});
        answers[1] = answer ? said(*answer) : "none";
      }};
      answers[0] = put(envelope, 0);
    }
    EXPECT_TRUE((answers[0] == "200 stored") != (answers[1] == "200 stored")) << answers[0] << answers[1];
  }
  EXPECT_EQ(under_test_.pull().size(), 20u);
}

}  // namespace
}  // namespace waymark::relay
