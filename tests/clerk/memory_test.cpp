// After the answers nothing of what people wrote is left in the clerk's memory, as far as the heap goes.
//
// The clerk runs in this process with its wiping heap (src/programs/clerk/wipe_on_free.cpp); a child process is the
// person, makes up the text after the fork, and tells it only turned over bit by bit. So the parent can look through
// all of its own memory for it without holding a copy.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <fstream>
#include <memory>
#include <thread>

#include "clerk/clerk.h"
#include "clerk/test_relay.h"
#include "http/raw_socket.h"
#include "http/server.h"
#include "http/url.h"

namespace waymark::clerk {
namespace {

using testing::kToday;
using testing::TestRelay;

constexpr std::size_t kNeedleBytes = 24;
constexpr std::uint8_t kTurned = 0xFF;
using Needle = std::array<std::uint8_t, kNeedleBytes>;

/// Looks at memory without ever holding the needle as it is.
bool fits(const std::uint8_t* at, const Needle& turned) {
  for (std::size_t i = 0; i < kNeedleBytes; ++i) {
    if (static_cast<std::uint8_t>(at[i] ^ kTurned) != turned[i]) return false;
  }
  return true;
}

/// How often the needle stands in the writable memory of this process. The buffer of the search is its own mapping.
std::size_t count_in_memory(const Needle& turned) {
  constexpr std::size_t kStep = 1U << 20U;
  static std::array<std::uint8_t, kStep + kNeedleBytes> buffer;
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
      for (ssize_t i = 0; i + static_cast<ssize_t>(kNeedleBytes) <= read && i < static_cast<ssize_t>(kStep); ++i) {
        if (fits(buffer.data() + i, turned)) ++count;
      }
    }
  }
  ::close(memory);
  buffer.fill(0);
  return count;
}

/// What the person tells: the text, turned over, and how many of the pages showed what they should.
struct Report {
  Needle text;
  int good = 0;
};

std::string page_after(std::uint16_t port, const std::string& body) {
  return http::ask(
      port, http::post("/en/visit", body, "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"));
}

std::string blob_in(const std::string& page) {
  const std::string start = "name=\"visit\" value=\"";
  const std::size_t at = page.find(start);
  if (at == std::string::npos) return {};
  return page.substr(at + start.size(), page.find('"', at + start.size()) - at - start.size());
}

[[noreturn]] void be_a_person(std::uint16_t port, int pipe) {
  crypto::SystemRandom random;
  Needle needle{};
  for (std::uint8_t& letter : needle) letter = static_cast<std::uint8_t>('a' + random.below(26));
  const std::string word{needle.begin(), needle.end()};
  std::string body = "asked=text&asked=consent&consent=yes&go_answers=x&text=" + word;
  Report report;
  const std::string follow = page_after(port, body);
  body = "visit=" + http::percent_encode(blob_in(follow)) + "&go_review=x";
  const std::string review = page_after(port, body);
  report.good += review.find(word) != std::string::npos ? 1 : 0;
  body = "visit=" + http::percent_encode(blob_in(review)) + "&go_change=x";
  const std::string form = page_after(port, body);
  report.good += form.find(word) != std::string::npos ? 1 : 0;
  body = "words=" + word + "&go_open=x";
  report.good += page_after(port, body).find("200 OK") != std::string::npos ? 1 : 0;
  for (std::size_t i = 0; i < kNeedleBytes; ++i) report.text[i] = static_cast<std::uint8_t>(needle[i] ^ kTurned);
  (void)!::write(pipe, &report, sizeof report);
  ::_exit(0);
}

TEST(Memory, TheSearchFindsACopy) {
  Needle turned{};
  auto heap = std::make_unique<Needle>();
  for (std::size_t i = 0; i < kNeedleBytes; ++i) {
    turned[i] = static_cast<std::uint8_t>(i * 7 + 3);
    (*heap)[i] = static_cast<std::uint8_t>(turned[i] ^ kTurned);
  }
  EXPECT_GE(count_in_memory(turned), 1U);
  heap.reset();
  EXPECT_EQ(count_in_memory(turned), 0U) << "freed memory is not wiped: is wipe_on_free.cpp linked?";
}

TEST(Memory, NothingOfADeadRequestIsLeft) {
  TestRelay relay;
  const ManualClock clock{start_of_day(kToday) + std::chrono::hours{12}};
  const Log log = Log::to_nothing();
  crypto::SystemRandom random;
  auto pack = pack::read_pack(WAYMARK_SOURCE_DIR "/packs/military-refusal");
  auto book = Book::load(embedded_pages(), *text::Catalogue::embedded());
  ASSERT_TRUE(pack.has_value() && book.has_value());
  Clerk clerk{{.instance = relay.instance,
               .site = {.leave = {"https://a.example/", "https://a.example/", "https://a.example/"}}},
              std::move(*pack),
              std::move(*book),
              {clock, log, random, relay}};
  ASSERT_TRUE(clerk.refresh().has_value());
  http::Routes routes;
  clerk.add_routes(routes);
  auto server = http::Server::start(
      {.listen = {"127.0.0.1", 0},
       .rule_of = [&](auto method, auto path) { return routes.rule_of(method, path); },
       .handler = [&](http::Request q, http::Responder r) { routes.handle(std::move(q), std::move(r)); }});
  ASSERT_TRUE(server.has_value());
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  const std::uint16_t port = (*server)->port();
  const pid_t child = ::fork();
  if (child == 0) be_a_person(port, pipe[1]);
  Report report;
  ASSERT_EQ(::read(pipe[0], &report, sizeof report), static_cast<ssize_t>(sizeof report));
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(report.good, 3) << "the person has not seen the text again";
  for (int i = 0; i < 100 && (*server)->connections() > 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds{100});
  EXPECT_EQ((*server)->connections(), 0U);
  EXPECT_EQ(count_in_memory(report.text), 0U);
}

}  // namespace
}  // namespace waymark::clerk
