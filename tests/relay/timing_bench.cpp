// Whether the time of an answer tells what a relay knows: both stores behind their listeners, puts, the question in how
// many places, and polls, each for what is known, for what is not, and for what was dropped (filed by the desk, or
// deleted by its owner). In each round all of them in an order of its own, so that what else the machine does meets all
// alike; twice for what is not known, which shows what chance alone makes. Prints medians, and as effect Cliff's delta:
// how much likelier an answer is later than one about what is not known, than earlier (0: no difference, 1: always).
//
//   relay_timing_bench [--rounds=400]
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "base/check.h"
#include "http/raw_socket.h"
#include "postgres_server.h"
#include "relay_under_test.h"

namespace waymark::relay {
namespace {

constexpr std::size_t kKinds = 4;
constexpr std::array<const char*, kKinds> kKindNames{"not known", "not known again", "known", "dropped"};
constexpr std::size_t kKnown = 2;
constexpr std::size_t kDropped = 3;
constexpr Quotas kWide{.per_day = 10'000'000,
                       .in_all = 10'000'000,
                       .reserve = 0,
                       .work_from = 10'000'000,
                       .per_hour = 10'000'000,
                       .token_reserve = 0,
                       .replies = 10'000'000,
                       .disk_reserve_bytes = 0};

struct Reply {
  RowId id;
  Bytes token;
  Bytes blob;
};

/// A relay on loopback, and its calls, each on a connection of its own.
class Asked {
 public:
  explicit Asked(const std::optional<PostgresSetting>& postgres) {
    const Config config{.data = folder_.path(),
                        .postgres = postgres,
                        .pages = {},
                        .instance = office.instance(),
                        .transport_key = office.transport_key(),
                        .public_listen = {"127.0.0.1", 0},
                        .desk_listen = {"127.0.0.1", 0},
                        .quotas = kWide};
    auto relay = Relay::start(
        config, {.clock = clock_, .log = log_, .fill_random = [](auto bytes) { crypto::SystemRandom{}.fill(bytes); }});
    CHECK(relay.has_value());
    relay_ = std::move(*relay);
    office.call_relay(relay_->identity().name, relay_->identity().run);
    desk("/desk/v1/publish", ByteWriter{}.u8(1).put(office.first_roster()).finish());
    desk("/desk/v1/publish", ByteWriter{}.u8(2).put(office.day_keys(1, kToday)).finish());
  }

  /// @return milliseconds from the last byte of the question to the last of the answer
  double timed(const std::string& path, ByteView body, std::size_t& answer_bytes) const {
    const std::string request = http::post(path, text_of(body));
    http::RawSocket socket{relay_->public_port()};
    const auto begun = std::chrono::steady_clock::now();
    CHECK(socket.send(request));
    const std::string answer = socket.read_response();
    const auto ended = std::chrono::steady_clock::now();
    CHECK(answer.starts_with("HTTP/1.1 200"));
    answer_bytes = answer.size();
    return std::chrono::duration<double, std::milli>(ended - begun).count();
  }
  void desk(const std::string& path, ByteView body) {
    const std::string auth = "Waymark-Auth: " + office.auth(path, body, clock_.now()) + "\r\n";
    CHECK(http::ask(relay_->desk_port(), http::post(path, text_of(body), auth)).starts_with("HTTP/1.1 200"));
  }
  void put(ByteView envelope) const {
    std::size_t ignored = 0;
    timed("/v1/put/" + std::to_string(kToday), envelope, ignored);
  }

  Office office{kToday};

