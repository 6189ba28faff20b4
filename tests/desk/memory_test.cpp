// After a lock nothing of a shift is left in the desk's memory: no passphrase, text, reply, reason, note, token.
//
// The desk runs in this process with its wiping heap, over a real office; a child process is the volunteer and the
// person who writes, makes everything up after the fork, and tells it only turned over bit by bit. So the parent can
// look through all of its own memory without holding a copy.
#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "base/comes_true.h"
#include "base/encoding.h"
#include "desk/api/desk_api.h"
#include "desk/api/door_lane.h"
#include "desk/queue/clocks.h"
#include "http/raw_socket.h"
#include "http/server.h"
#include "memory/search.h"
#include "office_story.h"
#include "pack/pack.h"

namespace waymark::desk {
namespace {

using nlohmann::json;
using waymark::memory::count_in_memory;
using waymark::memory::kNeedleBytes;
using waymark::memory::Needle;
using waymark::memory::turned_over;

/// What the volunteer tells at the end, turned over.
struct Report {
  Needle passphrase, text, reply, reason, note, token;
  int good = 0;  ///< answers that showed what they should
};

/// The volunteer's browser.
class Browser {
 public:
  explicit Browser(std::uint16_t port) : port_(port) {}
  json post(const std::string& path, const json& body) { return ask("POST", path, body.dump()); }
  json get(const std::string& path) { return ask("GET", path, ""); }
  void keep(const std::string& token) { token_ = token; }

 private:
  json ask(const std::string& method, const std::string& path, const std::string& body) {
    const std::string host = "127.0.0.1:" + std::to_string(port_);
    std::string request = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n";
    if (!token_.empty()) request += "Waymark-Session: " + token_ + "\r\n";
    if (method == "POST")
      request += "Content-Type: application/json\r\nOrigin: http://" + host +
                 "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    return json::parse(http::body_of(http::ask(port_, request + "\r\n" + body)), nullptr, false);
  }
  std::uint16_t port_;
  std::string token_;
};

std::string word_of(crypto::Random& random) {
  std::string word(kNeedleBytes, ' ');
  for (char& letter : word) letter = static_cast<char>('a' + random.below(26));
  return word;
}

std::string armored(ByteView blob) {
  const std::string letters = to_base64(blob, Padding::kRequired);
  std::string text = "-----BEGIN AGE ENCRYPTED FILE-----\n";
  for (std::size_t at = 0; at < letters.size(); at += 64) text += letters.substr(at, 64) + "\n";
  return text + "-----END AGE ENCRYPTED FILE-----\n";
}

bool holds(const json& answer, const std::string& word) { return answer.dump().find(word) != std::string::npos; }

class MemoryStory : public OfficeStory {
 protected:
  /// A shift: a new passphrase, a request, an answer, a reason, a note, the panic lock. Runs in the child.
  Report work(std::uint16_t port) {
    Browser browser(port);
    crypto::SystemRandom random;
    const std::string passphrase = word_of(random), text = word_of(random), reply = word_of(random),
                      reason = word_of(random), note = word_of(random);
    browser.keep(token_of(browser, mira_->passphrase, Seconds{-30}));
    browser.post("/api/account/passphrase", {{"current", mira_->passphrase}, {"next", passphrase}});
    browser.post("/api/sign-out", json::object());
    browser.keep("");
    const std::string token = token_of(browser, passphrase, Seconds{0});
    browser.keep(token);
    const Requester soldier = Requester::make(random_);
    const auto blob = envelope::seal_message(message_from(soldier, text), day_key_of(today()), random_).value().take();
    const json filed = browser.post("/api/paste", {{"text", armored(blob)}});
    const std::string place = "/api/case/" + filed.value("case_id", "");
    Report report;
    report.good += holds(browser.get(place), text) ? 1 : 0;
    browser.get("/api/queue?view=unowned");
    browser.post(place + "/take", json::object());
    browser.post(place + "/reply",
                 {{"text", reply}, {"confirm_safe_contact", true}, {"operation_id", std::string(32, 'a')}});
    browser.post(place + "/raise", {{"reason", reason}});
    browser.post(place + "/note", {{"text", note}});
    const json after = browser.get(place);
    for (const std::string& word : {reply, reason, note}) report.good += holds(after, word) ? 1 : 0;
    report.good += browser.post("/api/lock", json::object()).contains("counter") ? 1 : 0;
    report.passphrase = turned_over(passphrase);
    report.text = turned_over(text);
    report.reply = turned_over(reply);
    report.reason = turned_over(reason);
    report.note = turned_over(note);
    report.token = turned_over(token.substr(0, kNeedleBytes));
    return report;
  }

