#include "http/routes.h"

#include <gtest/gtest.h>

#include "http/limits_page.h"

namespace waymark::http {
namespace {

Handler say(std::string_view word) {
  return [word](Request request, Responder respond) {
    std::string text{word};
    for (const std::string& part : request.parts) text += " " + part;
    respond(text_response(200, text));
  };
}

std::string answer(const Routes& routes, std::string_view method, std::string_view path) {
  std::string said;
  routes.handle({.method = std::string{method}, .path = std::string{path}},
                Responder{[&](const Response& r) { said = std::to_string(r.status) + " " + to_string(r.content()); }});
  return said;
}

TEST(Routes, FindsByMethodAndPath) {
  Routes routes;
  routes.on("GET", "/", say("root")).on("GET", "/a", say("get")).on("POST", "/a", say("post"));
  EXPECT_EQ(answer(routes, "GET", "/"), "200 root");
  EXPECT_EQ(answer(routes, "GET", "/a"), "200 get");
  EXPECT_EQ(answer(routes, "HEAD", "/a"), "200 get");
  EXPECT_EQ(answer(routes, "POST", "/a"), "200 post");
  EXPECT_EQ(answer(routes, "PUT", "/a"), "405 wrong-method");
  EXPECT_EQ(answer(routes, "GET", "/b"), "404 not-found");
  EXPECT_EQ(answer(routes, "GET", "/a/"), "404 not-found");
}

TEST(Routes, StarsStandForOneSegmentAndLiteralsWin) {
  Routes routes;
  routes.on("GET", "/case/*/note/*", say("note")).on("GET", "/case/*", say("case")).on("GET", "/case/new", say("new"));
  EXPECT_EQ(answer(routes, "GET", "/case/7/note/9"), "200 note 7 9");
  EXPECT_EQ(answer(routes, "GET", "/case/7"), "200 case 7");
  EXPECT_EQ(answer(routes, "GET", "/case/new"), "200 new");
  EXPECT_EQ(answer(routes, "GET", "/case/"), "404 not-found");
  EXPECT_EQ(answer(routes, "GET", "/case/7/8"), "404 not-found");
}

TEST(Routes, AWrongMethodIsToldWhichOnesThereAre) {
  Routes routes;
  routes.on("POST", "/a/*", say("post")).on("GET", "/a/*", say("get")).on("GET", "/a/new", say("new"));
  const auto allowed = [&](std::string_view path) {
    std::string said;
    routes.handle({.method = "PUT", .path = std::string{path}}, Responder{[&](const Response& r) {
                    for (const Header& header : r.headers)
                      if (header.name == "Allow") said = header.value;
                  }});
    return said;
  };
  EXPECT_EQ(allowed("/a/1"), "GET, HEAD, POST");
  EXPECT_EQ(allowed("/a/new"), "GET, HEAD, POST");
  EXPECT_EQ(allowed("/b"), "");
}

TEST(Routes, OtherwiseTakesUnknownPathsOfGetOnly) {
  Routes routes;
  routes.on("POST", "/a", say("post")).otherwise(say("file"));
  EXPECT_EQ(answer(routes, "GET", "/style.css"), "200 file");
  EXPECT_EQ(answer(routes, "POST", "/style.css"), "404 not-found");
  EXPECT_EQ(answer(routes, "GET", "/a"), "405 wrong-method");
}

TEST(Routes, RuleOfUnknownPathsAllowsNoBody) {
  Routes routes;
  routes.on("POST", "/a/*", say("x"), {.body_bytes_max = 10});
  EXPECT_EQ(routes.rule_of("POST", "/a/1").body_bytes_max, 10u);
  EXPECT_EQ(routes.rule_of("POST", "/b").body_bytes_max, 0u);
  EXPECT_EQ(routes.rule_of("GET", "/a/1").body_bytes_max, 0u);
}

TEST(RoutesDeathTest, SamePatternTwiceIsOurBug) {
  Routes routes;
  routes.on("GET", "/a", say("x"));
  EXPECT_DEATH(routes.on("GET", "/a", say("y")), "CHECK");
}

TEST(Routes, AllAreListed) {
  Routes routes;
  routes.on("GET", "/a/*", {})
      .on("POST", "/", {}, {.body_bytes_max = 7})
      .otherwise([](const Request&, const Responder&) {});
  EXPECT_EQ(testing::lines_of(routes), (std::set<std::string>{"GET /a/* 0", "POST / 7", "GET otherwise 0"}));
}

TEST(LimitsPage, HasNoRowForAProgramThatNoTestCompares) {
  std::ifstream file{WAYMARK_SOURCE_DIR "/docs/spec/limits.md"};
  std::set<std::string> programs;
  for (std::string line; std::getline(file, line);) {
    if (line.find(" | `GET ") != std::string::npos || line.find(" | `POST ") != std::string::npos)
      programs.insert(line.substr(2, line.find(" | ") - 2));
  }
  EXPECT_EQ(programs, (std::set<std::string>{"relay", "relay, for the desk", "clerk", "desk"}));
}

}  // namespace
}  // namespace waymark::http
