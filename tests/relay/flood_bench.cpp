// What a flood of ten times quota.work_from does to people: one finished relay at its shipped settings, flooders who do
// no work and, in the second part, some who work with a core each; people with tokens, people without. Prints p50 and
// p95 of the time from the first try to "stored", the tries of work, and what a look at a bogus pass costs the relay.
//
//   relay_flood_bench [SECONDS of each part, 180 unless given] [HOW MANY work in the second part, 1 unless given]
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <functional>
#include <thread>

#include "base/encoding.h"
#include "http/raw_socket.h"
#include "load.h"
#include "office.h"
#include "relay/kept.h"
#include "running_program.h"
#include "store/temporary_folder.h"
#include "work/demand.h"
#include "work/pass.h"

namespace waymark::relay {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr double kFloodAnHour = 10.0 * 600;

/// A relay with the shipped settings on loopback.
class FloodedRelay {
 public:
  FloodedRelay() {
    const auto text = [](ByteView bytes) { return to_base64(bytes, Padding::kRequired); };
    std::ofstream{folder_.path() / "relay.toml"}
        << "data = \"" << folder_.path().string() << "\"\ninstance = \"" << text(office.instance().bytes)
        << "\"\ntransport_key = \"" << text(office.transport_key().bytes())
        << "\"\n[public]\nlisten = \"127.0.0.1:0\"\n[desk]\nlisten = \"127.0.0.1:0\"\n";
    program_ = std::make_unique<RunningProgram>(
        WAYMARK_RELAY, std::vector<std::string>{"--config", folder_.path() / "relay.toml"}, folder_.path());
    const std::string line = program_->wait_for_line("desk-port=");
    port = port_after(line, "public-port=");
    desk_port_ = port_after(line, "desk-port=");
    const std::string refused = desk("/desk/v1/status", {});
    const std::size_t run = refused.find("Waymark-Run: ") + 13;
    office.call_relay("relay", *array_from_base64<16>(refused.substr(run, 24), Padding::kRequired));
    desk("/desk/v1/publish", ByteWriter{}.u8(1).put(office.first_roster()).finish());
  }
  void push_tokens(std::uint32_t pool, std::span<const work::Token> tokens) {
    ByteWriter body;
    body.u32(pool).u16(static_cast<std::uint16_t>(tokens.size()));
    for (const work::Token& token : tokens) body.put(work::hash_of(token));
    desk("/desk/v1/tokens", body.finish());
  }
  void stop() {
    program_->signal(SIGTERM);
    program_->wait();
  }
  Office office{unix_day(SystemClock{}.now())};
  std::uint16_t port = 0;

 private:
  static std::uint16_t port_after(const std::string& line, std::string_view name) {
    return static_cast<std::uint16_t>(std::stoul(line.substr(line.find(name) + name.size())));
  }
  std::string desk(std::string_view path, const Bytes& body) {
    const std::string auth = "Waymark-Auth: " + office.auth(path, body, SystemClock{}.now()) + "\r\n";
    return http::ask(desk_port_, http::post(path, text_of(body), auth));
  }
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  std::unique_ptr<RunningProgram> program_;
  std::uint16_t desk_port_ = 0;
};

/// Whoever writes: envelopes of their own, one after the other.
class Writer {
 public:
  Writer(FloodedRelay& relay, Bytes frame, std::uint64_t first)
      : relay_(relay), instance_(relay.office.instance()), frame_(std::move(frame)), number_(first) {}
  void next() { make_unique_envelope(frame_, ++number_); }
  std::string put(const std::optional<work::Pass>& pass = {}) {
    ByteWriter body;
    body.put(frame_);
    if (pass) body.put(work::write_pass(*pass));
    return http::body_of(
        http::ask(relay_.port, http::post("/v1/put/" + std::to_string(day_), text_of(body.view()), "")));
  }
  /// Works until it is stored or refused otherwise. @return the tries
  std::uint64_t work_until_stored(std::string answer, const work::GoOn& go_on) {
    std::uint64_t tries = 0;
    while (const auto demand = work::parse_demand(answer)) {
      const work::Task task{instance_, row_id_of(day_, frame_), demand->challenge};
      const auto nonce = work::solve(task, demand->level, random_, [&] { return ++tries, go_on(); });
      if (!nonce) break;
      highest_ = std::max(highest_, demand->level);
      answer = put(work::DoneWork{.epoch = demand->epoch, .nonce = *nonce});
    }
    last_ = answer;
    return tries;
  }
  [[nodiscard]] bool stored() const { return last_ == "stored"; }
  [[nodiscard]] int highest() const { return highest_; }

