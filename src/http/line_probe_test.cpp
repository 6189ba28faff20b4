#include "http/line_probe.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <thread>

namespace waymark::http {
namespace {

using namespace std::chrono_literals;

/// Accepts one connection on loopback and does with it what a bad line does.
class Bad {
 public:
  explicit Bad(std::function<void(int)> act) : listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    EXPECT_EQ(::bind(listening_, reinterpret_cast<sockaddr*>(&here), size), 0);
    EXPECT_EQ(::listen(listening_, 4), 0);
    EXPECT_EQ(::getsockname(listening_, reinterpret_cast<sockaddr*>(&here), &size), 0);
    port_ = ntohs(here.sin_port);
    thread_ = std::thread([this, act = std::move(act)] {
      const int connection = ::accept(listening_, nullptr, nullptr);
      if (connection < 0) return;
      act(connection);
      ::close(connection);
    });
  }
  ~Bad() {
    ::shutdown(listening_, SHUT_RDWR);
    thread_.join();
    ::close(listening_);
  }
  Bad(const Bad&) = delete;
  Bad& operator=(const Bad&) = delete;
  [[nodiscard]] std::string url(const std::string& scheme = "http") const {
    return scheme + "://127.0.0.1:" + std::to_string(port_) + "/v1/roster";
  }

 private:
  int listening_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

void write_all(int connection, std::string_view text) {
  EXPECT_EQ(::send(connection, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
}
void read_some(int connection) {
  std::array<char, 4'096> bytes{};
  EXPECT_GT(::recv(connection, bytes.data(), bytes.size(), 0), 0);
}
/// Keeps the connection and says nothing, until the other side goes.
void be_silent(int connection) {
  std::array<char, 4'096> bytes{};
  while (::recv(connection, bytes.data(), bytes.size(), 0) > 0) continue;
}

constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: Sat, 28 Nov 2026 09:00:00 GMT\r\nContent-Length: 10\r\n\r\n";

ProbeOptions impatient() { return {.connect_timeout = 5s, .silence = 1s, .total_timeout = 20s}; }

TEST(LineProbe, AnAnswerThatComesWhole) {
  const Bad server{[](int connection) {
    read_some(connection);
    write_all(connection, std::string{kHead} + "0123456789");
  }};
  const Probe came = probe(server.url(), {}, impatient());
  EXPECT_EQ(came.came, Came::kWhole);
  EXPECT_EQ(came.status, 200);
  EXPECT_EQ(text_of(came.body), "0123456789");
  EXPECT_EQ(came.bytes_down, kHead.size() + 10);
  EXPECT_EQ(came.content_type, "text/plain");
  EXPECT_EQ(came.time, 1'795'856'400);
}

TEST(LineProbe, SilenceIsNamedWithTheBytesThatCame) {
  const Bad server{[](int connection) {
    read_some(connection);
    write_all(connection, std::string{kHead} + "01234");
    be_silent(connection);
  }};
  const Probe came = probe(server.url(), {}, impatient());
  EXPECT_EQ(came.came, Came::kSilent);
  EXPECT_EQ(came.body.size(), 5U);
}

TEST(LineProbe, AHelloWithoutAnswerIsSilenceBeforeTls) {
  const Bad server{[](int connection) { be_silent(connection); }};
  ProbeOptions options = impatient();
  options.connect_timeout = 1s;
  const Probe came = probe(server.url("https"), {}, options);
  EXPECT_EQ(came.came, Came::kSilent);
  EXPECT_FALSE(came.tls_done);
  EXPECT_EQ(came.bytes_down, 0U);
}

TEST(LineProbe, ResetCutShortAndTooLargeAreThreeThings) {
  const Bad reset{[](int connection) {
    read_some(connection);
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(connection, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }};
  EXPECT_EQ(probe(reset.url(), {}, impatient()).came, Came::kReset);
  const Bad cut{[](int connection) {
    read_some(connection);
    write_all(connection, std::string{kHead} + "0123");
  }};
  EXPECT_EQ(probe(cut.url(), {}, impatient()).came, Came::kCutShort);
  const Bad large{[](int connection) {
    read_some(connection);
    write_all(connection, std::string{kHead} + "0123456789");
  }};
  ProbeOptions options = impatient();
  options.bytes_max = 9;
  EXPECT_EQ(probe(large.url(), {}, options).came, Came::kTooLarge);
}

TEST(LineProbe, WhatIsNoTlsAndWhoIsNotThere) {
  const Bad plain{[](int connection) {
    read_some(connection);
    write_all(connection, "HTTP/1.1 400 Bad Request\r\n\r\n");
  }};
  EXPECT_EQ(probe(plain.url("https"), {}, impatient()).came, Came::kTls);
  std::string gone;
  {
    const Bad server{[](int) {}};
    gone = server.url();
  }
  EXPECT_EQ(probe(gone, {}, impatient()).came, Came::kNoConnect);
  EXPECT_EQ(probe("http://no-such-name.invalid/", {}, impatient()).came, Came::kNoName);
  EXPECT_EQ(probe("ftp://127.0.0.1/", {}, impatient()).came, Came::kNoUrl);
}

TEST(LineProbe, AnUploadThatStopsSaysHowFarItCame) {
  const Bad server{[](int connection) {
    read_some(connection);
    be_silent(connection);
  }};
  const Bytes body(8'192);
  const Probe came = probe(server.url(), ByteView{body}, impatient());
  EXPECT_EQ(came.came, Came::kSilent);
  EXPECT_EQ(came.bytes_up, 8'192U);
  EXPECT_EQ(came.bytes_down, 0U);
}

}  // namespace
}  // namespace waymark::http
