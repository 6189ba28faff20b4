// POST /v1/put/DAY: stored only what is an envelope for an accepted day, and only once.
#include <gtest/gtest.h>

#include "relay_under_test.h"

namespace waymark::relay {
namespace {

class Put : public testing::Test {
 protected:
  void SetUp() override { under_test_.open_for_requests(); }
  std::string put(std::uint32_t day, ByteView bytes) { return said(under_test_.put(day, bytes)); }
  RelayUnderTest under_test_;
};

TEST_F(Put, StoresAndHandsOutOldestFirst) {
  const Bytes first = under_test_.office().envelope();
  const Bytes second = under_test_.office().envelope();
  EXPECT_EQ(put(kToday, first), "200 stored");
  EXPECT_EQ(put(kToday - 1, second), "200 stored");
  const auto pulled = under_test_.pull();
  ASSERT_EQ(pulled.size(), 2u);
  EXPECT_EQ(pulled[0].blob, first);
  EXPECT_EQ(pulled[0].id, row_id_of(kToday, first));
  EXPECT_EQ(pulled[0].day, kToday);
  EXPECT_EQ(pulled[1].blob, second);
  EXPECT_EQ(pulled[1].day, kToday - 1);
  EXPECT_EQ(under_test_.pull(1).size(), 1u);
}

TEST_F(Put, TheSameAgainIsStoredOnce) {
  const Bytes envelope = under_test_.office().envelope();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(put(kToday, envelope), "200 stored");
  EXPECT_EQ(under_test_.pull().size(), 1u);
}

TEST_F(Put, SurvivesARestart) {
  const Bytes envelope = under_test_.office().envelope();
  ASSERT_EQ(put(kToday, envelope), "200 stored");
  under_test_.restart({});
  ASSERT_EQ(under_test_.pull().size(), 1u);
  EXPECT_EQ(under_test_.pull()[0].blob, envelope);
}

TEST_F(Put, OtherSizesAreRefused) {
  const Bytes envelope = under_test_.office().envelope();
  for (const std::size_t size : {0u, 1u, 8'191u, 8'193u, 16'384u}) {
    Bytes other = envelope;
    other.resize(size);
    EXPECT_EQ(put(kToday, other), "400 wrong-size") << size;
  }
  EXPECT_EQ(put(kToday, Bytes(16'385)), "413 too-large");
  EXPECT_EQ(under_test_.pull().size(), 0u);
}

TEST_F(Put, WhatIsNoEnvelopeIsRefused) {
  Office& office = under_test_.office();
  Bytes random_bytes(8'192);
  office.random().fill(random_bytes);
  EXPECT_EQ(put(kToday, random_bytes), "400 malformed");
  EXPECT_EQ(put(kToday, Bytes(8'192)), "400 malformed");
  EXPECT_EQ(put(kToday, office.envelope_with_stanza("-> X25519 " + std::string(43, 'A'))), "400 malformed");
  const std::string stanza = "-> mlkem768x25519 " + std::string(1'494, 'A');
  const std::string two = stanza + "\n" + std::string(43, 'A') + "\n" + stanza;
  EXPECT_EQ(put(kToday, office.envelope_with_stanza(two)), "400 malformed");
  Bytes text(8'192, ' ');
  const std::string_view plain = "my name is";
  std::copy(plain.begin(), plain.end(), text.begin());
  EXPECT_EQ(put(kToday, text), "400 malformed");
  EXPECT_EQ(under_test_.pull().size(), 0u);
}

TEST_F(Put, EveryChangedByteOfTheHeaderIsRefusedOrAnotherEnvelope) {
  const Bytes envelope = under_test_.office().envelope();
  for (std::size_t i = 0; i < envelope::kVersionLineBytes + 18; ++i) {
    Bytes changed = envelope;
    changed[i] ^= 1U;
    EXPECT_EQ(put(kToday, changed), "400 malformed") << i;
  }
}

TEST_F(Put, DaysAreAcceptedFromAnHourBeforeToThreeDaysAfter) {
  const auto at = [&](TimePoint now, std::uint32_t day) {
    under_test_.clock().set(now);
    return put(day, under_test_.office().envelope());
  };
  const TimePoint start = start_of_day(kToday);
  EXPECT_EQ(at(start, kToday), "200 stored");
  EXPECT_EQ(at(start - std::chrono::hours{1}, kToday), "200 stored");
  EXPECT_EQ(at(start - std::chrono::hours{1} - Seconds{1}, kToday), "409 wrong-day");
  EXPECT_EQ(at(start + std::chrono::days{4} - Seconds{1}, kToday), "200 stored");
  EXPECT_EQ(at(start + std::chrono::days{4}, kToday), "409 wrong-day");
  EXPECT_EQ(at(start, kToday + 1), "409 wrong-day");
  EXPECT_EQ(at(start, 0), "409 wrong-day");
  EXPECT_EQ(at(start, 0xffffffff), "409 wrong-day");
}

TEST_F(Put, ADayIsADecimalNumber) {
  const Bytes envelope = under_test_.office().envelope();
  for (const std::string day : {"x", "-1", "+20779", "020779", "20779x", "20779.0", "99999999999", "%32", "0x512b"}) {
    EXPECT_EQ(said(under_test_.post("/v1/put/" + day, envelope)), "400 malformed") << day;
  }
  EXPECT_EQ(under_test_.post("/v1/put/", envelope).status, 413);
  EXPECT_EQ(under_test_.post("/v1/put/20779/1", envelope).status, 413);
  EXPECT_EQ(said(under_test_.get("/v1/put/20779")), "405 wrong-method");
}

TEST_F(Put, AnExpiredRosterStopsIntake) {
  const Bytes envelope = under_test_.office().envelope();
  under_test_.clock().set(start_of_day(kToday + 30) + std::chrono::hours{23});
  EXPECT_EQ(put(kToday + 30, envelope), "200 stored");
  under_test_.clock().set(start_of_day(kToday + 31));
  EXPECT_EQ(put(kToday + 31, envelope), "503 expired");
}

TEST(PutBeforeTheFirstRoster, IsRefused) {
  RelayUnderTest under_test;
  EXPECT_EQ(said(under_test.put(kToday, under_test.office().envelope())), "503 expired");
}

}  // namespace
}  // namespace waymark::relay
