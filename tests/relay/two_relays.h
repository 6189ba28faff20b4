// Two relays of one office inside the test, the first of which hands on to the second. The beat is 20 ms.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "base/comes_true.h"
#include "relay_under_test.h"

namespace waymark::relay {

class TwoRelays : public testing::Test {
 protected:
  static constexpr ForwarderPace kPace{.beat = std::chrono::milliseconds{20},
                                       .longest_wait = std::chrono::milliseconds{100},
                                       .look_every = std::chrono::milliseconds{50},
                                       .patience = std::chrono::milliseconds{2'000}};

  static std::string url_of(const RelayUnderTest& relay) {
    return "http://127.0.0.1:" + std::to_string(relay.public_port());
  }
  static crypto::RelayVerifyKey key_of(RelayUnderTest& relay) { return relay.relay().own_key().verify_key(); }
  static SecondSetting setting_for(RelayUnderTest& relay) { return {.url = url_of(relay), .key = key_of(relay)}; }
  /// The first roster names no relay; the next one does.
  static void publish_roster_with(RelayUnderTest& at, std::vector<std::string> relays) {
    const auto first = roster::verify_first(at.office().first_roster());
    const std::string next =
        at.office().next_roster(*first, kToday, kToday + 30, {"http://clerk.example"}, std::move(relays));
    ASSERT_EQ(said(at.publish(DocumentKind::kRoster, next)), "200 stored");
  }
  /// Opens both and starts the first one again with the second as its second place.
  void join() {
    a_.open_for_requests();
    b_.open_for_requests();
    publish_roster_with(a_, {url_of(b_), "http://other.example"});
    a_.restart({.second = setting_for(b_), .pace = kPace});
  }
  /// The answer to the question in how many places an envelope is.
  static std::string places(RelayUnderTest& relay, const Bytes& envelope, std::uint32_t day = kToday) {
    return said(relay.put(day, ByteWriter{}.put(row_id_of(day, envelope)).u8(kPlacesAsk).view()));
  }
  static bool becomes_copied(RelayUnderTest& relay, const Bytes& envelope) {
    return comes_true([&] { return places(relay, envelope) == "200 copied"; });
  }
  Bytes put_at(RelayUnderTest& relay) {
    const Bytes envelope = a_.office().envelope();
    EXPECT_EQ(said(relay.put(kToday, envelope)), "200 stored");
    return envelope;
  }
  /// What the desk is told: the second's state, what it has not got, and words for ids.
  struct Told {
    crypto::VerifyKeyBytes key{};
    int second = 0;
    std::uint32_t not_copied = 0;
    std::vector<crypto::Signature> words;
  };
  static Told told(RelayUnderTest& relay, const std::vector<RowId>& ids = {}) {
    ByteWriter body;
    body.u16(static_cast<std::uint16_t>(ids.size()));
    for (const RowId& id : ids) body.put(id);
    const http::ClientResponse answer = relay.desk("/desk/v1/receipts", body.view());
    EXPECT_EQ(answer.status, 200);
    ByteReader reader{answer.body};
    Told told;
    told.key = reader.array<32>().value();
    told.second = reader.u8().value();
    told.not_copied = reader.u32().value();
    const std::uint16_t count = reader.u16().value();
    for (int i = 0; i < count; ++i) told.words.push_back(reader.array<64>().value());
    EXPECT_EQ(reader.remaining(), 0U);
    return told;
  }

  RelayUnderTest a_;
  RelayUnderTest b_;
};

}  // namespace waymark::relay
