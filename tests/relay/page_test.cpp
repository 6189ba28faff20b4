// The pages' headers, and health.
#include <gtest/gtest.h>

#include <fstream>

#include "http/limits_page.h"
#include "http/raw_socket.h"
#include "relay/pages.h"
#include "relay_under_test.h"
#include "roster/origin.h"

namespace waymark::relay {
namespace {

class PageTest : public testing::Test {
 protected:
  PageTest() {
    std::filesystem::create_directory(pages_.path() / "assets");
    std::ofstream{pages_.path() / "index.html"} << "<!doctype html><title>x</title>";
    std::ofstream{pages_.path() / "index.html.gz"} << "GZ";
    std::ofstream{pages_.path() / "assets/a.js"} << "1";
    under_test_.restart({.pages = pages_.path()});
  }
  store::TemporaryFolder pages_ = *store::TemporaryFolder::make();
  RelayUnderTest under_test_;
};

TEST_F(PageTest, EveryPageCarriesTheHeaders) {
  for (const auto* path : {"/", "/missing", "/assets/missing.js"}) {
    const auto page = under_test_.get(path);
    EXPECT_EQ(page.header("content-security-policy"),
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
              "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
        << path;
    EXPECT_EQ(page.header("cache-control"), "no-store");
    EXPECT_EQ(page.header("referrer-policy"), "no-referrer");
    EXPECT_EQ(page.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(page.header("cross-origin-opener-policy"), "same-origin");
    EXPECT_NE(page.header("permissions-policy").find("geolocation=()"), std::string::npos);
    for (const auto* absent : {"set-cookie", "server", "date", "etag", "last-modified", "via"})
      EXPECT_EQ(page.header(absent), "") << absent;
  }
}

TEST_F(PageTest, AScriptCarriesOnlyWhatMeansSomethingOnOne) {
  const auto script = under_test_.get("/assets/a.js");
  EXPECT_EQ(script.header("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(script.header("cache-control"), "no-store");
  EXPECT_EQ(script.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(script.header("cross-origin-resource-policy"), "same-origin");
  std::size_t bytes = 0;
  for (const auto& [name, value] : script.headers) bytes += name.size() + value.size() + 4;
  EXPECT_LE(bytes, 300U) << "a piece and its head pass as four packets";
}

TEST_F(PageTest, AStyleInsideAPageIsAllowedByItsHashAndNoOtherIs) {
  const auto policy = [&](std::string_view path) {
    return std::string{under_test_.get(path).header("content-security-policy")};
  };
  std::ofstream{pages_.path() / "one.html"} << "<!doctype html><style>p{color:red}</style><p>x";
  std::ofstream{pages_.path() / "two.html"} << "<!doctype html><style>p{color:red}</style><style>a{}</style>";
  std::ofstream{pages_.path() / "open.html"} << "<!doctype html><style>p{color:red}";
  std::ofstream{pages_.path() / "text.txt"} << "<style>p{color:red}</style>";
  under_test_.restart({.pages = pages_.path()});
  // printf 'p{color:red}' | openssl dgst -sha256 -binary | base64
  EXPECT_NE(policy("/one").find("style-src 'self' 'sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64='; img-src"),
            std::string::npos);
  EXPECT_EQ(policy("/one"), policy("/one.html"));
  for (const auto* path : {"/", "/two", "/open", "/text.txt", "/assets/a.js", "/missing"})
    EXPECT_EQ(policy(path).find("sha256"), std::string::npos) << path;
}

TEST_F(PageTest, EveryCallHasAConnectionOfItsOwn) {
  under_test_.open_for_requests();
  for (const std::string_view call :
       {"GET /v1/roster", "GET /v1/roster/chain/1", "GET /v1/day-keys", "GET /v1/day-keys"}) {
    http::RawSocket socket{under_test_.public_port()};
    socket.send(std::string{call} + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_NE(socket.read_response().find("Connection: close"), std::string::npos) << call;
    EXPECT_TRUE(socket.closes_within(std::chrono::seconds{10})) << call;
  }
  http::RawSocket page{under_test_.public_port()};
  page.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(page.read_response().find("Connection: close"), std::string::npos) << "a small page leaves room";
}

TEST_F(PageTest, CompressesPagesButNotAnswersThatHoldSecrets) {
  const auto page = under_test_.get("/", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(page.header("content-encoding"), "gzip");
  EXPECT_EQ(to_string(page.body), "GZ");
  under_test_.open_for_requests();
  EXPECT_EQ(under_test_.get("/v1/roster", {{"Accept-Encoding", "gzip"}}).header("content-encoding"), "");
}

TEST_F(PageTest, FormsMayGoToTheClerksOfTheRoster) {
  under_test_.open_for_requests();
  const auto first = *roster::verify_first(under_test_.office().first_roster());
  const std::string next =
      under_test_.office().next_roster(first, kToday, kToday + 30, {"http://127.0.0.1:8082/start"});
  ASSERT_EQ(said(under_test_.publish(DocumentKind::kRoster, next)), "200 stored");
  EXPECT_NE(
      under_test_.get("/").header("content-security-policy").find("form-action 'self' http://127.0.0.1:8082; base-uri"),
      std::string::npos);
}

TEST_F(PageTest, CallsMayBeReadByAPageFromAFileAndNothingElseMay) {
  under_test_.open_for_requests();
  const auto allowed = [](const http::ClientResponse& answer) { return answer.header("access-control-allow-origin"); };
  const std::vector<http::Header> from_file{{"Origin", "null"}};
  for (const auto* path : {"/v1/roster", "/v1/roster/chain", "/v1/roster/chain/1", "/v1/day-keys"})
    EXPECT_EQ(allowed(under_test_.get(path, from_file)), "*") << path;
  const Bytes short_body(3);
  for (const auto* path : {"/v1/put/20779", "/v1/poll", "/v1/delete"})
    EXPECT_EQ(allowed(under_test_.post(path, short_body)), "*") << path;
  for (const auto* path : {"/", "/assets/a.js", "/v1/health", "/missing"})
    EXPECT_EQ(allowed(under_test_.get(path, from_file)), "") << path;
  EXPECT_EQ(allowed(under_test_.desk("/desk/v1/status", {})), "");
}

TEST_F(PageTest, AForeignPageMayNotAskForMore) {
  const std::string answer = http::ask(under_test_.public_port(),
                                       "OPTIONS /v1/put/20779 HTTP/1.1\r\nHost: x\r\nOrigin: null\r\n"
                                       "Access-Control-Request-Method: POST\r\n"
                                       "Access-Control-Request-Headers: content-type\r\n\r\n");
  EXPECT_EQ(http::status_of(answer), "405");
  EXPECT_EQ(answer.find("ccess-control"), std::string::npos);
}

TEST(Origin, TakesNothingThatCouldEndADirective) {
  EXPECT_EQ(roster::origin_of("https://clerk.example.org/x?y"), "https://clerk.example.org");
  EXPECT_EQ(roster::origin_of("http://[::1]:8082"), "http://[::1]:8082");
  for (const auto* bad : {"", "https://", "ftp://x", "https://a;b", "https://a b", "https://a'b", "https://A",
                          "javascript:x", "https://*"}) {
    EXPECT_EQ(roster::origin_of(bad), "") << bad;
  }
}

TEST_F(PageTest, HealthSaysWhetherTheStoreCanBeWritten) {
  EXPECT_EQ(said(under_test_.get("/v1/health")), "200 ok");
  EXPECT_EQ(said(under_test_.get("/v1/health")), "200 ok");
}

TEST_F(PageTest, RequestTargetsOfAttackersFindNothing) {
  for (const auto* target : {"/../../../../etc/passwd", "/..%2f..%2fetc/passwd", "/assets/../index.html",
                             "//etc/passwd", "/%00", "/assets"}) {
    const std::string answer =
        http::ask(under_test_.public_port(), "GET " + std::string{target} + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(http::status_of(answer), "404") << target;
  }
}

TEST(RelayPaths, ThePageOfLimitsNamesEachAndNoOther) {
  RelayUnderTest under_test;
  const std::string page = WAYMARK_SOURCE_DIR "/docs/spec/limits.md";
  EXPECT_EQ(http::testing::lines_of(under_test.relay().public_routes()), http::testing::lines_of_page(page, "relay"));
  EXPECT_EQ(http::testing::lines_of(under_test.relay().desk_routes()),
            http::testing::lines_of_page(page, "relay, for the desk"));
}

}  // namespace
}  // namespace waymark::relay
