// How long a tally of an archive takes: 3,000,000 cards on two threads and on one. The archive is made of facts alone,
// straight into its tables, since importing as many pages would take hours. docs/measurements.md has the figures.
#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include "courts/archive/fact_numbers.h"
#include "courts/archive/schema.h"
#include "courts/tally/tally.h"
#include "store/connection.h"
#include "store/temporary_folder.h"

namespace {

using namespace waymark;          // NOLINT: a program of one file
using namespace waymark::courts;  // NOLINT
constexpr std::int64_t kCourts = 108;
constexpr std::int32_t kFirstDay = 19'358;  // 2023-01-01
constexpr std::int32_t kDays = 1'095;

/// A cheap stream of numbers that is the same everywhere (splitmix64).
class Numbers {
 public:
  std::int64_t below(std::int64_t bound) {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return static_cast<std::int64_t>((z ^ (z >> 31)) % static_cast<std::uint64_t>(bound));
  }

 private:
  std::uint64_t state_ = 20240101;
};

Result<void> put_terms(store::Connection& db) {
  for (std::int64_t i = 0; i < kCourts; ++i)
    TRY(db.execute("INSERT INTO term(text) VALUES(?)", fmt::format("{:02}GV00{:02}", i % 89 + 1, i)));
  for (const char* article : {"УК 337 ч.5", "УК 337 ч.2.1", "УК 337 ч.3.1", "УК 338 ч.1", "УК 338 ч.3", "УК 332 ч.2.1"})
    TRY(db.execute("INSERT INTO term(text) VALUES(?)", article));
  return {};
}

/// Nine of ten are decided; of two of three sentences nothing says which punishment.
Fact a_fact(Numbers& numbers) {
  Fact fact{.persons = 1, .stage = Stage::kFirst, .basis = OutcomeBasis::kCard};
  const auto below = [&](std::int64_t bound) { return static_cast<std::int32_t>(numbers.below(bound)); };
  fact.court = 1 + below(kCourts);
  fact.region = 1 + below(89);
  fact.articles = fact.main_article = static_cast<std::int32_t>(kCourts) + 1 + below(6);
  fact.received = kFirstDay + below(kDays);
  fact.first_seen = fact.received + below(60);
  fact.last_seen = kFirstDay + kDays + 200;
  if (below(10) == 0) return fact;
  fact.decided = fact.received + 20 + below(120);
  fact.in_force = fact.decided + 15;
  fact.decided_seen = fact.decided + below(60);
  fact.outcome = below(3) > 0 ? Outcome::kSentenced : static_cast<Outcome>(1 + below(6));
  return fact;
}

/// One case in twenty was transferred: its УИД is that of the case before.
Result<void> put_cards(store::Connection& db, std::int64_t wanted) {
  Numbers numbers;
  for (std::int64_t id = 1; id <= wanted; ++id) {
    const Fact fact = a_fact(numbers);
    TRY(db.execute("INSERT INTO fact(case_id, first_seen, last_seen, numbers) VALUES(?,?,?,?)", id, fact.first_seen,
                   fact.last_seen, fact_numbers(fact)));
    const std::int64_t uid = id % 20 == 0 ? id - 1 : id;
    TRY(db.execute("INSERT INTO uid(uid, case_id) VALUES(?,?)",
                   fmt::format("{:02}RS0001-01-2024-{:09}", uid % 2 == 0 ? uid % 89 + 1 : (uid * 7) % 89 + 1, uid),
                   id));
  }
  return {};
}

Result<void> make_archive(const std::filesystem::path& file, std::int64_t cards) {
  LET(const auto db, store::Connection::open(file, {.cache_kib = 262'144}));
  TRY(store::migrate(*db, archive_schema()));
  LET(auto transaction, store::Transaction::begin(*db));
  TRY(put_terms(*db));
  TRY(put_cards(*db, cards));
  TRY(transaction.commit());
  return db->scrub_log();
}

/// The archive is made once for all lines of the bench.
const std::filesystem::path& archive_of(std::int64_t cards) {
  static const auto folder = store::TemporaryFolder::make().value();
  static const auto file = folder.path() / "courts.sqlite";
  static const bool made = make_archive(file, cards).has_value();
  if (!made) std::abort();
  return file;
}

/// @param state  cards, threads
void count(benchmark::State& state, const QueryWords& words) {
  const auto& file = archive_of(state.range(0));
  const Query query = query_of(words).value();
  std::int64_t counted = 0;
  for (auto _ : state) {
    const auto result = tally({.archive = file}, query, static_cast<unsigned>(state.range(1)));
    if (!result) return state.SkipWithError("tally");
    counted = result->total.counts.count;
    benchmark::DoNotOptimize(result->rows.data());
  }
  state.counters["counted"] = static_cast<double>(counted);
}

void by_month_and_outcome(benchmark::State& state) { count(state, {.by = {"received", "outcome"}}); }
void by_court(benchmark::State& state) { count(state, {.unit = "persons", .by = {"court"}, .where = {"article=337"}}); }

}  // namespace

BENCHMARK(by_month_and_outcome)
    ->Args({3'000'000, 2})
    ->Args({3'000'000, 1})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->MeasureProcessCPUTime();
BENCHMARK(by_court)->Args({3'000'000, 2})->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();
BENCHMARK_MAIN();
