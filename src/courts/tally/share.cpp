#include "courts/tally/share.h"

#include <algorithm>
#include <cmath>

namespace waymark::courts {
namespace {

constexpr double kZ = 1.959963984540054;  // 97.5 % quantile of the normal distribution

}  // namespace

std::optional<double> share_of(const Share& share) {
  if (share.known == 0) return std::nullopt;
  return static_cast<double>(share.hits) / static_cast<double>(share.known);
}

Bounds wilson_interval(const Share& share) {
  if (share.known == 0) return {};
  const auto n = static_cast<double>(share.known);
  const double p = static_cast<double>(share.hits) / n;
  const double middle = p + kZ * kZ / (2 * n);
  const double half = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  const double scale = 1 + kZ * kZ / n;
  // At the ends the formula is exact; without this it would miss 0 and 1 by a rounding error.
  return {share.hits == 0 ? 0 : std::max(0.0, (middle - half) / scale),
          share.hits == share.known ? 1 : std::min(1.0, (middle + half) / scale)};
}

Bounds worst_case(const Share& share) {
  if (share.total == 0) return {};
  const auto total = static_cast<double>(share.total);
  return {static_cast<double>(share.hits) / total, static_cast<double>(share.hits + share.total - share.known) / total};
}

}  // namespace waymark::courts
