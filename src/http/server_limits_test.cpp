// What a hostile or broken client can make the server do: nothing but one short answer or a closed connection.
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <thread>

#include "http/moving_clock.h"
#include "http/raw_socket.h"
#include "http/routes.h"
#include "http/server.h"

namespace waymark::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::comes_true;

/// How long a test waits for what must come; only broken code needs it.
constexpr milliseconds kGenerous = seconds{60};

class ServerLimitsTest : public ::testing::Test {
 protected:
  void start(ServerLimits limits = {}) {
    routes_.on("POST", "/small",
               [this](const Request&, Responder respond) {
                 ++handled_;
                 respond(text_response(200, "ok"));
               },
               {.body_bytes_max = 100});
    routes_.on("POST", "/large",
               [](const Request& request, Responder respond) { respond(binary_response(request.body)); },
               {.body_bytes_max = 40'000});
    routes_.on("GET", "/", [](const Request&, Responder respond) { respond(text_response(200, "page")); });
    server_ = *Server::start({.listen = {"127.0.0.1", 0},
                              .limits = limits,
                              .rule_of = [this](auto m, auto p) { return routes_.rule_of(m, p); },
                              .handler = [this](Request q, Responder r) { routes_.handle(std::move(q), std::move(r)); },
                              .now = clock_.hand()});
  }
  std::string ask_raw(std::string_view request) { return ask(server_->port(), request); }
  /// A new visitor is served.
  void expect_page() { EXPECT_EQ(body_of(ask_raw(kPage)), "page"); }
  /// As many connections that have sent `bytes` and no more. Each has been read when this returns.
  std::vector<std::unique_ptr<RawSocket>> half_open(std::size_t count, const std::string& bytes) {
    std::vector<std::unique_ptr<RawSocket>> sockets;
    for (std::size_t i = 0; i < count; ++i) {
      sockets.push_back(std::make_unique<RawSocket>(server_->port()));
      sockets.back()->send(bytes);
    }
    return sockets;
  }
  /// Lets time pass until it is so. In small steps, because the server may have seen less than the client has done.
  bool passes_until(const std::function<bool()>& done) {
    return comes_true([&] {
      clock_.advance(seconds{1});
      return done();
    });
  }
  bool count_becomes(std::size_t connections) {
    return comes_true([&] { return server_->connections() == connections; });
  }

  static constexpr std::string_view kPage = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  static std::string post_head(std::string_view path, std::size_t length) {
    return "POST " + std::string{path} + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(length) +
           "\r\n\r\n";
  }

  testing::MovingClock clock_;
  Routes routes_;
  std::atomic<int> handled_ = 0;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerLimitsTest, MalformedRequestsGet400AndAreClosed) {
  start();
  const std::vector<std::string> bad{
      "nonsense\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
      "POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
      std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + std::string(200, '\x7f'),  // a TLS hello
  };
  for (const std::string& request : bad) {
    RawSocket socket{server_->port()};
    socket.send(request + std::string{kPage});
    const std::string answer = socket.read_all(kGenerous);
    EXPECT_EQ(status_of(answer), "400") << request;
    EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos) << "what follows is no request of its own: " << answer;
  }
  EXPECT_EQ(handled_, 0);
  expect_page();
}

TEST_F(ServerLimitsTest, TooManyHeaderBytesGet431) {
  start({.header_bytes_max = 2'000});
  EXPECT_EQ(status_of(ask_raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(3'000, 'a') + "\r\n\r\n")), "431");
  EXPECT_EQ(status_of(ask_raw("GET /" + std::string(3'000, 'a') + " HTTP/1.1\r\n\r\n")), "431");
}

TEST_F(ServerLimitsTest, BodyOverThePathsLimitGets413BeforeItIsRead) {
  start();
  EXPECT_EQ(status_of(ask_raw(post_head("/small", 101))), "413");
  EXPECT_EQ(status_of(ask_raw(post_head("/unknown", 1))), "413");
  EXPECT_EQ(handled_, 0);
}

// One such connection took 300 MiB in 5 s: neither chunk extensions nor trailers were counted.
TEST_F(ServerLimitsTest, EndlessChunkExtensionsAndTrailersCostNothing) {
  start();
  for (const char* endless : {"1;", "0\r\nX: ", "0\r\n"}) {
    RawSocket socket{server_->port()};
    socket.send("POST /small HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string{endless});
    EXPECT_EQ(status_of(socket.read_response(kGenerous)), "411");
    const std::string block(65'536, 'x');
    bool open = true;
    for (int i = 0; open && i < 4'000; ++i) open = socket.send(block);
    EXPECT_FALSE(open) << "250 MiB were taken";
    EXPECT_LT(server_->held(), 10'000U);
  }
  EXPECT_EQ(handled_, 0);
}

TEST_F(ServerLimitsTest, EndlessBodyIsCutOffAndStillAnswered) {
  start();
  RawSocket socket{server_->port()};
  socket.send(post_head("/small", 100'000'000));
  for (int i = 0; i < 20; ++i) socket.send(std::string(10'000, 'a'));
  EXPECT_EQ(status_of(socket.read_response(kGenerous)), "413");
  const std::string chunk(100'000, 'a');
  EXPECT_TRUE(comes_true([&] { return !socket.send(chunk); })) << "the server went on reading";
}

TEST_F(ServerLimitsTest, WhoSendsNothingOrNearlyNothingIsClosed) {
  start();
  const auto silent = half_open(1, "");
  const auto slow_header = half_open(1, "GET / HTTP/1.1\r\nX: ");
  const auto slow_body = half_open(1, post_head("/small", 50));
  ASSERT_TRUE(count_becomes(3));
  for (int i = 0; i < 15; ++i) {  // a byte a second would keep a naive timeout alive for ever
    clock_.advance(seconds{1});
    slow_header[0]->send("a");
    slow_body[0]->send("a");
  }
  expect_page();
  EXPECT_GE(server_->connections(), 3U) << "a line may stall for a while";
  EXPECT_TRUE(passes_until([&] {
    slow_header[0]->send("a");
    return server_->connections() == 0;
  }));
  EXPECT_TRUE(silent[0]->closes_within(kGenerous));
  EXPECT_TRUE(slow_header[0]->closes_within(kGenerous));
  EXPECT_TRUE(slow_body[0]->closes_within(kGenerous));
  EXPECT_EQ(handled_, 0);
  EXPECT_TRUE(count_becomes(0));
}

TEST_F(ServerLimitsTest, ASlowLineThatGoesOnIsServed) {
  start();
  RawSocket socket{server_->port()};
  socket.send(post_head("/large", 40'000));
  for (std::size_t sent = 4'000; sent <= 40'000; sent += 4'000) {  // 400 bytes a second for 100 s
    const std::size_t held = server_->held();
    socket.send(std::string(4'000, 'a'));
    if (sent == 40'000) break;
    ASSERT_TRUE(comes_true([&] { return server_->held() > held || held >= sent; })) << sent;
    clock_.advance(seconds{10});
  }
  EXPECT_EQ(body_of(socket.read_response(kGenerous)).size(), 40'000U);
}

TEST_F(ServerLimitsTest, AnIdleConnectionIsClosed) {
  start();
  RawSocket socket{server_->port()};
  socket.send(kPage);
  EXPECT_EQ(body_of(socket.read_response(kGenerous)), "page");
  EXPECT_TRUE(passes_until([&] { return socket.closes_within(milliseconds{1}); }));
}

TEST_F(ServerLimitsTest, ClientThatTakesNoAnswerIsClosed) {
  routes_.on("GET", "/big", [](const Request&, Responder respond) { respond(binary_response(Bytes(50'000'000))); });
  start();
  RawSocket socket{server_->port()};
  socket.send("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(comes_true([&] { return server_->held() >= 50'000'000; })) << "it is being written";
  EXPECT_TRUE(passes_until([&] { return server_->connections() == 0; }));
  EXPECT_EQ(server_->held(), 0U);
}

TEST_F(ServerLimitsTest, HandlerThatNeverAnswersLosesItsConnection) {
  std::promise<Responder> kept;
  routes_.on("GET", "/never", [&](const Request&, Responder respond) { kept.set_value(std::move(respond)); });
  start();
  RawSocket socket{server_->port()};
  socket.send("GET /never HTTP/1.1\r\nHost: x\r\n\r\n");
  Responder late = kept.get_future().get();
  clock_.advance(seconds{91});
  EXPECT_TRUE(socket.closes_within(kGenerous));
  late(text_response(200, "late"));
}

TEST_F(ServerLimitsTest, IdleConnectionsMakeRoomForNewOnes) {
  start({.connections_max = 4});
  std::vector<std::unique_ptr<RawSocket>> idle;
  for (int i = 0; i < 4; ++i) {
    idle.push_back(std::make_unique<RawSocket>(server_->port()));
    idle.back()->send(kPage);
    EXPECT_EQ(status_of(idle.back()->read_response(kGenerous)), "200");
    clock_.advance(milliseconds{10});
  }
  expect_page();
  EXPECT_TRUE(idle[0]->closes_within(kGenerous)) << "the one that was idle longest goes";
  EXPECT_LE(server_->connections(), 4U);
}

// 512 connections of 65 bytes closed the door for 90 s: only idle ones made room.
TEST_F(ServerLimitsTest, SlowBodiesMakeRoomForSomebodyNew) {
  start({.connections_max = 9});
  RawSocket honest{server_->port()};
  honest.send(post_head("/large", 20'000) + std::string(10'000, 'a'));
  const auto slow = half_open(7, post_head("/small", 50));
  ASSERT_TRUE(count_becomes(8));
  clock_.advance(seconds{2});
  honest.send(std::string(9'000, 'a'));
  expect_page();  // the last place is free: who answers this has read what was sent before
  ASSERT_TRUE(count_becomes(8));
  const auto last = half_open(1, post_head("/small", 50));
  ASSERT_TRUE(count_becomes(9));
  for (int i = 0; i < 20; ++i) expect_page();
  honest.send(std::string(1'000, 'a'));
  EXPECT_EQ(body_of(honest.read_response(kGenerous)).size(), 20'000U) << "who moves stays";
  EXPECT_TRUE(slow[0]->closes_within(kGenerous));
  EXPECT_EQ(handled_, 0);
}

TEST_F(ServerLimitsTest, WhatAllHoldTogetherIsBounded) {
  start({.memory_bytes_max = 200'000});
  const auto slow = half_open(60, post_head("/large", 40'000) + std::string(15'000, 'a'));
  EXPECT_TRUE(comes_true([&] { return server_->connections() <= 13; })) << server_->connections();
  EXPECT_LE(server_->held(), 200'000U);
  EXPECT_EQ(body_of(ask_raw(post("/large", std::string(40'000, 'b')))).size(), 40'000U);
  EXPECT_LE(server_->held(), 200'000U);
}

TEST_F(ServerLimitsTest, AnswersThatNobodyTakesAreBoundedToo) {
  routes_.on("GET", "/big", [](const Request&, Responder respond) { respond(binary_response(Bytes(1'000'000))); });
  start({.memory_bytes_max = 5'000'000});
  const auto slow = half_open(40, "GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(comes_true([&] { return server_->connections() <= 5 && server_->held() <= 5'000'000; }));
  expect_page();
}

TEST_F(ServerLimitsTest, FullOfBusyConnectionsSays503) {
  std::vector<Responder> kept;
  std::mutex mutex;
  routes_.on("GET", "/hold", [&](const Request&, Responder respond) {
    const std::lock_guard lock{mutex};
    kept.push_back(std::move(respond));
  });
  start({.connections_max = 2});
  RawSocket first{server_->port()};
  RawSocket second{server_->port()};
  first.send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
  second.send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
  ASSERT_TRUE(comes_true([&] {
    const std::lock_guard lock{mutex};
    return kept.size() == 2;
  }));
  RawSocket third{server_->port()};
  const std::string answer = third.read_all(kGenerous);
  EXPECT_EQ(status_of(answer), "503");
  EXPECT_EQ(body_of(answer), "busy");
  for (Responder& respond : kept) respond(text_response(200, "held"));
  EXPECT_EQ(body_of(first.read_response(kGenerous)), "held");
}

TEST_F(ServerLimitsTest, FullHandlerQueueSays503AndKeepsTheConnection) {
  std::promise<void> gate;
  auto open = gate.get_future().share();
  std::atomic<int> waiting = 0;
  routes_.on("POST", "/block",
             [&, open](const Request&, Responder respond) {
               ++waiting;
               open.wait();
               respond(text_response(200, "done"));
             },
             {.body_bytes_max = 10});
  start({.workers = 1, .worker_queue_max = 1});
  RawSocket running{server_->port()};
  running.send(post("/block", ""));
  ASSERT_TRUE(comes_true([&] { return waiting == 1; }));
  RawSocket queued{server_->port()};
  queued.send(post("/block", "a body"));
  ASSERT_TRUE(comes_true([&] { return server_->held() > 0; })) << "what waits is counted";
  RawSocket refused{server_->port()};
  refused.send(post("/small", ""));
  EXPECT_EQ(status_of(refused.read_response(kGenerous)), "503");
  gate.set_value();
  EXPECT_EQ(body_of(running.read_response(kGenerous)), "done");
  EXPECT_EQ(body_of(queued.read_response(kGenerous)), "done");
  refused.send(kPage);
  EXPECT_EQ(status_of(refused.read_response(kGenerous)), "200");
  EXPECT_TRUE(comes_true([&] { return server_->held() == 0; }));
}

}  // namespace
}  // namespace waymark::http
