// How fast a burst is pulled, opened and filed, against the named limit: bare X-Wing of the same envelopes in the same
// run.
//
// One thread, a real file with synchronous=FULL; times are of one core (waiting for others' work is not ours).
// `per_bare` is the time of the whole work over the time of the one X-Wing decapsulation an envelope that it cannot do
// without.
#include <benchmark/benchmark.h>
#include <time.h>

#include <chrono>

#include "base/check.h"
#include "crypto/xwing_open.h"
#include "crypto/xwing_seal.h"
#include "desk/ceremonies/founding.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/schema.h"
#include "desk/sync/courier.h"
#include "desk/sync/memory_relay.h"
#include "envelope/seal.h"
#include "store/temporary_folder.h"
#include "totp_text.h"

namespace waymark::desk {
namespace {

using Elapsed = std::chrono::duration<double>;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return Elapsed(std::chrono::steady_clock::now() - start).count();
}

/// Time of one core that this thread has used: what counts on a machine that others use too.
double core_seconds() {
  timespec time{};
  CHECK(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// The named limit: what X-Wing alone takes for `count` envelopes.
double bare_xwing(std::size_t count, crypto::Random& random) {
  const auto seed = crypto::XWingSeed::generate(random);
  const auto key = crypto::xwing_public_key(seed);
  const auto sample = crypto::xwing_encapsulate(key, random).value();
  const double start = core_seconds();
  for (std::size_t at = 0; at < count; ++at) {
    benchmark::DoNotOptimize(crypto::xwing_decapsulate(seed, sample.ciphertext));
  }
  return core_seconds() - start;
}

struct Burst {
  ManualClock clock{TimePoint{Seconds{1'795'000'000}}};
  crypto::SystemRandom random;
  store::TemporaryFolder folder = *store::TemporaryFolder::make();
  std::unique_ptr<Office> office;
  SessionToken token;
  MemoryRelay relay{clock};

  explicit Burst(std::size_t count) {
    auto store = open_desk_store(folder.path() / "desk.sqlite").value();
    PassphraseGate gate;
    const SecretBytes passphrase = SecretBytes::copy_of(view_of("a passphrase of mira"));
    auto founded =
        found_office(*store, {.name = "Bench", .alias = "mira", .passphrase = passphrase, .cost = crypto::kTestArgon2},
                     gate, clock.now(), random)
            .value();
    fill(*store, founded.instance, count);
    office = Office::open({std::move(store), clock, random, std::move(founded.pepper), "Bench"}).value();
    token = office->doors()
                .sign_in("mira", passphrase, crypto::totp_code(totp_from(founded.coordinator.totp_secret), clock.now()))
                .value()
                .token;
  }

  /// Everything pulled, opened and filed.
  void file_all(std::size_t count) {
    Courier courier(*office, relay, clock);
    std::size_t filed = 0;
    while (filed < count) filed += courier.round().value().filed.new_cases;
  }

  void fill(store::Connection& store, const crypto::InstanceId& instance, std::size_t count) {
    const std::uint32_t day = unix_day(clock.now());
    crypto::XWingPublicKey key;
    {
      auto rows = store.query("SELECT public_key FROM day_key WHERE day = ? AND replaced_day IS NULL", day).value();
      CHECK(rows.next().value());
      key = public_key_from(rows.blob(0)).value();
    }
    const auto reply_key = crypto::xwing_public_key(crypto::XWingSeed::generate(random));
    for (std::size_t at = 0; at < count; ++at) {
      envelope::Message message{.language = Language::kRussian,
                                .instance = instance,
                                .day = day,
                                .id = random.array<16>(),
                                .reply_key = reply_key,
                                .mailbox_secret = crypto::MailboxSecret::generate(random)};
      message.text = SecretBytes::copy_of(view_of("Отпуск кончается во вторник, документы забрали. Что делать?"));
      message.answers.push_back(envelope::parse_answer("what_next=leave_ends;date=2026-11-25;precision=day").value());
      relay.put_row({random.array<16>(), day, envelope::seal_message(message, key, random).value().take()});
    }
  }
};

void BM_PullOpenFile(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    Burst burst(count);
    const double bare = bare_xwing(count, burst.random);
    const auto start = std::chrono::steady_clock::now();
    const double core_start = core_seconds();
    burst.file_all(count);
    const double core = core_seconds() - core_start;
    state.SetIterationTime(seconds_since(start));
    state.counters["core_s"] = core;
    state.counters["bare_s"] = bare;
    state.counters["envelopes_per_core_s"] = static_cast<double>(count) / core;
    state.counters["per_bare"] = core / bare;
    state.counters["limit_5s_for_10000"] = core / 5.0 * 10'000.0 / static_cast<double>(count);
  }
}
BENCHMARK(BM_PullOpenFile)->Arg(1'000)->Arg(10'000)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);

/// A volunteer of the first line leaves: every case that nobody has taken gets a new key. Limit: a minute.
void BM_RemovePerson(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    Burst burst(count);
    burst.file_all(count);
    CHECK(burst.office->people().invite(burst.token, {"anna"}, {"first_line"}).has_value());
    const auto start = std::chrono::steady_clock::now();
    const double core_start = core_seconds();
    const Departure gone = burst.office->people().remove(burst.token, "anna", "").value();
    CHECK(gone.cases == count && gone.cases_waiting == 0);
    state.SetIterationTime(seconds_since(start));
    state.counters["core_s"] = core_seconds() - core_start;
    state.counters["limit_60s"] = (core_seconds() - core_start) / 60.0;
  }
}
BENCHMARK(BM_RemovePerson)->Arg(10'000)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);

/// The index of the search is filled from a real office, and 20 rows are found with the line in which the words stand.
/// Every case has the same text, so that the commonest word is in all of them.
void BM_Search(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  Burst burst(count);
  burst.file_all(count);
  office::Search& search = burst.office->search();
  const double start = core_seconds();
  while (search.work(64).value()) {
  }
  state.counters["fill_core_s"] = core_seconds() - start;
  const text::Stemmer stemmer;
  const auto query = search::read_query("документ", "mira", burst.clock.now(), text::Zone::named("UTC").value());
  const std::vector<search::Wanted> wanted = search::wanted_by(std::get<search::Query>(query), stemmer);
  for (auto _ : state) {
    std::vector<CaseId> found = search.find(burst.token, wanted).value().cases;
    CHECK(found.size() == count);
    found.resize(20);
    benchmark::DoNotOptimize(search.snippets(burst.token, found, wanted).value());
  }
  state.counters["limit_ms"] = 50.0;
}
BENCHMARK(BM_Search)->Arg(1'000)->Arg(10'000)->Iterations(100)->Unit(benchmark::kMillisecond);

/// One case of many changes and a screen asks for the change: what the queue's copy in memory costs.
void BM_OneChangeOfMany(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  Burst burst(count);
  burst.file_all(count);
  const CaseId id = burst.office->list().rows(burst.token).value().front().case_id;
  std::uint64_t counter = burst.office->list().changes_since(burst.token, 0).value().counter;
  for (auto _ : state) {
    state.PauseTiming();
    CHECK(burst.office->cases().move(burst.token, id, Override::Direction::kRaised, "x").has_value());
    state.ResumeTiming();
    const AgendaChanges changes = burst.office->list().changes_since(burst.token, counter).value();
    CHECK(changes.rows.size() == 1);
    counter = changes.counter;
  }
}
BENCHMARK(BM_OneChangeOfMany)->Arg(100)->Arg(10'000)->Iterations(50)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace waymark::desk

BENCHMARK_MAIN();
