// bounds: what two lists, or patterns of one and two lists alone, say. Simple, with strong assumptions in plain sight.
#pragma once

#include <vector>

#include "estimate/loglinear.h"

namespace waymark::estimate {

struct PairBound {
  int first = 0;
  int second = 0;
  std::int64_t shared = 0;
  double population = 0;  ///< of people that either list could see
  Interval interval;
};

/// Chapman's form of Lincoln-Petersen for one pair. True only if being on one list says nothing about the other: people
/// who are likelier to be on both make it too low, people who are sent from one to the other too.
/// @source Chapman 1951; variance Seber 1982, eq. 3.4; interval of log(unseen) as Chao 1987, eq. 12
PairBound lincoln_petersen(const OverlapTable& table, int first, int second, double confidence);

/// One for each pair that shares somebody.
std::vector<PairBound> pairwise_bounds(const OverlapTable& table, double confidence);

struct LowerBound {
  double population = 0;
  double low = 0;  ///< one-sided lower limit
};

/// A lower bound if people differ in how easily any list sees them and lists are otherwise independent: independence
/// fitted to the patterns of one and two lists alone.
/// @error kInfinite if nobody is on exactly two lists
/// @source Chao 1987, Biometrics 43, eq. 8, for lists of unequal size as Rivest and Baillargeon 2007, Biometrics 63
Refused<LowerBound> chao_lower_bound(const OverlapTable& table, double confidence);

}  // namespace waymark::estimate
