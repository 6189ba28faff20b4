#include "http/message.h"

#include <gtest/gtest.h>

namespace waymark::http {
namespace {

TEST(Responder, AnswersOnce) {
  int status = 0;
  {
    Responder respond{[&](const Response& r) { status = r.status; }};
    respond(text_response(404, "not-found"));
  }
  EXPECT_EQ(status, 404);
}

TEST(Responder, DroppedWithoutAnAnswerSays500) {
  int status = 0;
  {
    const Responder respond{[&](const Response& r) { status = r.status; }};
  }
  EXPECT_EQ(status, 500);
}

TEST(Responder, MovedFromIsSilent) {
  int answers = 0;
  {
    Responder first{[&](const Response&) { ++answers; }};
    Responder second{std::move(first)};
    second(text_response(200, "ok"));
  }
  EXPECT_EQ(answers, 1);
}

TEST(ResponderDeathTest, SecondAnswerIsOurBug) {
  Responder respond{[](const Response&) {}};
  respond(text_response(200, "ok"));
  EXPECT_DEATH(respond(text_response(200, "ok")), "CHECK");
}

TEST(Request, HeaderIsFoundByItsLowerCaseName) {
  const Request request{.method = "GET", .path = "/", .headers = {{"host", "x"}}};
  EXPECT_EQ(request.header("host"), "x");
  EXPECT_EQ(request.header("origin"), "");
}

TEST(Response, SharedBodyGoesBeforeTheOwnOne) {
  Response response{.body = {1}};
  EXPECT_EQ(response.content().size(), 1u);
  response.shared_body = std::make_shared<const Bytes>(Bytes{1, 2});
  EXPECT_EQ(response.content().size(), 2u);
}

}  // namespace
}  // namespace waymark::http
