#include "estimate/bounds.h"

#include <bit>
#include <cmath>

#include "estimate/distributions.h"

namespace waymark::estimate {

PairBound lincoln_petersen(const OverlapTable& table, int first, int second, double confidence) {
  const Pattern a = Pattern{1} << first;
  const Pattern b = Pattern{1} << second;
  PairBound bound{.first = first, .second = second, .shared = table.on_all(a | b), .population = 0, .interval = {}};
  const auto on_a = static_cast<double>(table.on_all(a));
  const auto on_b = static_cast<double>(table.on_all(b));
  const auto both = static_cast<double>(bound.shared);
  bound.population = (on_a + 1) * (on_b + 1) / (both + 1) - 1;
  const double variance =
      (on_a + 1) * (on_b + 1) * (on_a - both) * (on_b - both) / ((both + 1) * (both + 1) * (both + 2));
  const double seen = on_a + on_b - both;
  const double unseen = bound.population - seen;
  if (unseen <= 0) {
    bound.interval = {seen, seen};
    return bound;
  }
  const double spread =
      std::exp(normal_quantile(0.5 + confidence / 2) * std::sqrt(std::log1p(variance / (unseen * unseen))));
  bound.interval = {seen + unseen / spread, seen + unseen * spread};
  return bound;
}

std::vector<PairBound> pairwise_bounds(const OverlapTable& table, double confidence) {
  std::vector<PairBound> bounds;
  for (int i = 0; i < table.lists(); ++i)
    for (int j = i + 1; j < table.lists(); ++j)
      if (auto bound = lincoln_petersen(table, i, j, confidence); bound.shared > 0) bounds.push_back(bound);
  return bounds;
}

Refused<LowerBound> chao_lower_bound(const OverlapTable& table, double confidence) {
  std::vector<std::int64_t> counts = table.counts();
  Design design = design_of(table, {});
  std::int64_t on_two = 0;
  for (Pattern cell = 1; cell < counts.size(); ++cell) {
    if (std::popcount(cell) == 2) on_two += counts[cell];
    if (std::popcount(cell) > 2) {
      counts[cell] = 0;
      design.included[cell] = 0;
    }
  }
  if (on_two == 0) return refuse(Reason::kInfinite);
  const OverlapTable low_patterns = table.with_counts(std::move(counts));
  for (int list = 0; list < table.lists(); ++list)
    if (low_patterns.on_all(Pattern{1} << list) == 0) return refuse(Reason::kInfinite);
  const Fit fit = fit_loglinear(low_patterns, design);
  if (!fit.converged) return refuse(Reason::kInfinite);
  const auto n = static_cast<double>(table.observed());
  return LowerBound{.population = n + fit.unseen,
                    .low = n + fit.unseen * std::exp(-normal_quantile(confidence) * fit.log_unseen_se)};
}

}  // namespace waymark::estimate
