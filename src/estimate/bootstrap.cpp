#include "estimate/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "estimate/distributions.h"
#include "estimate/parallel.h"
#include "estimate/random.h"
#include "estimate/selection.h"

namespace waymark::estimate {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();

std::vector<double> replicate(const OverlapTable& table, const Estimator& estimator, const BcaOptions& options) {
  const std::vector<double> weights(table.counts().begin(), table.counts().end());
  std::vector<double> estimates(static_cast<std::size_t>(options.replicates));
  for_each_index(estimates.size(), options.threads, [&](std::size_t i) {
    Random random(options.seed, i);
    std::vector<std::int64_t> counts(weights.size());
    random.multinomial(table.observed(), weights, counts);
    estimates[i] = estimator(table.with_counts(std::move(counts)));
  });
  std::ranges::sort(estimates);
  return estimates;
}

/// a of Efron 1987 eq. 6.6, with each left-out person weighted by how many share the pattern.
double acceleration_of(const OverlapTable& table, const Estimator& estimator, unsigned threads) {
  const auto& counts = table.counts();
  std::vector<double> left_out(counts.size(), 0);
  for_each_index(counts.size(), threads, [&](std::size_t cell) {
    if (counts[cell] == 0) return;
    auto fewer = counts;
    --fewer[cell];
    left_out[cell] = estimator(table.with_counts(std::move(fewer)));
  });
  double mean = 0;
  double people = 0;
  for (std::size_t cell = 0; cell < counts.size(); ++cell) {
    if (counts[cell] == 0 || !std::isfinite(left_out[cell])) continue;
    people += static_cast<double>(counts[cell]);
    mean += static_cast<double>(counts[cell]) * left_out[cell];
  }
  mean /= people;
  double squares = 0;
  double cubes = 0;
  for (std::size_t cell = 0; cell < counts.size(); ++cell) {
    if (counts[cell] == 0 || !std::isfinite(left_out[cell])) continue;
    const double r = mean - left_out[cell];
    squares += static_cast<double>(counts[cell]) * r * r;
    cubes += static_cast<double>(counts[cell]) * r * r * r;
  }
  return squares > 0 ? cubes / (6 * std::pow(squares, 1.5)) : 0;
}

}  // namespace

double stepwise_population(const OverlapTable& table) {
  const auto selected = stepwise(table);
  return selected ? selected->fit.population : kNone;
}

double quantile_of_sorted(const std::vector<double>& sorted, double probability) {
  const auto n = static_cast<double>(sorted.size());
  const double place = (n + 1.0 / 3) * probability + 1.0 / 3;
  if (!(place > 1)) return sorted.front();
  if (place >= n) return sorted.back();
  const double whole = std::floor(place);
  const double low = sorted[static_cast<std::size_t>(whole) - 1];
  const double high = sorted[static_cast<std::size_t>(whole)];
  return place == whole || low == high ? low : low + (place - whole) * (high - low);
}

BcaInterval bca_interval(const OverlapTable& table, const Estimator& estimator, const BcaOptions& options) {
  const auto estimates = replicate(table, estimator, options);
  BcaInterval result;
  result.estimate = estimator(table);
  result.acceleration = acceleration_of(table, estimator, options.threads);
  const auto below = std::ranges::count_if(estimates, [&](double e) { return e < result.estimate; });
  result.without_estimate = static_cast<int>(std::ranges::count(estimates, kNone));
  // Half a replicate keeps the quantile finite when all or none lie below.
  const double count = static_cast<double>(estimates.size());
  const double share = std::clamp(static_cast<double>(below) / count, 0.5 / count, 1 - 0.5 / count);
  result.bias = normal_quantile(share);
  const auto limit = [&](double alpha) {
    const double shifted = normal_quantile(alpha) + result.bias;
    return quantile_of_sorted(estimates, normal_cdf(result.bias + shifted / (1 - result.acceleration * shifted)));
  };
  result.low = limit((1 - options.confidence) / 2);
  result.high = limit((1 + options.confidence) / 2);
  return result;
}

}  // namespace waymark::estimate
