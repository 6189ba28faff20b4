#include "http/client.h"

#include <gtest/gtest.h>

#include <future>

#include "http/server.h"

namespace waymark::http {
namespace {

class ClientTest : public testing::Test {
 protected:
  void start(Handler handler) {
    server_ = *Server::start({.listen = {"127.0.0.1", 0},
                              .rule_of = [](auto, auto) { return PathRule{.body_bytes_max = 1'000'000}; },
                              .handler = std::move(handler)});
  }
  [[nodiscard]] std::string url(std::string_view path = "/") const {
    return "http://127.0.0.1:" + std::to_string(server_->port()) + std::string{path};
  }
  std::unique_ptr<Server> server_;
};

TEST_F(ClientTest, SendsAndReceivesBinaryBodies) {
  start([](const Request& request, Responder respond) { respond(binary_response(request.body)); });
  Client client{{}};
  Bytes body(100'000);
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<std::uint8_t>(i * 7);
  for (int round = 0; round < 3; ++round) {
    const auto answer = client.send({.method = "POST", .url = url(), .body = body});
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, body);
    EXPECT_EQ(answer->header("content-type"), "application/octet-stream");
  }
}

TEST_F(ClientTest, SendsHeadersAndNothingAboutItself) {
  std::promise<Request> seen;
  start([&](Request request, Responder respond) {
    seen.set_value(std::move(request));
    respond(text_response(401, "clock"));
  });
  Client client{{}};
  const auto answer = client.send({.method = "POST", .url = url("/desk"), .headers = {{"Waymark-Auth", "v1 x"}}});
  EXPECT_EQ(answer->status, 401);
  const Request request = seen.get_future().get();
  EXPECT_EQ(request.header("waymark-auth"), "v1 x");
  EXPECT_EQ(request.header("content-length"), "0");
}

TEST_F(ClientTest, StopsAtTheSizeLimit) {
  start([](const Request&, Responder respond) { respond(binary_response(Bytes(2'000))); });
  EXPECT_EQ(Client({.response_bytes_max = 1'999}).send({.url = url()}).error().code, Code::kTooLarge);
  EXPECT_EQ(Client({.response_bytes_max = 2'000}).send({.url = url()})->body.size(), 2'000u);
}

TEST_F(ClientTest, GivesUpAfterItsTime) {
  std::promise<Responder> kept;
  start([&](const Request&, Responder respond) { kept.set_value(std::move(respond)); });
  // On a busy machine the time may be over before the server has seen the request; one of these is seen.
  std::future<Responder> seen = kept.get_future();
  for (int milliseconds = 200; seen.wait_for(std::chrono::seconds{0}) != std::future_status::ready; milliseconds *= 2) {
    ASSERT_LT(milliseconds, 100'000);
    Client client{{.total_timeout = std::chrono::milliseconds{milliseconds}}};
    EXPECT_EQ(client.send({.url = url()}).error().code, Code::kUnavailable);
  }
  seen.get()(text_response(200, "late"));
}

TEST_F(ClientTest, FollowsNoRedirect) {
  start([](const Request&, Responder respond) { respond({.status = 303, .headers = {{"Location", "/elsewhere"}}}); });
  EXPECT_EQ(Client({}).send({.url = url()})->status, 303);
}

TEST_F(ClientTest, UsesTheProxyItWasGivenAndNoOther) {
  start([](const Request&, Responder respond) { respond(text_response(200, "direct")); });
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  EXPECT_TRUE(Client({}).send({.url = url()}).has_value()) << "the environment's proxy must be ignored";
  ::unsetenv("http_proxy");
  EXPECT_EQ(Client({.proxy = "socks5h://127.0.0.1:1"}).send({.url = url()}).error().code, Code::kUnavailable);
}

TEST_F(ClientTest, SpeaksOnlyHttp) {
  Client client{{}};
  EXPECT_EQ(client.send({.url = "file:///etc/passwd"}).error().code, Code::kInvalid);
  EXPECT_EQ(client.send({.url = "ftp://127.0.0.1/"}).error().code, Code::kInvalid);
  EXPECT_EQ(client.send({.url = "http://127.0.0.1:1/"}).error().code, Code::kUnavailable);
}

}  // namespace
}  // namespace waymark::http
