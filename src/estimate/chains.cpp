#include "estimate/chains.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/check.h"
#include "estimate/distributions.h"

namespace waymark::estimate {
namespace {

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double variance_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum / static_cast<double>(values.size() - 1);
}

Chains split(const Chains& chains) {
  Chains halves;
  for (const auto& chain : chains) {
    CHECK(chain.size() >= 8 && chain.size() == chains.front().size());
    const auto half = static_cast<std::ptrdiff_t>(chain.size() / 2);
    halves.emplace_back(chain.begin(), chain.begin() + half);
    halves.emplace_back(chain.end() - half, chain.end());
  }
  return halves;
}

/// Each value becomes the normal quantile of its average rank among all chains (eq. 14).
Chains rank_normalise(const Chains& chains) {
  std::vector<double> all;
  for (const auto& chain : chains) all.insert(all.end(), chain.begin(), chain.end());
  std::ranges::sort(all);
  const auto size = static_cast<double>(all.size());
  Chains normal = chains;
  for (auto& chain : normal)
    for (double& value : chain) {
      const auto [first, last] = std::ranges::equal_range(all, value);
      const auto before = static_cast<double>(first - all.begin());
      const auto through = static_cast<double>(last - all.begin());
      value = normal_quantile(((before + through + 1) / 2 - 0.375) / (size + 0.25));
    }
  return normal;
}

/// |value - median|: finds chains that agree in the middle and not in the tails.
Chains fold(const Chains& chains) {
  std::vector<double> all;
  for (const auto& chain : chains) all.insert(all.end(), chain.begin(), chain.end());
  std::ranges::nth_element(all, all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2));
  const double median = all[all.size() / 2];
  Chains folded = chains;
  for (auto& chain : folded)
    for (double& value : chain) value = std::abs(value - median);
  return folded;
}

struct Variances {
  double within = 0;
  double total = 0;  ///< var+ of eq. 3
};

Variances variances_of(const Chains& chains) {
  const auto length = static_cast<double>(chains.front().size());
  std::vector<double> means;
  Variances result;
  for (const auto& chain : chains) {
    means.push_back(mean_of(chain));
    result.within += variance_of(chain) / static_cast<double>(chains.size());
  }
  result.total = (length - 1) / length * result.within + variance_of(means);
  return result;
}

double r_hat_of(const Chains& chains) {
  const Variances v = variances_of(chains);
  if (v.within == 0) return v.total == 0 ? 1 : INFINITY;
  return std::sqrt(v.total / v.within);
}

/// Autocovariance of one chain at a lag, divided by the length (as Geyer 1992).
double autocovariance(const std::vector<double>& chain, double mean, std::size_t lag) {
  double sum = 0;
  for (std::size_t i = 0; i + lag < chain.size(); ++i) sum += (chain[i] - mean) * (chain[i + lag] - mean);
  return sum / static_cast<double>(chain.size());
}

}  // namespace

double split_r_hat(const Chains& chains) {
  const Chains halves = split(chains);
  return std::max(r_hat_of(rank_normalise(halves)), r_hat_of(rank_normalise(fold(halves))));
}

double effective_sample_size(const Chains& chains) {
  const Chains halves = rank_normalise(split(chains));
  const Variances v = variances_of(halves);
  const std::size_t length = halves.front().size();
  const double draws = static_cast<double>(length * halves.size());
  if (v.total == 0) return draws;
  std::vector<double> means;
  for (const auto& chain : halves) means.push_back(mean_of(chain));
  const auto correlation = [&](std::size_t lag) {
    double covariance = 0;
    for (std::size_t c = 0; c < halves.size(); ++c)
      covariance += autocovariance(halves[c], means[c], lag) / static_cast<double>(halves.size());
    return 1 - (v.within - covariance) / v.total;  // eq. 10
  };
  // Geyer's initial monotone sequence of pairs (eq. 11).
  double sum = 0;
  double previous = INFINITY;
  for (std::size_t lag = 0; lag + 1 < length; lag += 2) {
    const double pair = std::min(previous, lag == 0 ? 1 + correlation(1) : correlation(lag) + correlation(lag + 1));
    if (pair <= 0) break;
    sum += pair;
    previous = pair;
  }
  const double tau = std::max(2 * sum - 1, 1 / std::log10(draws));
  return draws / tau;
}

}  // namespace waymark::estimate
