#include "http/response_head.h"

#include <gtest/gtest.h>

namespace waymark::http {
namespace {

TEST(ResponseHead, HasStatusHeadersAndLength) {
  const Response response{.status = 404, .headers = {{"Content-Type", "text/plain"}}, .body = {1, 2, 3}};
  EXPECT_EQ(write_head(response, AfterAnswer::kKeepAlive),
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\n");
}

TEST(ResponseHead, NotModifiedHasNoLength) {
  EXPECT_EQ(write_head({.status = 304}, AfterAnswer::kClose), "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
}

TEST(ResponseHeadDeathTest, AHeaderThatEndsItsLineIsOurBug) {
  EXPECT_DEATH(write_head({.headers = {{"X", "a\r\nY: b"}}}, AfterAnswer::kClose), "CHECK");
}

}  // namespace
}  // namespace waymark::http
