#include "estimate/simulation.h"

#include <cmath>
#include <optional>

#include "estimate/parallel.h"
#include "estimate/random.h"

namespace waymark::estimate {

std::vector<Population> simulated_populations() {
  return {
      {.name = "independent", .size = 2000, .classes = {{1, {0.25, 0.2, 0.15, 0.2}}}},
      {.name = "sparse", .size = 10000, .classes = {{1, {0.02, 0.05, 0.1, 0.07, 0.03}}}},
      {.name = "referral",
       .size = 3000,
       .classes = {{1, {0.15, 0.1, 0.2, 0.1}}},
       .sends_from = 0,
       .sends_to = 1,
       .sends = 0.3},
      {.name = "two kinds", .size = 3000, .classes = {{0.7, {0.1, 0.15, 0.1, 0.12}}, {0.3, {0.35, 0.4, 0.3, 0.4}}}},
      {.name = "smooth", .size = 2000, .classes = {{1, {0.15, 0.2, 0.12, 0.18, 0.1}}}, .logit_sd = 1},
  };
}

namespace {

double shifted(double probability, double logit) {
  if (logit == 0) return probability;
  return 1 / (1 + (1 - probability) / probability * std::exp(-logit));
}

}  // namespace

OverlapTable draw_table(const Population& population, std::uint64_t seed, std::uint64_t sample) {
  Random random(seed, sample);
  const std::size_t lists = population.classes.front().on_list.size();
  std::vector<std::int64_t> counts(std::size_t{1} << lists, 0);
  for (std::int64_t person = 0; person < population.size; ++person) {
    double place = random.uniform();
    const Population::Class* kind = &population.classes.back();
    for (const auto& candidate : population.classes) {
      if (place < candidate.share) {
        kind = &candidate;
        break;
      }
      place -= candidate.share;
    }
    const double shift = population.logit_sd > 0 ? population.logit_sd * random.normal() : 0;
    Pattern pattern = 0;
    for (std::size_t list = 0; list < lists; ++list)
      if (random.uniform() < shifted(kind->on_list[list], shift)) pattern |= Pattern{1} << list;
    if (population.sends_from >= 0 && (pattern >> population.sends_from & 1U) != 0 &&
        random.uniform() < population.sends)
      pattern |= Pattern{1} << population.sends_to;
    ++counts[pattern];
  }
  std::vector<std::string> names;
  for (std::size_t list = 0; list < lists; ++list) names.push_back("L" + std::to_string(list + 1));
  return {std::move(names), std::move(counts)};
}

std::vector<SelfTestRow> simulate(const Population& population, std::size_t samples, const MethodOptions& options) {
  std::vector<std::optional<SelfTestRow>> drawn(samples);
  for_each_index(samples, options.threads, [&](std::size_t sample) {
    const OverlapTable drawn_table = draw_table(population, options.seed, sample);
    if (!check_table(drawn_table)) return;
    const OverlapTable table = independent_looks(drawn_table).table;
    MethodOptions one = options;
    one.threads = 1;
    one.seed = options.seed + sample;
    const auto methods = all_methods(table, one);
    drawn[sample] = SelfTestRow{.list = population.name,
                                .truth = population.size,
                                .seen = table.observed(),
                                .methods = methods.results,
                                .joined = join(methods)};
  });
  std::vector<SelfTestRow> rows;
  for (auto& row : drawn)
    if (row) rows.push_back(std::move(*row));
  return rows;
}

}  // namespace waymark::estimate
