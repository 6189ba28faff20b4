// Sealing and opening messages, as a ratio to the named limit in the same run: libsodium's bare X-Wing, which no
// envelope can do without. Rates are per second and core; "of limit" is 1.00 when everything around X-Wing costs
// nothing.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "crypto/bare_xwing.h"
#include "crypto/xwing_open.h"
#include "envelope/open.h"
#include "envelope/seal.h"
#include "envelope/test_message.h"

namespace waymark::envelope {
namespace {

/// Everything the four benchmarks work on; made once.
struct Fixture {
  crypto::SystemRandom random;
  ByteArray<32> bare_seed = random.array<32>();
  crypto::XWingSeed seed{Secret<32>::copy_of(bare_seed)};
  crypto::XWingPublicKey key = crypto::xwing_public_key(seed);
  Message message = testing::some_message(random);
  crypto::XWingCiphertext encapsulation{};
  Bytes envelope = to_bytes(seal_message(message, key, random)->view());
};

void bare_enc(benchmark::State& state, Fixture& fixture) {
  for (auto _ : state) benchmark::DoNotOptimize(crypto::bare_xwing_enc(fixture.encapsulation, fixture.key));
  state.SetItemsProcessed(state.iterations());
}
void seal(benchmark::State& state, Fixture& fixture) {
  for (auto _ : state) benchmark::DoNotOptimize(seal_message(fixture.message, fixture.key, fixture.random));
  state.SetItemsProcessed(state.iterations());
}
void bare_dec(benchmark::State& state, Fixture& fixture) {
  for (auto _ : state) benchmark::DoNotOptimize(crypto::bare_xwing_dec(fixture.encapsulation, fixture.bare_seed));
  state.SetItemsProcessed(state.iterations());
}
void open(benchmark::State& state, Fixture& fixture) {
  for (auto _ : state)
    benchmark::DoNotOptimize(
        open_message(fixture.seed, fixture.envelope, testing::some_instance(), fixture.message.day));
  state.SetItemsProcessed(state.iterations());
}

/// Keeps the best rate of each benchmark and prints the usual table.
class Rates final : public benchmark::ConsoleReporter {
 public:
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      double& best = best_[run.benchmark_name()];
      best = std::max(best, run.counters.at("items_per_second").value);
    }
  }
  void print_ratio(const std::string& ours, const std::string& limit) {
    if (best_[limit] <= 0) return;  // filtered out on the command line
    std::printf("%s: %.0f/s, %s: %.0f/s, of limit %.2f\n", ours.c_str(), best_[ours], limit.c_str(), best_[limit],
                best_[ours] / best_[limit]);
  }

 private:
  std::map<std::string, double> best_;
};

}  // namespace
}  // namespace waymark::envelope

int main(int count, char** arguments) {
  using namespace waymark::envelope;  // NOLINT: a program of one file
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 2;
  Fixture fixture;
  const auto add = [&](const char* name, auto function) {
    benchmark::RegisterBenchmark(name, [&fixture, function](benchmark::State& state) { function(state, fixture); });
  };
  add("bare_enc", bare_enc);
  add("seal", seal);
  add("bare_dec", bare_dec);
  add("open", open);
  Rates rates;
  benchmark::RunSpecifiedBenchmarks(&rates);
  rates.print_ratio("seal", "bare_enc");
  rates.print_ratio("open", "bare_dec");
  return 0;
}