 private:
  store::TemporaryFolder folder_ = *store::TemporaryFolder::make();
  const ManualClock clock_{start_of_day(kToday) + std::chrono::hours{12}};
  const Log log_ = Log::to_nothing();
  std::unique_ptr<Relay> relay_;
};

/// What one kind of question is asked with in each round.
using Questions = std::vector<Bytes>;

struct Call {
  const char* name;
  std::string path;
  std::array<Questions, kKinds> asked = {};
  std::array<std::vector<double>, kKinds> ms = {};
};

void file_at_desk(Asked& relay, std::span<const Bytes> envelopes) {
  for (std::size_t at = 0; at < envelopes.size(); at += kAckMax) {
    const auto part = envelopes.subspan(at, std::min<std::size_t>(kAckMax, envelopes.size() - at));
    ByteWriter ids;
    ids.u16(static_cast<std::uint16_t>(part.size()));
    for (const Bytes& envelope : part) ids.put(row_id_of(kToday, envelope));
    relay.desk("/desk/v1/ack", ids.finish());
  }
}

void prepare_envelopes(Asked& relay, std::size_t rounds, Call& puts, Call& places) {
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    // The question about places must not meet what the put of this run has just brought in.
    for (Call* call : {&puts, &places}) {
      std::vector<Bytes> envelopes;
      for (std::size_t i = 0; i < rounds; ++i) {
        envelopes.push_back(relay.office.envelope());
        if (kind >= kKnown) relay.put(envelopes.back());
        const RowId id = row_id_of(kToday, envelopes.back());
        call->asked[kind].push_back(call == &puts ? envelopes.back() : ByteWriter{}.put(id).u8(3).finish());
      }
      if (kind == kDropped) file_at_desk(relay, envelopes);
    }
  }
}

void prepare_polls(Asked& relay, std::size_t rounds, Call& polls) {
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    for (std::size_t i = 0; i < rounds; ++i) {
      const Reply reply{relay.office.random().array<16>(), to_bytes(relay.office.random().array<32>()),
                        relay.office.envelope()};
      if (kind >= kKnown)
        relay.desk(
            "/desk/v1/push",
            ByteWriter{}.u16(1).put(reply.id).put(crypto::sha256(reply.token)).u8(kReplyDays).put(reply.blob).finish());
      std::size_t ignored = 0;
      if (kind == kDropped)
        relay.timed("/v1/delete", ByteWriter{}.put(reply.id).put(reply.token).pad_to(kDeleteBytes).finish(), ignored);
      ByteWriter ids;
      ids.u16(0).put(reply.id);
      for (int other = 1; other < 48; ++other) ids.put(relay.office.random().array<16>());
      polls.asked[kind].push_back(ids.finish());
    }
  }
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

/// Cliff's delta: P(a > b) - P(a < b).
double effect(const std::vector<double>& a, std::vector<double> b) {
  std::ranges::sort(b);
  double more = 0;
  for (const double one : a) {
    const auto [from, to] = std::ranges::equal_range(b, one);
    more += static_cast<double>(from - b.begin()) - static_cast<double>(b.end() - to);
  }
  return more / (static_cast<double>(a.size()) * static_cast<double>(b.size()));
}

/// What Cliff's delta of two samples of this size stays under in 95 of 100 cases when there is no difference.
double by_chance(std::size_t samples) {
  const auto n = static_cast<double>(samples);
  return 1.96 * std::sqrt((2 * n + 1) / (3 * n * n));
}

void ask_all(Asked& relay, std::size_t rounds, std::span<Call> calls) {
  std::mt19937 order{13};
  std::vector<std::size_t> turns(calls.size() * kKinds);
  std::iota(turns.begin(), turns.end(), 0U);
  std::vector<std::size_t> bytes(calls.size(), 0);
  for (std::size_t round = 0; round < rounds; ++round) {
    std::ranges::shuffle(turns, order);
    for (const std::size_t turn : turns) {
      Call& call = calls[turn / kKinds];
      const std::size_t kind = turn % kKinds;
      std::size_t answer = 0;
      call.ms[kind].push_back(relay.timed(call.path, call.asked[kind][round], answer));
      std::size_t& usual = bytes[turn / kKinds];
      CHECK(usual == 0 || usual == answer);  // the size tells nothing, whatever is known
      usual = answer;
    }
  }
}

void measure(const char* store, std::size_t rounds, const std::optional<PostgresSetting>& postgres) {
  Asked relay{postgres};
  const std::string put_path = "/v1/put/" + std::to_string(kToday);
  std::array<Call, 3> calls{Call{"put", put_path}, Call{"how many places", put_path}, Call{"poll", "/v1/poll"}};
  prepare_envelopes(relay, rounds, calls[0], calls[1]);
  prepare_polls(relay, rounds, calls[2]);
  ask_all(relay, rounds, calls);
  for (const Call& call : calls) {
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      const double apart = effect(call.ms[kind], call.ms[0]);
      std::printf("%-10s %-15s %-15s %7.3f ms", store, call.name, kKindNames[kind], median(call.ms[kind]));
      if (kind > 0)
        std::printf("   effect %+.3f, %s chance (%.3f)", apart, std::abs(apart) > by_chance(rounds) ? "over" : "within",
                    by_chance(rounds));
      std::printf("\n");
    }
  }
  std::fflush(stdout);
}

int run(std::size_t rounds) {
  measure("SQLite", rounds, {});
  const auto server = PostgresServer::start({"fsync=on"});
  if (!server) {
    std::printf("PostgreSQL is not on this machine: script/bootstrap test installs it\n");
    return 0;
  }
  measure("PostgreSQL", rounds,
          PostgresSetting{.address = *store::PgAddress::parse(server->make_database()), .standby = false});
  return 0;
}

}  // namespace
}  // namespace waymark::relay

int main(int argc, char** argv) {
  constexpr std::string_view kRounds = "--rounds=";
  std::size_t rounds = 400;
  for (const std::string_view word : std::span{argv, static_cast<std::size_t>(argc)}.subspan(1))
    if (word.starts_with(kRounds)) rounds = std::stoul(std::string{word.substr(kRounds.size())});
  return waymark::relay::run(rounds);
}
