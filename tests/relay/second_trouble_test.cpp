// A second relay that is none: itself, another organisation's, one that signs otherwise, lies, is full or hangs.
#include <algorithm>
#include <thread>

#include "http/raw_socket.h"
#include "http/routes.h"
#include "http/server.h"
#include "two_relays.h"

namespace waymark::relay {
namespace {

class SecondTrouble : public TwoRelays {
 protected:
  std::string healthz() {
    return http::body_of(
        http::ask(a_.relay().operator_port(), "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  }
  std::string refusal(const Config& config) {
    const ManualClock clock{start_of_day(kToday)};
    const Log log = Log::to_nothing();
    const auto refused = Relay::check(config, {.clock = clock, .log = log, .fill_random = [](auto) {}});
    return refused ? "in order" : refused.error().sentence;
  }
};

TEST_F(SecondTrouble, ItselfIsRefusedAtTheStart) {
  a_.open_for_requests();
  const SecondSetting itself = setting_for(a_);
  a_.stop();
  const std::string sentence = refusal(a_.config({.second = itself}));
  EXPECT_NE(sentence.find("this relay's own key"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("another machine"), std::string::npos) << sentence;
}

TEST_F(SecondTrouble, OneWithAnotherKeyIsNoSecondPlaceAndIsTold) {
  join();
  const ReceiptKey stranger{crypto::SigningSeed::copy_of(ByteArray<32>{5}), a_.office().instance()};
  a_.restart({.second = SecondSetting{.url = url_of(b_), .key = stranger.verify_key()}, .pace = kPace});
  const Bytes envelope = put_at(a_);
  ASSERT_TRUE(comes_true([&] { return told(a_).second == 4; }));
  EXPECT_EQ(places(a_, envelope), "200 stored");
  EXPECT_NE(healthz().find("another key"), std::string::npos) << healthz();
  EXPECT_EQ(told(a_).not_copied, 1U);
}

TEST_F(SecondTrouble, OneOfAnotherOrganisationTakesNothing) {
  RelayUnderTest foreign{{.office_seed = 2}};
  foreign.open_for_requests();
  a_.open_for_requests();
  publish_roster_with(a_, {url_of(foreign)});
  a_.restart({.second = setting_for(foreign), .pace = kPace});
  const Bytes envelope = put_at(a_);
  ASSERT_TRUE(comes_true([&] { return told(a_).second == 4; }));
  EXPECT_EQ(places(a_, envelope), "200 stored");
  EXPECT_EQ(foreign.pull().size(), 0U);
}

TEST_F(SecondTrouble, OneThatTheRosterDoesNotNameGetsNothing) {
  a_.open_for_requests();
  b_.open_for_requests();
  publish_roster_with(a_, {"http://other.example"});
  a_.restart({.second = setting_for(b_), .pace = kPace});
  const Bytes envelope = put_at(a_);
  ASSERT_TRUE(comes_true([&] { return told(a_).second == 3; }));
  EXPECT_EQ(places(a_, envelope), "200 stored");
  EXPECT_NE(healthz().find("roster does not have the address"), std::string::npos) << healthz();
  EXPECT_EQ(b_.pull().size(), 0U);
}

// Two nodes with different rosters: the second one is behind and that is its own matter.
TEST_F(SecondTrouble, OneWithAnOlderRosterStillTakesCopies) {
  join();
  const Bytes envelope = put_at(a_);
  EXPECT_TRUE(becomes_copied(a_, envelope));
}

TEST_F(SecondTrouble, WhereOneDayIsFullAnotherStillGoesOver) {
  join();
  b_.restart(
      {.quotas = {.per_day = 1, .in_all = 10, .reserve = 0, .disk_reserve_bytes = 0}, .public_port = b_.public_port()});
  const Bytes first = put_at(a_);
  ASSERT_TRUE(becomes_copied(a_, first));
  const Bytes refused = put_at(a_);
  const Bytes other_day = a_.office().envelope();
  ASSERT_EQ(said(a_.put(kToday - 1, other_day)), "200 stored");
  EXPECT_TRUE(comes_true([&] { return places(a_, other_day, kToday - 1) == "200 copied"; }));
  EXPECT_EQ(places(a_, refused), "200 stored");
  ASSERT_EQ(b_.ack({row_id_of(kToday, first)}), 1);
  EXPECT_TRUE(becomes_copied(a_, refused)) << "as soon as there is room";
}

/// Something that answers every copy as `answer` does.
class Liar {
 public:
  explicit Liar(http::Handler answer) {
    routes_.on("POST", "/v1/copy/*", std::move(answer), {.body_bytes_max = kCopyBytes});
    routes_.on("GET", "/v1/health",
               [](const http::Request&, http::Responder respond) { respond(http::text_response(200, "ok")); });
    auto server = http::Server::start(
        {.listen = {"127.0.0.1", 0},
         .limits = {},
         .rule_of = [this](auto method, auto path) { return routes_.rule_of(method, path); },
         .handler = [this](http::Request q, http::Responder r) { routes_.handle(std::move(q), std::move(r)); }});
    server_ = std::move(*server);
  }
  ~Liar() { server_->stop(); }
  Liar(const Liar&) = delete;
  Liar& operator=(const Liar&) = delete;
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

 private:
  http::Routes routes_;
  std::unique_ptr<http::Server> server_;
};

TEST_F(SecondTrouble, WhatIsNoWordIsNotTakenForOne) {
  a_.open_for_requests();
  const ReceiptKey key{crypto::SigningSeed::copy_of(ByteArray<32>{9}), a_.office().instance()};
  std::atomic<int> asked = 0;
  const crypto::Signature for_another = key.sign(RowId{1});
  const Liar liar{[&](const http::Request&, http::Responder respond) {
    switch (asked++ % 5) {
      case 0: return respond(http::text_response(200, "stored"));
      case 1: return respond(http::binary_response(Bytes(kReceiptBytes)));
      case 2: return respond(http::binary_response(to_bytes(for_another)));
      case 3: return respond(http::binary_response(Bytes(3'000, 1)));
      default: return respond(http::text_response(302, "elsewhere"));
    }
  }};
  publish_roster_with(a_, {liar.url()});
  a_.restart({.second = SecondSetting{.url = liar.url(), .key = key.verify_key()}, .pace = kPace});
  const Bytes envelope = put_at(a_);
  ASSERT_TRUE(comes_true([&] { return asked >= 10; }));
  EXPECT_EQ(places(a_, envelope), "200 stored");
  EXPECT_EQ(told(a_).not_copied, 1U);
}

// The line to it falls silent: puts go on, and the relay stops at once when it is told to.
TEST_F(SecondTrouble, OneThatHangsHoldsUpNobody) {
  a_.open_for_requests();
  std::vector<http::Responder> never;
  std::mutex mutex;
  const Liar liar{[&](const http::Request&, http::Responder respond) {
    const std::lock_guard lock{mutex};
    never.push_back(std::move(respond));
  }};
  publish_roster_with(a_, {liar.url()});
  const ReceiptKey key{crypto::SigningSeed::copy_of(ByteArray<32>{9}), a_.office().instance()};
  ForwarderPace patient = kPace;
  patient.patience = std::chrono::minutes{5};
  a_.restart({.second = SecondSetting{.url = liar.url(), .key = key.verify_key()}, .pace = patient});
  const Bytes envelope = put_at(a_);
  ASSERT_TRUE(comes_true([&] {
    const std::lock_guard lock{mutex};
    return !never.empty();
  }));
  for (int i = 0; i < 20; ++i) put_at(a_);
  EXPECT_EQ(places(a_, envelope), "200 stored");
  const auto began = std::chrono::steady_clock::now();  // sleep: how long stopping takes is what is tested
  a_.stop();
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::minutes{1});  // sleep: a fifth of its patience
  const std::lock_guard lock{mutex};
  for (http::Responder& respond : never) respond(http::text_response(503, "busy"));
}

TEST_F(SecondTrouble, NoLineOfTheLogFollowsAnEnvelope) {
  join();
  const auto before = a_.log_lines().size();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(becomes_copied(a_, put_at(a_)));
  for (const std::string& line : a_.log_lines()) EXPECT_EQ(line.find("copied"), std::string::npos) << line;
  EXPECT_EQ(a_.log_lines().size(), before);
}

}  // namespace
}  // namespace waymark::relay
