// How long a tally of an archive takes: 3,000,000 cards on two threads and on one. The archive is made of facts alone,
// straight into its tables, since importing as many pages would take hours. docs/measurements.md has the figures.
#include <benchmark/benchmark.h>

#include <fmt/format.h>

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

/// One case in twenty was transferred: its УИД is that of the case before.
Result<void> put_cards(store::Connection& db, std::int64_t wanted) {
  Numbers numbers;
  for (std::int64_t id = 1; id <= wanted; ++id) {
    const std::int64_t received = kFirstDay + numbers.below(kDays);
    const std::int64_t decided = received + 20 + numbers.below(120);
    const bool open = numbers.below(10) == 0;
    const std::int64_t article = kCourts + 1 + numbers.below(6);
    TRY(db.execute(
        "INSERT INTO fact(case_id, person, persons, court, region, stage, view, received, decided, in_force, "
        "articles, main_article, outcome, basis, category, first_seen, decided_seen, last_seen, gone, flags) "
        "VALUES(?,0,1,?,?,1,1,?,?,?,?,?,?,1,0,?,?,?,NULL,0)",
        id, 1 + numbers.below(kCourts), 1 + numbers.below(89), received,
        open ? store::Value{nullptr} : store::Value{decided}, open ? store::Value{nullptr} : store::Value{decided + 15},
        article, article, open ? 0 : (numbers.below(3) > 0 ? 24 : 1 + numbers.below(6)), received + numbers.below(60),
        open ? store::Value{nullptr} : store::Value{decided + numbers.below(60)}, kFirstDay + kDays + 200));
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
