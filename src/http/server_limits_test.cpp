// What a hostile or broken client can make the server do: nothing but one short answer or a closed connection.
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "http/raw_socket.h"
#include "http/routes.h"
#include "http/server.h"

namespace waymark::http {
namespace {

using std::chrono::milliseconds;

class ServerLimitsTest : public testing::Test {
 protected:
  void start(ServerLimits limits) {
    routes_.on("POST", "/small",
               [this](const Request&, Responder respond) {
                 ++handled_;
                 respond(text_response(200, "ok"));
               },
               {.body_bytes_max = 100});
    routes_.on("GET", "/", [](const Request&, Responder respond) { respond(text_response(200, "page")); });
    server_ =
        *Server::start({.listen = {"127.0.0.1", 0},
                        .limits = limits,
                        .rule_of = [this](auto m, auto p) { return routes_.rule_of(m, p); },
                        .handler = [this](Request q, Responder r) { routes_.handle(std::move(q), std::move(r)); }});
  }
  std::string ask_raw(std::string_view request) { return ask(server_->port(), request); }

  Routes routes_;
  std::atomic<int> handled_ = 0;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerLimitsTest, MalformedRequestsGet400AndAreClosed) {
  start({});
  const std::vector<std::string> bad{
      "nonsense\r\n\r\n",
      "GET\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      "GET / HTTP/1.1\r\nBad Header: x\r\n\r\n",
      std::string("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", 30),
      "POST /small HTTP/1.1\r\nContent-Length: x\r\n\r\n",
      "POST /small HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
      "POST /small HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n",
      "POST /small HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      "POST /small HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST /small HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      "GET http://other/ HTTP/1.1\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\n\r\n",
      std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + std::string(200, '\x7f'),  // a TLS hello
  };
  for (const std::string& request : bad) {
    RawSocket socket{server_->port()};
    socket.send(request);
    const std::string answer = socket.read_all();
    EXPECT_EQ(status_of(answer), "400") << request;
  }
  EXPECT_EQ(handled_, 0);
  EXPECT_EQ(status_of(ask_raw("GET / HTTP/1.1\r\nHost: x\r\n\r\n")), "200");
}

TEST_F(ServerLimitsTest, TooManyHeaderBytesGet431) {
  start({.header_bytes_max = 2'000});
  EXPECT_EQ(status_of(ask_raw("GET / HTTP/1.1\r\nX: " + std::string(3'000, 'a') + "\r\n\r\n")), "431");
  EXPECT_EQ(status_of(ask_raw("GET /" + std::string(3'000, 'a') + " HTTP/1.1\r\n\r\n")), "431");
}

TEST_F(ServerLimitsTest, BodyOverThePathsLimitGets413BeforeItIsRead) {
  start({});
  EXPECT_EQ(status_of(ask_raw("POST /small HTTP/1.1\r\nContent-Length: 101\r\n\r\n")), "413");
  EXPECT_EQ(status_of(ask_raw("POST /unknown HTTP/1.1\r\nContent-Length: 1\r\n\r\n")), "413");
  EXPECT_EQ(status_of(ask_raw("POST /small HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" +
                              std::string(101, 'a') + "\r\n0\r\n\r\n")),
            "413");
  EXPECT_EQ(handled_, 0);
  EXPECT_EQ(status_of(ask_raw("POST /small HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n" +
                              std::string(100, 'a') + "\r\n0\r\n\r\n")),
            "200");
}

TEST_F(ServerLimitsTest, EndlessBodyIsCutOffAndStillAnswered) {
  start({});
  RawSocket socket{server_->port()};
  socket.send("POST /small HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n");
  for (int i = 0; i < 20; ++i) socket.send(std::string(10'000, 'a'));
  EXPECT_EQ(status_of(socket.read_response()), "413");
  const std::string chunk(100'000, 'a');
  bool open = true;
  for (int i = 0; open && i < 1'000; ++i) {
    open = socket.send(chunk);
    std::this_thread::sleep_for(milliseconds{5});
  }
  EXPECT_FALSE(open) << "the server went on reading";
}

TEST_F(ServerLimitsTest, SlowClientsAreClosed) {
  start({.idle_time = milliseconds{200}, .header_time = milliseconds{400}, .body_time = milliseconds{400}});
  RawSocket silent{server_->port()};
  RawSocket slow_header{server_->port()};
  RawSocket slow_body{server_->port()};
  slow_body.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n");
  bool dripping = true;
  for (int i = 0; dripping && i < 60; ++i) {  // a byte every 50 ms would keep a naive timeout alive for ever
    dripping = slow_header.send(i == 0 ? "GET / HTTP/1.1\r\nX: " : "a") && slow_body.send("a");
    std::this_thread::sleep_for(milliseconds{50});
  }
  EXPECT_FALSE(dripping);
  EXPECT_TRUE(silent.closes_within(milliseconds{500}));
  EXPECT_TRUE(slow_header.closes_within(milliseconds{500}));
  EXPECT_TRUE(slow_body.closes_within(milliseconds{500}));
  EXPECT_EQ(handled_, 0);
  EXPECT_EQ(server_->connections(), 0u);
}

TEST_F(ServerLimitsTest, ClientThatTakesNoAnswerIsClosed) {
  ServerLimits limits{.write_time = milliseconds{300}};
  routes_.on("GET", "/big", [](const Request&, Responder respond) { respond(binary_response(Bytes(50'000'000))); });
  start(limits);
  RawSocket socket{server_->port()};
  socket.send("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
  std::this_thread::sleep_for(milliseconds{800});
  EXPECT_EQ(server_->connections(), 0u);
}

TEST_F(ServerLimitsTest, HandlerThatNeverAnswersLosesItsConnection) {
  std::promise<Responder> kept;
  routes_.on("GET", "/never", [&](const Request&, Responder respond) { kept.set_value(std::move(respond)); });
  start({.answer_time = milliseconds{200}});
  RawSocket socket{server_->port()};
  socket.send("GET /never HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(socket.closes_within(milliseconds{1'000}));
  Responder late = kept.get_future().get();
  late(text_response(200, "late"));
}

TEST_F(ServerLimitsTest, IdleConnectionsMakeRoomForNewOnes) {
  start({.connections_max = 4});
  std::vector<std::unique_ptr<RawSocket>> idle;
  for (int i = 0; i < 4; ++i) {
    idle.push_back(std::make_unique<RawSocket>(server_->port()));
    idle.back()->send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(status_of(idle.back()->read_response()), "200");
  }
  EXPECT_EQ(status_of(ask_raw("GET / HTTP/1.1\r\nHost: x\r\n\r\n")), "200");
  EXPECT_TRUE(idle[0]->closes_within(milliseconds{500})) << "the one that was idle longest goes";
  EXPECT_LE(server_->connections(), 4u);
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
  while (true) {
    const std::lock_guard lock{mutex};
    if (kept.size() == 2) break;
  }
  RawSocket third{server_->port()};
  const std::string answer = third.read_all();
  EXPECT_EQ(status_of(answer), "503");
  EXPECT_EQ(body_of(answer), "busy");
  for (Responder& respond : kept) respond(text_response(200, "held"));
  EXPECT_EQ(body_of(first.read_response()), "held");
}

TEST_F(ServerLimitsTest, FullHandlerQueueSays503AndKeepsTheConnection) {
  std::promise<void> gate;
  auto open = gate.get_future().share();
  std::atomic<int> waiting = 0;
  routes_.on("GET", "/block", [&, open](const Request&, Responder respond) {
    ++waiting;
    open.wait();
    respond(text_response(200, "done"));
  });
  start({.workers = 1, .worker_queue_max = 1});
  RawSocket running{server_->port()};
  running.send("GET /block HTTP/1.1\r\nHost: x\r\n\r\n");
  while (waiting == 0) std::this_thread::yield();
  RawSocket queued{server_->port()};
  queued.send("GET /block HTTP/1.1\r\nHost: x\r\n\r\n");
  RawSocket refused{server_->port()};
  std::string answer;
  for (int i = 0; i < 100 && body_of(answer) != "busy"; ++i) {  // until `queued` is in the queue
    refused.send("POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    answer = refused.read_response(milliseconds{100});
    if (answer.empty()) break;
  }
  EXPECT_EQ(status_of(answer), "503");
  gate.set_value();
  EXPECT_EQ(body_of(running.read_response()), "done");
  EXPECT_EQ(body_of(queued.read_response()), "done");
  refused.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(status_of(refused.read_response()), "200");
}

}  // namespace
}  // namespace waymark::http
