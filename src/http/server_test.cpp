#include "http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "http/bind_failure.h"
#include "http/moving_clock.h"
#include "http/raw_socket.h"
#include "http/routes.h"

namespace waymark::http {
namespace {

std::unique_ptr<Server> serve(const Routes& routes, ServerLimits limits = {}) {
  auto server = Server::start({.listen = {"127.0.0.1", 0},
                               .limits = limits,
                               .rule_of = [&](auto method, auto path) { return routes.rule_of(method, path); },
                               .handler = [&](Request q, Responder r) { routes.handle(std::move(q), std::move(r)); }});
  EXPECT_TRUE(server.has_value());
  return std::move(*server);
}

Handler echo() {
  return [](const Request& request, Responder respond) { respond(binary_response(request.body)); };
}

TEST(Server, AnswersBodiesOfEverySizeUpToTheLimit) {
  Routes routes;
  routes.on("POST", "/echo", echo(), {.body_bytes_max = 200'000});
  const auto server = serve(routes);
  for (const std::size_t size : {0u, 1u, 16'384u, 100'000u, 200'000u}) {
    const std::string body(size, 'x');
    const std::string answer = ask(server->port(), post("/echo", body));
    EXPECT_EQ(status_of(answer), "200");
    EXPECT_EQ(body_of(answer), body);
  }
}

TEST(Server, ClosesAConnectionBehindTheAnswerThatFillsItsMeasure) {
  Routes routes;
  routes.on("POST", "/echo", echo(), {.body_bytes_max = 10'000});
  const auto server = serve(routes, {.connection_bytes_max = 6'000});
  RawSocket small{server->port()};
  for (int i = 0; i < 3; ++i) {
    small.send(post("/echo", "a small one"));
    EXPECT_EQ(small.read_response().find("Connection: close"), std::string::npos);
  }
  // What came counts as well as what went.
  small.send(post("/echo", std::string(2'900, 'x')));
  const std::string last = small.read_response();
  EXPECT_NE(last.find("Connection: close"), std::string::npos);
  EXPECT_EQ(body_of(last), std::string(2'900, 'x'));
  EXPECT_TRUE(small.closes_within(std::chrono::seconds{10}));
  RawSocket large{server->port()};
  large.send(post("/echo", std::string(9'000, 'y')) + post("/echo", "behind it"));
  EXPECT_EQ(body_of(large.read_response()), std::string(9'000, 'y'));
  EXPECT_EQ(large.read_response(), "") << "what came behind the last request is not answered";
}

TEST(Server, TheLastAnswerAndTheEndComeInOnePacket) {
  Routes routes;
  routes.on("POST", "/last",
            [](const Request& request, Responder respond) {
              Response response = binary_response(request.body);
              response.closes = true;
              respond(std::move(response));
            },
            {.body_bytes_max = 100});
  const auto server = serve(routes);
  std::uint32_t fewest = 100;
  for (int i = 0; i < 20; ++i) {  // now and then an acknowledgement in between lets the kernel send the bytes alone
    RawSocket socket{server->port()};
    socket.send(post("/last", "one packet less on a line that counts them"));
    EXPECT_EQ(status_of(socket.read_response()), "200");
    EXPECT_TRUE(socket.closes_within(std::chrono::seconds{10}));
    fewest = std::min(fewest, socket.packets_in());
  }
  EXPECT_LE(fewest, 3U) << "the hello, the acknowledgement of the request, the answer with the end";
}

TEST(Server, ClosesBehindAnAnswerThatSaysSo) {
  Routes routes;
  routes.on("POST", "/last",
            [](const Request&, Responder respond) {
              Response response = text_response(200, "bye");
              response.closes = true;
              respond(std::move(response));
            },
            {.body_bytes_max = 10});
  const auto server = serve(routes);
  RawSocket socket{server->port()};
  socket.send(post("/last", ""));
  EXPECT_NE(socket.read_response().find("Connection: close"), std::string::npos);
  EXPECT_TRUE(socket.closes_within(std::chrono::seconds{10}));
}

TEST(Server, TakesARequestInPiecesOfAnySize) {
  Routes routes;
  routes.on("POST", "/echo", echo(), {.body_bytes_max = 100});
  const auto server = serve(routes);
  const std::string request = post("/echo", "a body in pieces");
  for (std::size_t first = 1; first < request.size(); first += 5) {
    RawSocket socket{server->port()};
    socket.send(request.substr(0, first));
    socket.send(request.substr(first));
    EXPECT_EQ(body_of(socket.read_response()), "a body in pieces") << first;
    for (const char byte : request) socket.send({&byte, 1});
    EXPECT_EQ(body_of(socket.read_response()), "a body in pieces") << "byte by byte";
  }
}

TEST(Server, KeepsTheConnectionAndTheOrderOfPipelinedRequests) {
  Routes routes;
  routes.on("POST", "/echo", echo(), {.body_bytes_max = 100});
  const auto server = serve(routes);
  RawSocket socket{server->port()};
  socket.send(post("/echo", "one") + post("/echo", "two") + post("/echo", "three"));
  EXPECT_EQ(body_of(socket.read_response()), "one");
  EXPECT_EQ(body_of(socket.read_response()), "two");
  EXPECT_EQ(body_of(socket.read_response()), "three");
  socket.send(post("/echo", "four"));
  EXPECT_EQ(body_of(socket.read_response()), "four");
}

TEST(Server, HandlerMayAnswerLaterFromAnotherThread) {
  Routes routes;
  std::promise<Responder> kept;
  routes.on("GET", "/later", [&](const Request&, Responder respond) { kept.set_value(std::move(respond)); });
  const auto server = serve(routes);
  RawSocket socket{server->port()};
  socket.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
  Responder respond = kept.get_future().get();
  EXPECT_EQ(socket.read_response(std::chrono::milliseconds{50}), "");
  respond(text_response(200, "now"));
  EXPECT_EQ(body_of(socket.read_response()), "now");
}

TEST(Server, AnswerAfterTheEndOfTheServerIsHarmless) {
  Routes routes;
  std::promise<Responder> kept;
  routes.on("GET", "/later", [&](const Request&, Responder respond) { kept.set_value(std::move(respond)); });
  auto server = serve(routes, {.stop_time = std::chrono::milliseconds{50}});
  RawSocket socket{server->port()};
  socket.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
  Responder respond = kept.get_future().get();
  server.reset();
  respond(text_response(200, "too late"));
  EXPECT_TRUE(socket.closes_within(std::chrono::seconds{60}));
}

TEST(Server, ForgottenResponderAnswers500) {
  Routes routes;
  routes.on("GET", "/drop", [](const Request&, const Responder&) {});
  const auto server = serve(routes);
  EXPECT_EQ(status_of(ask(server->port(), "GET /drop HTTP/1.1\r\nHost: x\r\n\r\n")), "500");
}

TEST(Server, OnlyListedHeadersReachTheHandler) {
  Routes routes;
  std::promise<Request> seen;
  routes.on("GET", "/h", [&](Request request, Responder respond) {
    seen.set_value(std::move(request));
    respond(text_response(200, "ok"));
  });
  const auto server = serve(routes);
  ask(server->port(),
      "GET /h?q=1&r=%20 HTTP/1.1\r\nHost: relay\r\nUser-Agent: Mozilla\r\nX-Forwarded-For: 192.0.2.7\r\nCookie: a=b\r\n"
      "Referer: http://x/\r\nWaymark-Auth: v1\r\n\r\n");
  const Request request = seen.get_future().get();
  EXPECT_EQ(request.path, "/h");
  EXPECT_EQ(request.query, "q=1&r=%20");
  ASSERT_EQ(request.headers.size(), 2u);
  EXPECT_EQ(request.header("host"), "relay");
  EXPECT_EQ(request.header("waymark-auth"), "v1");
}

TEST(Server, HeadHasTheLengthButNoBody) {
  Routes routes;
  routes.on("GET", "/h", [](const Request&, Responder respond) { respond(text_response(200, "four")); });
  const auto server = serve(routes);
  RawSocket socket{server->port()};
  socket.send("HEAD /h HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string answer = socket.read_all();
  EXPECT_NE(answer.find("Content-Length: 4"), std::string::npos);
  EXPECT_EQ(body_of(answer), "");
}

TEST(Server, SaysContinueBeforeABodyThatWaits) {
  Routes routes;
  routes.on("POST", "/echo", echo(), {.body_bytes_max = 100});
  const auto server = serve(routes);
  RawSocket socket{server->port()};
  socket.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(status_of(socket.read_response()), "100");
  socket.send("ok");
  EXPECT_EQ(body_of(socket.read_response()), "ok");
}

TEST(Server, ManyClientsAtOnce) {
  Routes routes;
  routes.on("POST", "/echo", echo(), {.body_bytes_max = 20'000});
  const auto server = serve(routes);
  std::atomic<int> right = 0;
  std::vector<std::thread> clients;
  for (int c = 0; c < 16; ++c) {
    clients.emplace_back([&, c] {
      RawSocket socket{server->port()};
      const std::string body(16'384, static_cast<char>('a' + c));
      for (int i = 0; i < 50; ++i) {
        socket.send(post("/echo", body));
        if (body_of(socket.read_response()) == body) ++right;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(right, 16 * 50);
}

TEST(Server, StopLetsAnOpenRequestFinish) {
  Routes routes;
  std::promise<Responder> kept;
  routes.on("GET", "/later", [&](const Request&, Responder respond) { kept.set_value(std::move(respond)); });
  auto server = serve(routes);
  RawSocket socket{server->port()};
  socket.send("GET /later HTTP/1.1\r\nHost: x\r\n\r\n");
  Responder respond = kept.get_future().get();
  std::thread stopper{[&] { server->stop(); }};
  EXPECT_TRUE(testing::comes_true([&] {
    RawSocket late{server->port()};
    return late.closes_within(std::chrono::milliseconds{1});
  })) << "it takes nobody new";
  respond(text_response(200, "finished"));
  EXPECT_EQ(body_of(socket.read_response()), "finished");
  stopper.join();
}

TEST(Server, AnAddressInUseIsSaid) {
  Routes routes;
  const auto server = serve(routes);
  const auto second = Server::start(
      {.listen = {"127.0.0.1", server->port()}, .rule_of = [](auto, auto) { return PathRule{}; }, .handler = echo()});
  EXPECT_EQ(second.error().code, Code::kConflict);
  EXPECT_EQ(why_not(second.error()), "is another program there?");
}

TEST(Server, AnAddressThatIsNoneOfThisMachineIsSaid) {
  const auto server = Server::start(  // of a block for documentation: nobody has it
      {.listen = {"192.0.2.1", 0}, .rule_of = [](auto, auto) { return PathRule{}; }, .handler = echo()});
  EXPECT_EQ(server.error().code, Code::kNotFound);
  EXPECT_NE(why_not(server.error()).find("ip address"), std::string_view::npos);
}

TEST(Endpoint, ReadsAddressesAndNothingElse) {
  EXPECT_EQ(Endpoint::parse("127.0.0.1:8080")->port, 8080);
  EXPECT_EQ(Endpoint::parse("[::1]:80")->address, "::1");
  EXPECT_TRUE(Endpoint::parse("[::1]:80")->is_loopback());
  EXPECT_FALSE(Endpoint::parse("0.0.0.0:80")->is_loopback());
  for (const std::string_view bad : {"", "localhost:80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", "127.0.0.1:8x",
                                     "::1:80", "[127.0.0.1]:80", "example.org:80"}) {
    EXPECT_EQ(Endpoint::parse(bad).error().code, Code::kInvalid) << bad;
  }
}

}  // namespace
}  // namespace waymark::http
