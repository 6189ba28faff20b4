// Two relays on one PostgreSQL, over their listeners: what one is told, both know.
#include <gtest/gtest.h>

#include "base/check.h"
#include "postgres_server.h"
#include "relay_under_test.h"

namespace waymark::relay {
namespace {

/// A relay on a database, and its calls as functions.
class OnPostgres {
 public:
  OnPostgres(const Config& config, const Clock& clock) : office_{kToday} {
    auto relay = Relay::start(
        config, {.clock = clock, .log = log_, .fill_random = [](auto bytes) { crypto::SystemRandom{}.fill(bytes); }});
    CHECK(relay.has_value());
    relay_ = std::move(*relay);
    office_.call_relay(relay_->identity().name, relay_->identity().run);
  }
  Relay& relay() { return *relay_; }
  [[nodiscard]] const std::string& last_line() const { return last_line_; }
  std::string put(ByteView body) {
    return said(post(relay_->public_port(), "/v1/put/" + std::to_string(kToday), body, {}));
  }
  Bytes desk(const std::string& path, ByteView body) {
    const std::string auth = office_.auth(path, body, start_of_day(kToday));
    return post(relay_->desk_port(), path, body, {{"Waymark-Auth", auth}}).body;
  }
  std::string publish(DocumentKind kind, std::string_view note) {
    return to_string(desk("/desk/v1/publish", ByteWriter{}.u8(static_cast<std::uint8_t>(kind)).put(note).view()));
  }
  std::uint16_t waiting() { return ByteReader{desk("/desk/v1/pull", ByteWriter{}.u16(512).view())}.u16().value(); }

 private:
  http::ClientResponse post(std::uint16_t port, const std::string& path, ByteView body,
                            std::vector<http::Header> headers) {
    auto response = client_.send({.method = "POST",
                                  .url = "http://127.0.0.1:" + std::to_string(port) + path,
                                  .headers = std::move(headers),
                                  .body = body});
    CHECK(response.has_value());
    return std::move(*response);
  }
  Office office_;
  std::string last_line_;
  Log log_{[this](std::string_view line) { last_line_ = line; }};
  std::unique_ptr<Relay> relay_;
  http::Client client_{{}};
};

class TwoRelays : public testing::Test {
 protected:
  void SetUp() override {
    server_ = PostgresServer::start();
    if (!server_) GTEST_SKIP() << "no PostgreSQL on this machine; script/bootstrap test installs it";
    config_ = {
        .data = {},
        .postgres = PostgresSetting{.address = *store::PgAddress::parse(server_->make_database()), .standby = false},
        .pages = {},
        .instance = office_.instance(),
        .transport_key = office_.transport_key(),
        .public_listen = {"127.0.0.1", 0},
        .desk_listen = {"127.0.0.1", 0},
        .quotas = {}};
    one_ = std::make_unique<OnPostgres>(*config_, clock_);
    other_ = std::make_unique<OnPostgres>(*config_, clock_);
  }
  void open_for_requests() {
    ASSERT_EQ(one_->publish(DocumentKind::kRoster, office_.first_roster()), "stored");
    ASSERT_EQ(one_->publish(DocumentKind::kDayKeys, office_.day_keys(1, kToday)), "stored");
  }
  const ManualClock clock_{start_of_day(kToday)};
  Office office_{kToday};
  std::unique_ptr<PostgresServer> server_;
  std::optional<Config> config_;
  std::unique_ptr<OnPostgres> one_;
  std::unique_ptr<OnPostgres> other_;
};

TEST_F(TwoRelays, WhatIsPublishedThroughOneIsServedByBoth) {
  const Bytes envelope = office_.envelope();
  EXPECT_EQ(other_->put(envelope), "503 expired") << "or this test shows nothing";
  open_for_requests();
  ASSERT_TRUE(other_->relay().look_for_documents());
  EXPECT_EQ(other_->put(envelope), "200 stored");
  EXPECT_EQ(other_->publish(DocumentKind::kDayKeys, office_.day_keys(2, kToday)), "stored");
  EXPECT_EQ(one_->publish(DocumentKind::kDayKeys, office_.day_keys(1, kToday)), "conflict")
      << "it looks for newer ones before it takes one";
}

TEST_F(TwoRelays, WhatComesToOneIsHandedOutByBothAndHalvesMeet) {
  open_for_requests();
  ASSERT_TRUE(other_->relay().look_for_documents());
  EXPECT_EQ(one_->put(office_.envelope()), "200 stored");
  const Bytes halved = office_.envelope();
  const auto half = [&](std::uint8_t which) {
    const ByteView bytes = ByteView{halved}.subspan(which * kHalfBytes, kHalfBytes);
    return ByteWriter{}.put(row_id_of(kToday, halved)).u8(which).put(bytes).finish();
  };
  EXPECT_EQ(one_->put(half(0)), "200 first");
  EXPECT_EQ(other_->put(half(1)), "200 stored");
  EXPECT_EQ(one_->waiting(), 2);
  EXPECT_EQ(other_->waiting(), 2);
}

TEST_F(TwoRelays, OneOfBothIsNoSecondPlaceForTheOther) {
  EXPECT_EQ(one_->relay().own_key().verify_key(), other_->relay().own_key().verify_key());
  config_->second = SecondSetting{.url = "http://127.0.0.1:1", .key = other_->relay().own_key().verify_key()};
  const Log log = Log::to_nothing();
  const auto refused = Relay::start(*config_, {.clock = clock_, .log = log, .fill_random = [](auto) {}});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().exit, Exit::kUsage);
  EXPECT_NE(refused.error().sentence.find("on the same one"), std::string::npos) << refused.error().sentence;
}

TEST_F(TwoRelays, ARelayOfAnotherOrganisationIsRefused) {
  config_->instance = crypto::InstanceId{};
  const Log log = Log::to_nothing();
  const auto refused = Relay::start(*config_, {.clock = clock_, .log = log, .fill_random = [](auto) {}});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().exit, Exit::kRoster);
  EXPECT_NE(refused.error().sentence.find("another organisation"), std::string::npos) << refused.error().sentence;
}

TEST_F(TwoRelays, RostersThatDoNotGoOnFromOursStopARelay) {
  open_for_requests();
  EXPECT_EQ(one_->put(office_.envelope()), "200 stored");
  const auto changed = server_->connect(server_->url("relay1"))
                           ->run_script(
                               "DELETE FROM waymark_relay.roster;"
                               "UPDATE waymark_relay.about SET documents = documents + 1");
  ASSERT_TRUE(changed);
  (void)one_->relay().look_for_documents();  // its own thread may have looked before
  EXPECT_EQ(one_->put(office_.envelope()), "503 expired");
  EXPECT_EQ(one_->last_line(), "rosters-differ");
}

TEST_F(TwoRelays, AServerThatIsKilledAndComesBackHasEverything) {
  open_for_requests();
  EXPECT_EQ(one_->put(office_.envelope()), "200 stored");
  server_->kill_and_start();
  EXPECT_EQ(one_->put(office_.envelope()), "200 stored");
  EXPECT_EQ(other_->waiting(), 2);
}

}  // namespace
}  // namespace waymark::relay
