// bootstrap: BCa intervals of any estimator of a table, model selection included.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "estimate/loglinear.h"

namespace waymark::estimate {

inline constexpr int kReplicates = 1000;

/// The population size from a table; infinity if there is no estimate. Called from several threads at once.
using Estimator = std::function<double(const OverlapTable&)>;

/// SparseMSE's stepwise rule as an estimator.
double stepwise_population(const OverlapTable& table);

struct BcaOptions {
  int replicates = kReplicates;
  double confidence = 0.95;
  std::uint64_t seed = 1;
  unsigned threads = 1;
};

struct BcaInterval {
  double estimate = 0;
  double low = 0;
  double high = 0;           ///< infinite if too many replicates have no estimate
  double bias = 0;           ///< z0
  double acceleration = 0;   ///< a
  int without_estimate = 0;  ///< replicates that have none
};

/// Multinomial resampling of the observed people; acceleration from leaving out one person of each pattern.
/// @source Chan, Silverman, Vincent 2021, section 3.3; Efron 1987 (JASA 82), eqs. 3.8 and 6.6; DiCiccio and Efron 1996
BcaInterval bca_interval(const OverlapTable& table, const Estimator& estimator, const BcaOptions& options);

/// Quantile of sorted values. @source Hyndman and Fan 1996, definition 8 (R's type = 8)
double quantile_of_sorted(const std::vector<double>& sorted, double probability);

}  // namespace waymark::estimate
