// How many durable puts a second the finished relay takes through HTTP, each on a connection of its own, beside two
// others in the same run that write the same rows with the same durability and know neither HTTP, nor checks, nor
// hashes: a loop without a network, and a bare server on loopback (bare_peer.h), from which the goal is taken
// (docs/decisions/puts-on-connections.md). Both also with 16,384 bytes, the size before; and the relay with envelopes
// in two halves on two connections, as pages put them. Then polls, each on a connection of its own, beside a bare
// server that answers with as many bytes.
//
//   relay_bench [--seconds=2] [--rounds=2] [--clients=1,8,32,128,1000]      needs about 2 GiB under the temporary
//   folder for a moment
// Ends with 1 when 128 clients at once get less than 0.85 of the bare server's puts or half of its polls, or when the
// relay needs more than 64 MiB.
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "bare_peer.h"
#include "base/encoding.h"
#include "http/raw_socket.h"
#include "load.h"
#include "office.h"
#include "relay/envelopes.h"
#include "relay/schema.h"
#include "running_program.h"
#include "store/temporary_folder.h"

namespace waymark::relay {
namespace {

constexpr double kGoalRatio = 0.85;
constexpr double kPollRatio = 0.5;
constexpr std::size_t kGoalClients = 128;
constexpr long kGoalMemoryKib = 64L * 1024;
constexpr std::size_t kFrames = 64;
constexpr std::size_t kBytesBefore = 16'384;

struct Options {
  std::chrono::milliseconds time{2'000};
  int rounds = 2;
  std::vector<std::size_t> clients{1, 8, 32, 128, 1'000};
};

double cpu_seconds(int who) {
  rusage usage{};
  ::getrusage(who, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Rate {
  double per_second = 0;
  double cpu_us = 0;  ///< processor time a row, of the process that stores it
};

/// Rows a second of the raw loop: `batch` inserts, one commit, again.
Rate raw_rows(std::size_t batch, std::chrono::milliseconds time, std::uint32_t day, std::vector<Bytes>& frames) {
  const auto folder = *store::TemporaryFolder::make();
  auto db = *store::Connection::open(folder.path() / "raw.db", {.page_bytes = kPageBytes});
  if (!store::migrate(*db, schema())) return {};
  std::uint64_t rows = 0;
  const double cpu_before = cpu_seconds(RUSAGE_SELF);
  const auto start = std::chrono::steady_clock::now();
  auto now = start;
  while (now - start < time) {
    auto transaction = store::Transaction::begin(*db);
    for (std::size_t i = 0; i < batch; ++i) {
      Bytes& frame = frames[rows % frames.size()];
      make_unique_envelope(frame, ++rows);
      RowId id{};
      std::copy_n(frame.begin() + envelope::kHeaderBytes, id.size(), id.begin());  // new in every row, as a hash is
      if (!db->execute("INSERT INTO envelope(id, day, blob) VALUES(?, ?, ?)", id, day, frame)) return {};
    }
    if (!transaction->commit()) return {};
    now = std::chrono::steady_clock::now();
  }
  const auto count = static_cast<double>(rows);
  return {count / std::chrono::duration<double>(now - start).count(),
          (cpu_seconds(RUSAGE_SELF) - cpu_before) * 1e6 / count};
}

std::uint16_t port_after(const std::string& line, std::string_view name) {
  const std::size_t at = line.find(name);
  return at == std::string::npos ? 0 : static_cast<std::uint16_t>(std::stoul(line.substr(at + name.size())));
}

/// A finished relay on loopback, open for requests, with quotas out of the way.
class BenchedRelay {
 public:
  BenchedRelay() : program_(start()) {
    const std::string line = program_->wait_for_line("desk-port=");
    port_ = port_after(line, "public-port=");
    const Bytes body = ByteWriter{}.u8(1).put(office_.first_roster()).finish();
    const auto publish = [&] {
      const std::string auth = "Waymark-Auth: " + office_.auth("/desk/v1/publish", body, SystemClock{}.now()) + "\r\n";
      return http::ask(port_after(line, "desk-port="), http::post("/desk/v1/publish", text_of(body), auth));
    };
    const std::string refused = publish();
    const std::size_t run = refused.find("Waymark-Run: ") + 13;
    office_.call_relay("relay", *array_from_base64<16>(refused.substr(run, 24), Padding::kRequired));
    publish();
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Stops it. @return the most memory that any ended child of this process had, in KiB
  long stop() {
    program_->signal(SIGTERM);
    program_->wait();
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    return usage.ru_maxrss;
  }

 private:
  std::unique_ptr<RunningProgram> start() {
    const auto text = [](ByteView bytes) { return to_base64(bytes, Padding::kRequired); };
    std::ofstream{folder_.path() / "relay.toml"}
        << "data = \"" << folder_.path().string() << "\"\ninstance = \"" << text(office_.instance().bytes)
        << "\"\ntransport_key = \"" << text(office_.transport_key().bytes())
        << "\"\n[public]\nlisten = \"127.0.0.1:0\"\n[desk]\nlisten = \"127.0.0.1:0\"\n"
        << "[quota]\nper_day = 100000000\nin_all = 100000000\nwork_from = 100000000\nper_hour = 100000000\n";
    return std::make_unique<RunningProgram>(
        WAYMARK_RELAY, std::vector<std::string>{"--config", folder_.path() / "relay.toml"}, folder_.path());
  }
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  Office office_{unix_day(SystemClock{}.now())};
  std::unique_ptr<RunningProgram> program_;
  std::uint16_t port_ = 0;
};

using Frames = std::vector<Bytes>;

/// Of the rounds so far.
struct Mean {
  Rate sum;
  int rounds = 0;
  void add(const Rate& rate) {
    sum = {sum.per_second + rate.per_second, sum.cpu_us + rate.cpu_us};
    ++rounds;
  }
  [[nodiscard]] double per_second() const { return sum.per_second / rounds; }
  [[nodiscard]] double cpu_us() const { return sum.cpu_us / rounds; }
};

/// All puts of a server that is a child of this process: `stop` ends it and waits for it.
template <class Server, class Stop>
Rate puts(Server& server, Stop stop, std::size_t clients, std::chrono::milliseconds time, const Frames& frames,
          LoadResult& load, PutAs put_as = PutAs::kWhole) {
  const double cpu_before = cpu_seconds(RUSAGE_CHILDREN);
  load = run_load(server.port(), unix_day(SystemClock{}.now()), clients, time, frames, put_as);
  stop();
  const auto stored = static_cast<double>(load.stored);
  return {stored / load.seconds, (cpu_seconds(RUSAGE_CHILDREN) - cpu_before) * 1e6 / stored};
}

struct Row {
  Mean raw, bare, relay, halves, raw_before, bare_before;
  LoadResult load, load_in_halves;  ///< of the relay, in the last round
  long memory_kib = 0;
};

Row measure(std::size_t clients, const Options& options, Frames& frames, Frames& frames_before) {
  const std::uint32_t today = unix_day(SystemClock{}.now());
  Row row;
  const auto bare = [&](const Frames& of_size) {
    LoadResult load;
    BarePeer peer{today, of_size.front().size()};
    return puts(peer, [&] { peer.stop(); }, clients, options.time, of_size, load);
  };
  for (int round = 0; round < options.rounds; ++round) {
    row.raw.add(raw_rows(clients, options.time, today, frames));
    row.bare.add(bare(frames));
    const auto relay = [&](PutAs put_as, LoadResult& load) {
      BenchedRelay benched;
      const auto stop = [&] { row.memory_kib = std::max(row.memory_kib, benched.stop()); };
      return puts(benched, stop, clients, options.time, frames, load, put_as);
    };
    row.relay.add(relay(PutAs::kWhole, row.load));
    row.halves.add(relay(PutAs::kHalves, row.load_in_halves));
    row.raw_before.add(raw_rows(clients, options.time, today, frames_before));
    row.bare_before.add(bare(frames_before));
  }
  return row;
}

void print(std::size_t clients, const Row& row) {
  const double relay = row.relay.per_second();
  std::printf(
      "%7zu | %8.0f %4.0f | %8.0f %4.0f | %8.0f %4.0f | %5.2f %5.2f | %7.2f %7.2f %7lu %5.1f | %8.0f %4.0f | %8.0f "
      "%8.0f | "
      "%+7.0f\n",
      clients, row.raw.per_second(), row.raw.cpu_us(), row.bare.per_second(), row.bare.cpu_us(), relay,
      row.relay.cpu_us(), relay / row.raw.per_second(), relay / row.bare.per_second(), row.load.latency_p50_ms,
      row.load.latency_p99_ms, static_cast<unsigned long>(row.load.refused), static_cast<double>(row.memory_kib) / 1024,
      row.halves.per_second(), row.halves.cpu_us(), row.raw_before.per_second(), row.bare_before.per_second(),
      row.bare.per_second() - row.bare_before.per_second());
  std::fflush(stdout);
}

/// @return whether the goal is met, where there is one
bool polls(std::size_t clients, const Options& options) {
  Mean bare, relay;
  LoadResult load;
  long memory_kib = 0;
  const auto rate = [&](std::uint16_t port, const auto& stop) -> Rate {
    const double cpu_before = cpu_seconds(RUSAGE_CHILDREN);
    load = run_polls(port, clients, options.time);
    stop();
    const auto answered = static_cast<double>(load.stored);
    return {answered / load.seconds, (cpu_seconds(RUSAGE_CHILDREN) - cpu_before) * 1e6 / answered};
  };
  for (int round = 0; round < options.rounds; ++round) {
    const auto peer = BarePeer::of_polls();
    bare.add(rate(peer->port(), [&] { peer->stop(); }));
    BenchedRelay benched;
    relay.add(rate(benched.port(), [&] { memory_kib = std::max(memory_kib, benched.stop()); }));
  }
  const double ratio = relay.per_second() / bare.per_second();
  std::printf("%7zu | %8.0f %4.0f | %8.0f %4.0f | %5.2f | %7.2f %7.2f %7lu %5.1f\n", clients, bare.per_second(),
              bare.cpu_us(), relay.per_second(), relay.cpu_us(), ratio, load.latency_p50_ms, load.latency_p99_ms,
              static_cast<unsigned long>(load.refused), static_cast<double>(memory_kib) / 1024);
  std::fflush(stdout);
  return memory_kib <= kGoalMemoryKib && load.refused == 0 && (clients != kGoalClients || ratio >= kPollRatio);
}

int run(const Options& options) {
  Office office{unix_day(SystemClock{}.now())};
  Frames frames;
  for (std::size_t i = 0; i < kFrames; ++i) frames.push_back(office.envelope());
  Frames frames_before = frames;
  for (Bytes& frame : frames_before) frame.resize(kBytesBefore, frame.back());
  bool good = true;
  std::printf(
      "        |   loop without |  bare server   |     relay      | relay puts: | of the relay's puts             | "
      "in two halves | with 16,384 bytes: | bare server\n"
      "clients |   network      |   a put, us    |   a put, us    | :loop :bare | p50 ms  p99 ms refused   MiB | "
      "relay,     us |     loop     bare  | gains by half\n");
  for (const std::size_t clients : options.clients) {
    const Row row = measure(clients, options, frames, frames_before);
    print(clients, row);
    good = good && row.memory_kib <= kGoalMemoryKib && row.load.refused == 0 && row.load_in_halves.refused == 0 &&
           (clients != kGoalClients || row.relay.per_second() >= kGoalRatio * row.bare.per_second());
  }
  std::printf("  polls |  bare server   |     relay      | :bare | p50 ms  p99 ms refused   MiB\n");
  for (const std::size_t clients : options.clients) good = polls(clients, options) && good;
  std::printf("goals: puts of the bare server >= %.2f and polls >= %.2f at %zu clients, relay <= %ld MiB: %s\n",
              kGoalRatio, kPollRatio, kGoalClients, kGoalMemoryKib / 1024, good ? "met" : "MISSED");
  return good ? 0 : 1;
}

std::vector<std::size_t> parse_list(const std::string& text) {
  std::vector<std::size_t> numbers;
  std::istringstream in{text};
  for (std::string number; std::getline(in, number, ',');) numbers.push_back(std::stoul(number));
  return numbers;
}

/// Words that are not ours (those of Google Benchmark, which script/test gives to all benches) are left alone.
Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const std::string value = word.substr(std::min(word.size(), word.find('=') + 1));
    if (word.starts_with("--seconds=")) options.time = std::chrono::milliseconds{std::stoi(value) * 1'000};
    if (word.starts_with("--rounds=")) options.rounds = std::stoi(value);
    if (word.starts_with("--clients=")) options.clients = parse_list(value);
  }
  return options;
}

}  // namespace
}  // namespace waymark::relay

int main(int argc, char** argv) {
  rlimit files{};  // a thousand clients, and the relay that they ask
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  return waymark::relay::run(waymark::relay::parse(argc, argv));
}
