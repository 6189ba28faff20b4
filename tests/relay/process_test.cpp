// waymark-relay as an operator meets it: exit codes, sentences, signals, a power cut in the middle of the work.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <set>
#include <thread>

#include "base/comes_true.h"
#include "http/raw_socket.h"
#include "http/server.h"
#include "relay/figures_upload.h"
#include "relay_program.h"
#include "roster/figures_set.h"

namespace waymark::relay {
namespace {

TEST_F(Program, HelpAndVersion) {
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_NE(said_.find("--config"), std::string::npos);
  EXPECT_NE(said_.find("Exit codes"), std::string::npos);
  EXPECT_EQ(run({"--version"}), 0);
  EXPECT_TRUE(said_.starts_with("waymark-relay "));
}

TEST_F(Program, WrongUseIsExitCode2) {
  EXPECT_EQ(run({}), 2);
  EXPECT_EQ(run({"--nonsense"}), 2);
  EXPECT_EQ(run({"--config", "/nonexistent"}), 2);
  EXPECT_EQ(run({"--config", write_config("per_dya = 1\n"), "--check"}), 2);
  EXPECT_NE(said_.find("quota.per_dya"), std::string::npos);
}

TEST_F(Program, CheckIsContentWithANewFolder) {
  EXPECT_EQ(check(), 0);
  EXPECT_EQ(std::filesystem::status(data() / "relay.db").permissions(), std::filesystem::perms{0600});
}

TEST_F(Program, AFolderThatCannotBeUsedIsExitCode3) {
  std::filesystem::remove_all(data());
  EXPECT_EQ(check(), 3);
  EXPECT_NE(said_.find("does not exist"), std::string::npos);
  std::filesystem::create_directory(data());
  std::ofstream{data() / "relay.db"} << std::string(5'000, 'x');
  EXPECT_EQ(check(), 3);
}

TEST_F(Program, AFolderThatCannotBeWrittenIsExitCode3) {
  ::setenv("WAYMARK_RELAY_DATA", "/proc", 1);  // where not even root can make a file
  EXPECT_EQ(check(), 3);
  ::unsetenv("WAYMARK_RELAY_DATA");
  EXPECT_NE(said_.find("/proc"), std::string::npos);
  EXPECT_EQ(std::count(said_.begin(), said_.end(), '\n'), 1) << said_;
}

TEST_F(Program, AnAddressInUseIsExitCode4) {
  auto taken = http::Server::start({.listen = {"127.0.0.1", 0},
                                    .rule_of = [](auto, auto) { return http::PathRule{}; },
                                    .handler = [](const auto&, const auto&) {}});
  const auto config = write_config();
  std::string text;
  {
    std::ifstream in{config};
    text.assign(std::istreambuf_iterator<char>{in}, {});
  }
  text.replace(text.find("127.0.0.1:0"), 11, "127.0.0.1:" + std::to_string((*taken)->port()));
  std::ofstream{config} << text;
  EXPECT_EQ(run({"--config", config}), 4);
  EXPECT_NE(said_.find("cannot be used"), std::string::npos);
}

TEST_F(Program, AClockBeforeTheRosterIsExitCode5) {
  office_ = Office{today_ + 3};
  {
    const auto running = start();
    open_for_requests();
  }
  EXPECT_EQ(check(), 5);
  EXPECT_NE(said_.find("3 days before"), std::string::npos);
  EXPECT_EQ(run({"--config", write_config()}), 5);
}

TEST_F(Program, AnExpiredRosterIsExitCode6OfCheckAndStopsIntakeOnly) {
  office_ = Office{today_ - 31};
  const auto running = start();
  open_for_requests();
  EXPECT_EQ(http::body_of(
                http::ask(public_port_, http::post("/v1/put/" + std::to_string(today_), text_of(office_.envelope())))),
            "expired");
  running->signal(SIGTERM);
  EXPECT_EQ(running->wait(), 0);
  EXPECT_EQ(check(), 6);
  EXPECT_NE(said_.find("past its date"), std::string::npos);
  const auto again = start();
  EXPECT_NE(desk_port_, 0) << "it must run, or no new roster could be published";
}

TEST_F(Program, ARosterOfAnotherInstanceIsExitCode6) {
  {
    const auto running = start();
    open_for_requests();
  }
  office_ = Office{today_, 77};
  EXPECT_EQ(check(), 6);
}

TEST_F(Program, StopsCleanlyOnSigtermAndLogsTwoLines) {
  const auto running = start();
  open_for_requests();
  http::ask(public_port_,
            http::post("/v1/put/" + std::to_string(today_), text_of(office_.envelope()), "User-Agent: Mozilla\r\n"));
  http::ask(public_port_, "GET /secret/path?name=petrov HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n");
  running->signal(SIGTERM);
  EXPECT_EQ(running->wait(), 0);
  const std::string log = running->errors();
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 3) << log;
  for (const auto* word : {"started", "published kind=1", "stopped"}) EXPECT_NE(log.find(word), std::string::npos);
  for (const auto* word : {"127.0.0.1", "Mozilla", "petrov", "secret", "192.0.2"})
    EXPECT_EQ(log.find(word), std::string::npos);
  EXPECT_EQ(running->output(), "");
}

TEST_F(Program, LeavesNoCoreDumpAndNoOpenFolder) {
  const auto running = start();
  std::ifstream limits{"/proc/" + std::to_string(running->id()) + "/limits"};
  std::string line;
  bool seen = false;
  while (std::getline(limits, line)) {
    if (!line.starts_with("Max core file size")) continue;
    seen = true;
    EXPECT_NE(line.find("0                    0"), std::string::npos) << line;
  }
  if (!seen) GTEST_SKIP() << "a process that hides itself hides its limits from this user too";
}

TEST_F(Program, KilledUnderLoadItHasEveryPutThatItAcknowledged) {
  constexpr int kClients = 8;
  constexpr int kAcknowledgedBeforeTheKill = 300;
  std::vector<std::vector<Bytes>> envelopes(kClients);
  for (auto& list : envelopes) {
    for (int i = 0; i < 400; ++i) list.push_back(office_.envelope());
  }
  auto running = start();
  open_for_requests();
  std::atomic<int> acknowledged = 0;
  std::vector<std::vector<Bytes>> stored(kClients);
  std::vector<std::thread> clients;
  for (std::size_t c = 0; c < kClients; ++c) {
    clients.emplace_back([&, c] {
      for (const Bytes& envelope : envelopes[c]) {
        http::RawSocket socket{public_port_};  // the relay closes each after its answer
        if (!socket.send(http::post("/v1/put/" + std::to_string(today_), text_of(envelope)))) return;
        if (http::body_of(socket.read_response()) != "stored") return;
        stored[c].push_back(envelope);
        ++acknowledged;
      }
    });
  }
  EXPECT_TRUE(comes_true([&] { return acknowledged >= kAcknowledgedBeforeTheKill; }));
  running->signal(SIGKILL);
  EXPECT_EQ(running->wait(), 128 + SIGKILL);
  for (std::thread& client : clients) client.join();
  ASSERT_LT(acknowledged, kClients * 400) << "the kill came too late to prove anything";
  running = start();
  const std::set<Bytes> there = pulled_blobs();
  std::size_t lost = 0;
  for (const auto& list : stored) {
    for (const Bytes& envelope : list) lost += there.contains(envelope) ? 0 : 1;
  }
  EXPECT_EQ(lost, 0u) << "of " << acknowledged;
  EXPECT_GE(there.size(), static_cast<std::size_t>(kAcknowledgedBeforeTheKill));
}

/// A release is pushed while the process dies at any moment: what is served afterwards is the old one whole or the new.
TEST_F(Program, KilledWhileAReleaseOfFiguresComesItServesOneOfBothWhole) {
  auto running = start();
  open_for_requests();
  const std::string chain = office_.first_roster() + '\0';
  std::vector<std::string> ledger{"1"};
  const auto set_of = [&](std::size_t releases) {
    const std::vector lines(ledger.begin(), ledger.begin() + static_cast<std::ptrdiff_t>(releases));
    return *roster::write_figure_set(office_.figures(chain, lines, {{"chart.png", std::string(60'000, 'x')}}));
  };
  const auto push_pieces = [&](const Bytes& set) {
    std::string answer;
    for (std::size_t begin = 0; begin < set.size(); begin += kFigurePieceBytes) {
      ByteWriter body;
      body.put(crypto::sha256(set)).u32(static_cast<std::uint32_t>(set.size()));
      body.u16(static_cast<std::uint16_t>(begin / kFigurePieceBytes));
      body.put(ByteView{set}.subspan(begin, std::min(kFigurePieceBytes, set.size() - begin)));
      answer = std::string{http::body_of(desk("/desk/v1/figures", body.view()))};
      if (answer.empty()) return answer;
    }
    return answer;
  };
  const auto get = [&](const std::string& name) {
    http::RawSocket socket{public_port_};
    const bool sent = socket.send("GET /figures/" + name + " HTTP/1.1\r\nHost: x\r\n\r\n");
    return sent ? std::string{http::body_of(socket.read_response())} : std::string{};
  };
  ASSERT_EQ(push_pieces(set_of(1)), "stored");
  std::size_t served = 1;
  int in_between = 0;
  for (int kill = 0; kill < 24; ++kill) {
    if (ledger.size() == served) ledger.push_back(std::to_string(served + 1));
    const Bytes next = set_of(served + 1);
    std::string said;
    std::thread pusher{[&] { said = push_pieces(next); }};
    // sleep: the moment of the kill is what is tried
    std::this_thread::sleep_for(std::chrono::microseconds{kill * 1'500});
    running->signal(SIGKILL);
    EXPECT_EQ(running->wait(), 128 + SIGKILL);
    pusher.join();
    in_between += said == "stored" ? 0 : 1;
    running = start();
    roster::FigureSet files;
    for (const char* name : {roster::kFigureSums, roster::kFigureNote, roster::kFigureChain}) files[name] = get(name);
    const auto sums = roster::parse_sums(files[roster::kFigureSums]);
    ASSERT_TRUE(sums.has_value()) << kill;
    for (const auto& [name, sum] : *sums) files[name] = get(name);
    const auto note = roster::verify_kept_figure_set(files, office_.instance());
    ASSERT_TRUE(note.has_value()) << kill << " " << describe(note.error());
    EXPECT_TRUE(note->serial == served || note->serial == served + 1) << kill;
    if (said == "stored") {
      EXPECT_EQ(note->serial, served + 1) << "it was said to be stored";
    }
    served = note->serial;
  }
  EXPECT_GT(in_between, 3) << "the kills came too late to prove anything";
}

}  // namespace
}  // namespace waymark::relay
