// Tables with hidden counts: the same study on several ways to fill them in.
#include <algorithm>
#include <cmath>

#include "estimate/random.h"
#include "estimate/study.h"

namespace waymark::estimate {
namespace {

/// @param way 0…kFillings - 1; 0 has each at its middle
OverlapTable filled(const Stratum& stratum, int way, std::uint64_t seed) {
  auto counts = stratum.table.counts();
  Random random(seed, static_cast<std::uint64_t>(way));
  for (const HiddenCount& hidden : stratum.hidden) {
    const auto places = static_cast<double>(hidden.high - hidden.low + 1);
    const auto drawn = hidden.low + static_cast<std::int64_t>(random.uniform() * places);
    const std::int64_t middle = (hidden.low + hidden.high) / 2;
    counts[hidden.pattern] = way == 0   ? middle
                             : way == 1 ? hidden.low
                             : way == 2 ? hidden.high
                                        : std::min(drawn, hidden.high);
  }
  return stratum.table.with_counts(std::move(counts));
}

/// @pre both say a number
void widen(Study& study, const Joined& other) {
  study.joined->low = std::min(study.joined->low, other.low);
  study.joined->high = std::max(*study.joined->high, *other.high);
}

}  // namespace

Refused<Study> make_study(const Stratum& stratum, const MethodOptions& options) {
  auto study = make_study(filled(stratum, 0, options.seed), options);
  if (!study || stratum.hidden.empty()) return study;
  study->hidden = stratum.hidden.size();
  for (int way = 1; way < kFillings && study->verdict != Verdict::kCannot; ++way) {
    const auto other = make_study(filled(stratum, way, options.seed), options);
    if (!other) return std::unexpected(other.error());
    if (other->verdict == Verdict::kCannot) {
      study->verdict = Verdict::kCannot;
      study->because = other->because;
      study->at_least = other->at_least;
    } else {
      widen(*study, *other->joined);
    }
  }
  if (study->verdict == Verdict::kCannot) {
    study->joined.reset();
    return study;
  }
  const double ratio = *study->joined->high / study->joined->low;
  study->verdict = ratio <= kEstimateRatioMax ? Verdict::kEstimate : Verdict::kWide;
  if (ratio > kWideRatioMax) {
    study->verdict = Verdict::kCannot;
    study->because = Because::kHiddenCounts;
    study->joined.reset();
  }
  return study;
}

}  // namespace waymark::estimate
