// simulation: made-up populations of known size, to measure how often an interval holds the truth.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "estimate/self_test.h"

namespace waymark::estimate {

/// People fall into classes; within a class lists see people independently, except that some lists pass people on.
struct Population {
  struct Class {
    double share = 1;
    std::vector<double> on_list;  ///< probability of each list
  };
  std::string name;
  std::int64_t size = 0;
  std::vector<Class> classes;
  double logit_sd = 0;  ///< people differ: a normal number with this standard deviation is added to every logit
  int sends_from = -1;  ///< somebody on this list …
  int sends_to = -1;    ///< … is on that one as well with probability `sends`
  double sends = 0;
};

/// The designs that docs/measurements.md reports: independent, sparse, referral, both signs of dependence, two kinds of
/// people, and people who differ smoothly.
std::vector<Population> simulated_populations();

/// One sample: everybody's lists are drawn; people on none are not counted.
OverlapTable draw_table(const Population& population, std::uint64_t seed, std::uint64_t sample);

/// Rows as of a self test: truth, what was seen, what each method says.
/// @param samples  datasets; those that check_table refuses are left out and not replaced
std::vector<SelfTestRow> simulate(const Population& population, std::size_t samples, const MethodOptions& options);

}  // namespace waymark::estimate
