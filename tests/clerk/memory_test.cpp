// After the answers nothing of what people wrote is left in the clerk's memory, as far as the heap goes.
//
// The clerk runs in this process with its wiping heap (src/base/wipe_on_free.cpp); a child process is the
// person, makes up the text after the fork, and tells it only turned over bit by bit. So the parent can look through
// all of its own memory for it without holding a copy.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

#include "base/comes_true.h"
#include "clerk/clerk.h"
#include "clerk/test_relay.h"
#include "http/raw_socket.h"
#include "http/server.h"
#include "http/url.h"
#include "memory/search.h"

namespace waymark::clerk {
namespace {

using testing::kToday;
using testing::TestRelay;

using waymark::memory::count_in_memory;
using waymark::memory::kNeedleBytes;
using waymark::memory::kTurned;
using waymark::memory::Needle;

/// What the person tells: the text, turned over, and how many of the pages showed what they should.
struct Report {
  Needle text;
  int good = 0;
};

std::string page_after(std::uint16_t port, const std::string& body,
                       const std::string& type = "application/x-www-form-urlencoded") {
  return http::ask(port, http::post("/en/visit", body, "Content-Type: " + type + "\r\nConnection: close\r\n"));
}

/// As browsers send a form with a text, and take the page compressed.
std::string compressed_page_after(std::uint16_t port, const std::string& text) {
  std::string body;
  for (const auto& [name, value] : {std::pair<std::string, std::string>{"asked", "text consent"},
                                    {"consent", "yes"},
                                    {"text", text},
                                    {"go_answers", "x"}})
    body += "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  return page_after(port, body + "--b--\r\n", "multipart/form-data; boundary=b\r\nAccept-Encoding: gzip");
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
  const std::string small = compressed_page_after(port, word);
  report.good += small.find("200 OK") != std::string::npos && small.find("gzip") != std::string::npos ? 1 : 0;
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
  EXPECT_EQ(report.good, 4) << "the person has not seen the text again";
  EXPECT_TRUE(comes_true([&] { return (*server)->connections() == 0; }));
  EXPECT_EQ(count_in_memory(report.text), 0U);
}

}  // namespace
}  // namespace waymark::clerk