  std::string token_of(Browser& browser, const std::string& passphrase, Seconds apart) {
    const std::string code = crypto::totp_code(mira_->totp, clock_.now() + apart);
    return browser.post("/api/sign-in", {{"alias", "mira"}, {"passphrase", passphrase}, {"code", code}})
        .value("token", std::string(kNeedleBytes, '-'));
  }
};

/// Leaves the needle on its own stack, deep enough that waiting for the next task does not write over it.
[[gnu::noinline]] void leave_on_stack(const Needle& turned) {
  std::array<volatile std::uint8_t, std::size_t{16} * 1024> local{};
  for (std::size_t i = 0; i < kNeedleBytes; ++i) local[i] = turned[i] ^ memory::kTurned;
}

TEST(DoorLane, LeavesNothingOfATaskOnItsStack) {
  crypto::SystemRandom random;
  Needle turned{};
  for (std::uint8_t& byte : turned) byte = static_cast<std::uint8_t>(random.below(256));
  api::DoorLane lane;
  ASSERT_TRUE(lane.submit(api::DoorLane::Line::kKnown, "anna", [&turned] { leave_on_stack(turned); }));
  EXPECT_TRUE(
      comes_true([&] { return lane.waiting(api::DoorLane::Line::kKnown) == 0 && count_in_memory(turned) == 0; }));
}

TEST_F(MemoryStory, NothingOfAShiftIsLeftAfterTheLock) {
  round();
  (void)day_key_of(today());
  auto pack = pack::read_pack(WAYMARK_SOURCE_DIR "/packs/military-refusal");
  ASSERT_TRUE(pack.has_value());
  const auto zone = text::Zone::named(pack->zone);
  const auto catalogue = text::Catalogue::embedded();
  const Log log = Log::to_nothing();
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  // Hosts name the port, which is known only when the server stands: one route table that looks the API up.
  std::unique_ptr<api::DeskApi> desk;
  http::Routes routes;
  auto server = http::Server::start(
      {.listen = {"127.0.0.1", 0},
       .rule_of = [&](auto method, auto path) { return routes.rule_of(method, path); },
       .handler = [&](http::Request q, http::Responder r) { routes.handle(std::move(q), std::move(r)); }});
  ASSERT_TRUE(server.has_value());
  const std::uint16_t port = (*server)->port();
  desk = api::DeskApi::create(
             {*office_, *pack, *zone, *catalogue, clock_, log, random_},
             {.hosts = {"127.0.0.1:" + std::to_string(port)}, .organisation = "A", .version = "0", .web_root = {}})
             .value();
  routes = desk->routes();

  const pid_t child = ::fork();
  if (child == 0) {
    const Report report = work(port);
    (void)!::write(pipe[1], &report, sizeof report);
    ::_exit(0);
  }
  Report report;
  ASSERT_EQ(::read(pipe[0], &report, sizeof report), static_cast<ssize_t>(sizeof report));
  ::waitpid(child, nullptr, 0);
  EXPECT_EQ(report.good, 5) << "the volunteer has not seen the case, the answers or the lock";
  desk->tidy();
  ASSERT_TRUE(comes_true([&] { return (*server)->connections() == 0; }));
  EXPECT_EQ(count_in_memory(report.passphrase), 0U) << "passphrase";
  EXPECT_EQ(count_in_memory(report.text), 0U) << "text of the request";
  EXPECT_EQ(count_in_memory(report.reply), 0U) << "reply";
  EXPECT_EQ(count_in_memory(report.reason), 0U) << "reason";
  EXPECT_EQ(count_in_memory(report.note), 0U) << "note";
  EXPECT_EQ(count_in_memory(report.token), 0U) << "token";
}

}  // namespace
}  // namespace waymark::desk