 private:
  FloodedRelay& relay_;
  const crypto::InstanceId instance_;
  const std::uint32_t day_ = unix_day(SystemClock{}.now());
  Bytes frame_;
  std::uint64_t number_;
  crypto::SystemRandom random_;
  std::string last_;
  std::uint8_t highest_ = 0;
};

struct Waits {
  std::vector<double> seconds;
  std::vector<double> tries;
  std::uint64_t refused = 0;
  static double at(std::vector<double> all, std::size_t percent) {
    if (all.empty()) return 0;
    std::ranges::sort(all);
    return all[std::min(all.size() - 1, all.size() * percent / 100)];
  }
  void say(const char* who) const {
    std::printf("%-28s %4zu stored, %lu refused, p50 %.3f s, p95 %.3f s; tries p50 %.0f, p95 %.0f\n", who,
                seconds.size(), refused, at(seconds, 50), at(seconds, 95), at(tries, 50), at(tries, 95));
  }
};

double since(SteadyClock::time_point begun) {
  return std::chrono::duration<double>(SteadyClock::now() - begun).count();
}

void flood_without_work(Writer writer, const std::atomic<bool>& over, std::atomic<std::uint64_t>& stored) {
  const std::chrono::duration<double> pause{3'600 / kFloodAnHour};
  while (!over) {
    writer.next();
    if (writer.put() == "stored") ++stored;
    std::this_thread::sleep_for(pause);  // sleep: the pace of the flood
  }
}

void flood_with_work(Writer writer, const std::atomic<bool>& over, std::atomic<std::uint64_t>& stored,
                     std::atomic<int>& highest) {
  while (!over) {
    writer.next();
    std::string answer = writer.put();
    if (answer == "stored") {
      ++stored;
      continue;
    }
    writer.work_until_stored(answer, [&] { return !over; });
    if (writer.stored()) ++stored;
    highest = writer.highest();
    if (answer == "full") std::this_thread::sleep_for(std::chrono::milliseconds{600});  // sleep: the pace of the flood
  }
}

void person_with_token(Writer writer, std::vector<work::Token> tokens, const std::atomic<bool>& over, Waits& waits) {
  while (!over && !tokens.empty()) {
    writer.next();
    const auto begun = SteadyClock::now();
    std::string answer = writer.put();
    if (work::parse_demand(answer)) {
      answer = writer.put(tokens.back());
      tokens.pop_back();
    }
    if (answer == "stored")
      waits.seconds.push_back(since(begun));
    else
      ++waits.refused;
    std::this_thread::sleep_for(std::chrono::seconds{1});  // sleep: one a second
  }
}

void person_without(Writer writer, const std::atomic<bool>& over, Waits& waits) {
  while (!over) {
    writer.next();
    const auto begun = SteadyClock::now();
    const std::uint64_t tries = writer.work_until_stored(writer.put(), [&] { return !over; });
    if (over) return;
    if (writer.stored() || tries == 0) {
      waits.seconds.push_back(since(begun));
      waits.tries.push_back(static_cast<double>(tries));
    } else {
      ++waits.refused;
    }
    std::this_thread::sleep_for(std::chrono::seconds{1});  // sleep: one a second
  }
}

void part(std::chrono::seconds time, int workers) {
  FloodedRelay relay;
  const std::uint32_t pool = (unix_day(SystemClock{}.now()) + 3) / 7;
  std::vector<work::Token> tokens(512);
  for (work::Token& token : tokens) token = crypto::SystemRandom{}.array<work::kTokenBytes>();
  relay.push_tokens(pool, tokens);
  auto writer = [&, n = std::uint64_t{0}]() mutable { return Writer{relay, relay.office.envelope(), ++n << 40U}; };
  std::atomic<bool> over = false;
  std::atomic<std::uint64_t> flooded = 0;
  std::atomic<std::uint64_t> worked = 0;
  std::atomic<int> highest = 0;
  Waits with;
  Waits without;
  std::vector<std::thread> threads;
  threads.emplace_back([&, w = writer()]() mutable { flood_without_work(std::move(w), over, flooded); });
  for (int i = 0; i < workers; ++i)
    threads.emplace_back([&, w = writer()]() mutable { flood_with_work(std::move(w), over, worked, highest); });
  threads.emplace_back([&, w = writer()]() mutable { person_with_token(std::move(w), tokens, over, with); });
  threads.emplace_back([&, w = writer()]() mutable { person_without(std::move(w), over, without); });
  std::this_thread::sleep_for(time);  // sleep: for as long the flood lasts
  over = true;
  for (std::thread& thread : threads) thread.join();
  relay.stop();
  std::printf("flooders without work, and %d who work as fast as a core lets them\n", workers);
  std::printf("flooders                     %4lu stored without work, %lu with, highest level worked for %d\n",
              flooded.load(), worked.load(), highest.load());
  with.say("people with tokens");
  without.say("people without, who work");
}

double child_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Processor of the relay for each put that shows nothing, and for each with work that does not fit.
void cost_of_a_look() {
  constexpr int kPuts = 5'000;
  double cost[2] = {};
  for (const bool shows : {false, true}) {
    const double before = child_seconds();
    FloodedRelay relay;
    Writer writer{relay, relay.office.envelope(), 1};
    std::string answer;
    for (int i = 0; i < 100; ++i) {
      writer.next();
      answer = writer.put();
    }
    const auto demand = work::parse_demand(answer);
    for (int i = 0; i < kPuts; ++i) {
      writer.next();
      const work::DoneWork bogus{.epoch = demand ? demand->epoch : 0, .nonce = {static_cast<std::uint8_t>(i)}};
      (void)writer.put(shows ? std::optional<work::Pass>{bogus} : std::nullopt);
    }
    relay.stop();
    cost[shows ? 1 : 0] = (child_seconds() - before) * 1e6 / kPuts;
  }
  std::printf(
      "a put without a pass costs the relay %.0f us of processor, one with bogus work %.0f us: a look %.0f us\n",
      cost[0], cost[1], cost[1] - cost[0]);
  const work::Task task{};
  constexpr int kTries = 5'000;
  const auto begun = SteadyClock::now();
  for (int i = 0; i < kTries; ++i) (void)work::check(task, {static_cast<std::uint8_t>(i)}, 255);
  std::printf("one try: %.3f ms\n", since(begun) * 1e3 / kTries);
}

}  // namespace
}  // namespace waymark::relay

int main(int count, char** arguments) {
  const std::chrono::seconds time{count > 1 ? std::stol(arguments[1]) : 180};
  waymark::relay::cost_of_a_look();
  waymark::relay::part(time, 0);
  waymark::relay::part(time, count > 2 ? std::stoi(arguments[2]) : 1);
}
