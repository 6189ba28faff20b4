// Nothing of a request or its answer stays in the memory of the process: not the body, not a token or a cookie in the
// header, not the answer. An image of the relay's memory once held the User-Agent, Referer and Cookie of its visitors.
//
// A child process is the visitor and makes up what it sends after the fork; it tells it turned over bit by bit, so that
// the search through all of this process's memory holds no copy of its own.
#include "base/wiping.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <random>
#include <thread>

#include "http/moving_clock.h"
#include "http/raw_socket.h"
#include "http/routes.h"
#include "http/server.h"

namespace waymark::http {
namespace {

constexpr std::size_t kBytes = 24;
constexpr std::uint8_t kTurned = 0xFF;
using Needle = std::array<std::uint8_t, kBytes>;

bool fits(const std::uint8_t* at, const Needle& turned) {
  for (std::size_t i = 0; i < kBytes; ++i) {
    if (static_cast<std::uint8_t>(at[i] ^ kTurned) != turned[i]) return false;
  }
  return true;
}

/// How often it stands in the writable memory of this process, the buffer of the search left out.
std::size_t count_in_memory(const Needle& turned) {
  constexpr std::size_t kStep = 1U << 20U;
  static std::array<std::uint8_t, kStep + kBytes> buffer;
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  EXPECT_GE(memory, 0);
  std::size_t count = 0;
  std::ifstream maps{"/proc/self/maps"};
  for (std::string line; std::getline(maps, line);) {
    if (line.find(" rw") == std::string::npos || line.find("[vvar") != std::string::npos) continue;
    std::uintptr_t start = 0;
    std::uintptr_t end = 0;
    const std::size_t dash = line.find('-');
    std::from_chars(line.data(), line.data() + dash, start, 16);
    std::from_chars(line.data() + dash + 1, line.data() + line.find(' '), end, 16);
    for (std::uintptr_t at = start; at < end; at += kStep) {
      const std::size_t size = std::min<std::size_t>(buffer.size(), end - at);
      const auto own = reinterpret_cast<std::uintptr_t>(buffer.data());
      if (at < own + buffer.size() && own < at + size) continue;
      const ssize_t read = ::pread(memory, buffer.data(), size, static_cast<off_t>(at));
      for (ssize_t i = 0; i + static_cast<ssize_t>(kBytes) <= read && i < static_cast<ssize_t>(kStep); ++i) {
        if (fits(buffer.data() + i, turned)) ++count;
      }
    }
  }
  ::close(memory);
  buffer.fill(0);
  return count;
}

struct Report {
  Needle secret;
  int good = 0;
};

/// Sends the secret as a cookie, a token and a body, whole and in pieces, and as a request that is refused.
[[noreturn]] void visit(std::uint16_t port, int pipe) {
  std::random_device device;
  Report report;
  std::string secret;
  for (std::size_t i = 0; i < kBytes; ++i) secret += static_cast<char>('a' + device() % 26);
  const std::string headers =
      "Cookie: " + secret + "\r\nUser-Agent: " + secret + "\r\nWaymark-Session: " + secret + "\r\n";
  std::string body;
  while (body.size() < 20'000) body += secret;
  const std::string request = post("/echo", body, headers);
  report.good += body_of(ask(port, request)) == body ? 1 : 0;
  RawSocket slow{port};
  for (std::size_t at = 0; at < request.size(); at += 997) slow.send(std::string_view{request}.substr(at, 997));
  report.good += body_of(slow.read_response()) == body ? 1 : 0;
  slow.send("POST /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n" + headers + "\r\n" + body);
  report.good += status_of(slow.read_response()) == "400" ? 1 : 0;
  RawSocket half{port};
  half.send(request.substr(0, 9'000));
  for (std::size_t i = 0; i < kBytes; ++i)
    report.secret[i] = static_cast<std::uint8_t>(static_cast<std::uint8_t>(secret[i]) ^ kTurned);
  (void)!::write(pipe, &report, sizeof report);
  ::_exit(0);
}

TEST(Wiping, ABlockIsOverwrittenWhenItIsGivenBack) {
  std::array<std::uint8_t, 16> block{};
  block.fill(7);
  wipe(block);
  EXPECT_EQ(block[15], 0);
  WipingBytes bytes = to_wiping(view_of("hello"));
  EXPECT_EQ(text_of(bytes), "hello");
}

TEST(Wiping, NothingOfARequestOrItsAnswerStays) {
  Routes routes;
  routes.on("POST", "/echo", [](const Request& request, Responder respond) { respond(binary_response(request.body)); },
            {.body_bytes_max = 40'000});
  auto server = Server::start({.listen = {"127.0.0.1", 0},
                               .rule_of = [&](auto method, auto path) { return routes.rule_of(method, path); },
                               .handler = [&](Request q, Responder r) { routes.handle(std::move(q), std::move(r)); }});
  ASSERT_TRUE(server.has_value());
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) visit((*server)->port(), pipe[1]);
  Report report;
  ASSERT_EQ(::read(pipe[0], &report, sizeof report), static_cast<ssize_t>(sizeof report));
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(report.good, 3) << "the visitor was not served";
  EXPECT_TRUE(testing::comes_true([&] { return (*server)->connections() == 0; }));
  // What held the last bytes is given back a moment after its connection is counted no more.
  EXPECT_TRUE(testing::comes_true([&] { return count_in_memory(report.secret) == 0; }));
}

TEST(Wiping, TheSearchFindsACopy) {
  Needle turned{};
  auto copy = std::make_unique<Needle>();
  for (std::size_t i = 0; i < kBytes; ++i) {
    turned[i] = static_cast<std::uint8_t>(i * 7 + 3);
    (*copy)[i] = static_cast<std::uint8_t>(turned[i] ^ kTurned);
  }
  EXPECT_GE(count_in_memory(turned), 1U);
}

}  // namespace
}  // namespace waymark::http
