// What a put costs while a store grows: both stores, one run, the same envelopes. Whole commits, 256 waiting at a time,
// no network of requesters. PostgreSQL is this machine's own, with fsync, started here in a temporary folder.
//
//   relay_store_bench [--rows=20000] [--steps=4]      rows in all, and how often it prints
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>

#include "base/check.h"
#include "load.h"
#include "office.h"
#include "postgres_server.h"
#include "relay/postgres/store.h"
#include "relay/sqlite_store.h"

namespace waymark::relay {
namespace {

constexpr std::uint32_t kDay = 20'779;
constexpr std::size_t kWaiting = 256;
constexpr Quotas kNoQuotas{
    .per_day = 100'000'000, .in_all = 100'000'000, .reserve = 0, .replies = 0, .disk_reserve_bytes = 0};

double cpu_us() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/// Puts `rows` new envelopes. `number` goes on from call to call.
void put_rows(Store& store, Bytes frame, std::uint64_t& number, std::size_t rows) {
  std::atomic<std::size_t> stored = 0;
  std::atomic<bool> refused = false;
  for (std::size_t i = 0; i < rows; ++i) {
    while (i - stored.load() >= kWaiting) stored.wait(stored.load());
    make_unique_envelope(frame, ++number);
    store.put(kDay, row_id_of(kDay, frame), *envelope::Envelope::from_bytes(frame), {},
              [&](const Result<HalfOutcome>& outcome) {
                if (!outcome) refused = true;
                ++stored;
                stored.notify_one();
              });
  }
  for (std::size_t now = stored.load(); now < rows; now = stored.load()) stored.wait(now);
  CHECK(!refused);
}

void measure(const char* name, Store& store, std::size_t rows, std::size_t steps) {
  using SteadyClock = std::chrono::steady_clock;
  Office office{kDay};
  const Bytes frame = office.envelope();
  std::uint64_t number = 0;
  for (std::size_t step = 1; step <= steps; ++step) {
    const auto begun = SteadyClock::now();
    const double cpu = cpu_us();
    put_rows(store, frame, number, rows / steps);
    const double seconds = std::chrono::duration<double>(SteadyClock::now() - begun).count();
    const auto count = static_cast<double>(rows / steps);
    std::printf("%-10s %9lu held %8.0f puts/s %6.0f us of this process a put\n", name,
                static_cast<unsigned long>(number), count / seconds, (cpu_us() - cpu) / count);
    std::fflush(stdout);
  }
}

void print_bytes(const char* name, double bytes, std::size_t rows) {
  std::printf("%-10s %8.0f bytes on the disk an envelope, all in all\n", name, bytes / static_cast<double>(rows));
}

int run(std::size_t rows, std::size_t steps) {
  {
    const auto folder = *store::TemporaryFolder::make();
    auto store = SqliteStore::open(folder.path(), kNoQuotas);
    CHECK(store.has_value());
    measure("SQLite", **store, rows, steps);
    store->reset();  // the log is written back into the file
    print_bytes("SQLite", static_cast<double>(std::filesystem::file_size(folder.path() / "relay.db")), rows);
  }
  const auto server = PostgresServer::start({"fsync=on", "max_wal_size=4GB"});
  if (!server) {
    std::printf("PostgreSQL is not on this machine: script/bootstrap test installs it\n");
    return 0;
  }
  Office office{kDay};
  const std::string url = server->make_database();
  const Log log = Log::to_nothing();
  auto store = PostgresStore::open(
      {.address = *store::PgAddress::parse(url), .instance = office.instance(), .standby = false}, kNoQuotas, log);
  CHECK(store.has_value());
  measure("PostgreSQL", **store, rows, steps);
  constexpr store::PgStatement kSize{nullptr, "SELECT pg_database_size(current_database())"};
  const auto size = server->connect(url)->run(store::PgCall{kSize});
  CHECK(size.has_value());
  print_bytes("PostgreSQL", static_cast<double>(size->integer(0, 0)), rows);
  return 0;
}

std::size_t number_after(const std::string& word, std::string_view name, std::size_t otherwise) {
  return word.starts_with(name) ? std::stoul(word.substr(name.size())) : otherwise;
}

}  // namespace
}  // namespace waymark::relay

int main(int argc, char** argv) {
  std::size_t rows = 20'000;
  std::size_t steps = 4;
  for (int i = 1; i < argc; ++i) {
    rows = waymark::relay::number_after(argv[i], "--rows=", rows);
    steps = waymark::relay::number_after(argv[i], "--steps=", steps);
  }
  return waymark::relay::run(rows, steps);
}
