// What docs/measurements.md says about the speed of estimates, with its goals beside it.
#include <benchmark/benchmark.h>

#include "estimate/bootstrap.h"
#include "estimate/graphs.h"
#include "estimate/latent_class.h"
#include "estimate/selection.h"
#include "estimate/test_tables.h"

namespace {

using namespace waymark::estimate;

// Goal: 2 s. SparseMSE took 160 s.
void uk6_thousand_bca(benchmark::State& state) {
  const auto table = published("SparseMSE_UKdat");
  for (auto _ : state)
    benchmark::DoNotOptimize(bca_interval(table, stepwise_population, {.seed = 1, .threads = 2}).high);
}
BENCHMARK(uk6_thousand_bca)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

// Goal: 2 s.
void uk6_all_32768_models(benchmark::State& state) {
  const auto table = published("SparseMSE_UKdat");
  for (auto _ : state) benchmark::DoNotOptimize(all_subsets(table, 2)->models.size());
}
BENCHMARK(uk6_all_32768_models)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

void uk5_decomposable_graphs(benchmark::State& state) {
  const auto table = published("SparseMSE_UKdat_5");
  const auto graphs = decomposable_graphs(5);
  for (auto _ : state) benchmark::DoNotOptimize(graph_posterior(table, graphs, {.log_prior = {}}).median);
}
BENCHMARK(uk5_decomposable_graphs)->Unit(benchmark::kMillisecond);

// Goal: 950 effective draws a second. LCMCR gave 95.
void kosovo_effective_draws(benchmark::State& state) {
  const auto table = published("LCMCR_kosovo_aggregate");
  double effective = 0;
  for (auto _ : state)
    effective +=
        latent_class_posterior(table, {.seed = 1, .threads = 2, .draws = 2000, .rounds_max = 1}).effective_size;
  state.counters["effective/s"] = benchmark::Counter(effective, benchmark::Counter::kIsRate);
}
BENCHMARK(kosovo_effective_draws)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
