// What is a request and what is none, whole and byte by byte.
#include "http/request_reader.h"

#include <gtest/gtest.h>

namespace waymark::http {
namespace {

constexpr std::size_t kHeaderMax = 8'192;
using State = RequestReader::State;

const RuleOf kRule = [](std::string_view method, std::string_view) {
  return PathRule{.body_bytes_max = method == "POST" ? std::size_t{1'000} : std::size_t{0}};
};

/// Feeds in pieces of `step` bytes until the reader wants no more. @return how many it took
std::size_t feed(RequestReader& reader, std::string_view bytes, std::size_t step) {
  std::size_t taken = 0;
  while (taken < bytes.size()) {
    const std::string_view piece = bytes.substr(taken, step);
    const std::size_t used = reader.feed(view_of(piece));
    taken += used;
    if (used < piece.size()) break;
  }
  return taken;
}

/// "GET", "400", "more": what becomes of the bytes, which must be the same in pieces of every size.
std::string outcome(std::string_view bytes) {
  std::string first;
  for (const std::size_t step : {bytes.size(), std::size_t{1}, std::size_t{7}}) {
    RequestReader reader{kHeaderMax, kRule};
    feed(reader, bytes, step);
    std::string now = "more";
    if (reader.state() == State::kRefused) now = std::to_string(reader.refusal().status);
    if (reader.state() == State::kWhole) now = reader.take().method;
    if (first.empty()) first = now;
    EXPECT_EQ(now, first) << "in pieces of " << step << ": " << bytes;
  }
  return first;
}

std::string with(std::string_view fields, std::string_view body = "") {
  return "POST /x HTTP/1.1\r\nHost: relay\r\n" + std::string{fields} + "\r\n" + std::string{body};
}

TEST(RequestReader, AWholeRequestInPiecesOfAnySize) {
  const std::string bytes =
      "POST /v1/put/7?a=b HTTP/1.1\r\nHost: relay:8080\r\nContent-Length: 5\r\nORIGIN:  x \r\n\r\nhello";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    RequestReader reader{kHeaderMax, kRule};
    EXPECT_EQ(feed(reader, bytes + "GET / HT", step), bytes.size()) << "the next request stays outside";
    ASSERT_EQ(reader.state(), State::kWhole);
    EXPECT_TRUE(reader.keep_alive());
    const Request request = reader.take();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.path, "/v1/put/7");
    EXPECT_EQ(request.query, "a=b");
    EXPECT_EQ(request.header("host"), "relay:8080");
    EXPECT_EQ(request.header("origin"), "x");
    EXPECT_EQ(text_of(request.body), "hello");
  }
}

TEST(RequestReader, TakesWhatClientsSend) {
  EXPECT_EQ(outcome("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "GET");
  EXPECT_EQ(outcome("HEAD / HTTP/1.1\r\nhost:x\r\nUser-Agent: \xd0\xb8\xd0\xbc\xd1\x8f\r\n\r\n"), "HEAD");
  EXPECT_EQ(outcome("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"), "GET");
  EXPECT_EQ(outcome("GET / HTTP/1.0\r\n\r\n"), "GET") << "what nginx sends by default has a Host; 1.0 needs none";
  EXPECT_EQ(outcome("\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"), "GET") << "one empty line may come first";
  EXPECT_EQ(outcome(with("Content-Length: 3\r\n", "abc")), "POST");
  EXPECT_EQ(outcome(with("Content-Length: 3\r\n", "ab")), "more");
  EXPECT_EQ(outcome(with("X: a\tb\r\nEmpty:\r\n")), "POST");
  EXPECT_EQ(outcome("GET / HTTP/1.1\r\nHost: x\r\nX: y"), "more");
}

TEST(RequestReader, WhatTwoProgramsCouldReadDifferentlyIs400) {
  const std::vector<std::string> bad{
      with("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"),
      with("Content-Length: 3\r\nContent-Length: 4\r\n", "abc"),
      with("Content-Length: 3, 3\r\n", "abc"),
      with("Content-Length: +3\r\n", "abc"),
      with("Content-Length: 0x3\r\n", "abc"),
      with("Content-Length: -1\r\n"),
      with("Content-Length:\r\n"),
      with("Content-Length: 99999999999999999999999\r\n"),
      with("Content-Length : 3\r\n", "abc"),
      with("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
      with("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", "0\r\n\r\n"),
      with("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"),
      with("Transfer-Encoding: identity\r\n"),
      with("Transfer-Encoding: identity, chunked\r\n", "0\r\n\r\n"),
      with("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
      with("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"),
      with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
      with("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"),
      with("X: b\r\n c\r\n"),
      with("X: b\r\n\tc\r\n"),
      with(" X: b\r\n"),
      with("Host: relay\r\n"),
      with("Host: evil\r\n"),
      with(": x\r\n"),
      with("no colon\r\n"),
      with("Bad Name: x\r\n"),
      with("X: a\rY: b\r\n"),
      with("X: a\nY: b\r\n"),
      with(std::string_view{"X: a\0b\r\n", 8}),
      with("X: a\x7f\r\n"),
      "POST /x HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a,b\r\n\r\n",
      "GET / HTTP/1.1\nHost: x\n\n",
      "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
      "GET / HTTP/1.11\r\nHost: x\r\n\r\n",
      "GET / http/1.1\r\nHost: x\r\n\r\n",
      "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET / HTTP/1.1 \r\nHost: x\r\n\r\n",
      "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /\xd0\xb8 HTTP/1.1\r\nHost: x\r\n\r\n",
      "GE(T / HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /\r\nHost: x\r\n\r\n",
      "GET http://other/ HTTP/1.1\r\nHost: x\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
      "nonsense\r\n\r\n",
      std::string("\x16\x03\x01\x02\x00", 5),  // a TLS hello, at its first byte
  };
  for (const std::string& bytes : bad) EXPECT_EQ(outcome(bytes), "400") << bytes;
}

TEST(RequestReader, ChunksAreUnderstoodAndRefused) {
  EXPECT_EQ(outcome(with("Transfer-Encoding: chunked\r\n", "1;" + std::string(100, 'x'))), "411");
  EXPECT_EQ(outcome(with("transfer-encoding: Chunked\r\n", "0\r\nX: ")), "411");
}

TEST(RequestReader, TooMuchIsRefusedBeforeItIsKept) {
  EXPECT_EQ(outcome("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(kHeaderMax, 'a')), "431");
  std::string many;
  for (std::size_t i = 0; i < kRequestFieldsMax + 1; ++i) many += "X: y\r\n";
  EXPECT_EQ(outcome(with(many)), "431");
  EXPECT_EQ(outcome(with("Content-Length: 1001\r\n")), "413");
  EXPECT_EQ(outcome("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n"), "413");
}

TEST(RequestReader, HoldsWhatHasComeAndNotWhatWasPromised) {
  const RuleOf generous = [](auto, auto) { return PathRule{.body_bytes_max = 1UL << 40U}; };
  RequestReader reader{kHeaderMax, generous};
  EXPECT_EQ(reader.held(), 0U);
  feed(reader, with("Content-Length: 1000000000\r\n"), 4'096);
  EXPECT_EQ(reader.state(), State::kBody);
  EXPECT_EQ(reader.held(), 0U) << "the head is let go, the body has not begun";
  const std::string piece(10'000, 'a');
  feed(reader, piece, piece.size());
  EXPECT_LE(reader.held(), 2 * piece.size());
  feed(reader, piece, 1);
  EXPECT_LE(reader.held(), 4 * piece.size());
}

TEST(RequestReader, OnlyTheFirstFieldOfAKindIsKept) {
  RequestReader reader{kHeaderMax, kRule};
  feed(reader, with("Waymark-Session: one\r\nWaymark-Session: two\r\nCookie: a\r\n"), 4'096);
  const Request request = reader.take();
  EXPECT_EQ(request.headers.size(), 2U);
  EXPECT_EQ(request.header("waymark-session"), "one");
}

TEST(RequestReader, SaysWhoWaitsForContinue) {
  RequestReader reader{kHeaderMax, kRule};
  feed(reader, with("Expect: 100-Continue\r\nContent-Length: 2\r\n"), 4'096);
  EXPECT_TRUE(reader.expects_continue());
  feed(reader, "ok", 2);
  EXPECT_FALSE(reader.expects_continue());
}

TEST(RequestReader, CloseIsHeardInAnyListAndOneZeroAlwaysCloses) {
  for (const auto& [fields, keeps] : std::vector<std::pair<std::string, bool>>{{"", true},
                                                                               {"Connection: close\r\n", false},
                                                                               {"Connection: x, CLOSE\r\n", false},
                                                                               {"Connection: closed\r\n", true}}) {
    RequestReader reader{kHeaderMax, kRule};
    feed(reader, with(fields), 4'096);
    EXPECT_EQ(reader.keep_alive(), keeps) << fields;
  }
  RequestReader old{kHeaderMax, kRule};
  feed(old, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 4'096);
  EXPECT_FALSE(old.keep_alive());
}

}  // namespace
}  // namespace waymark::http
