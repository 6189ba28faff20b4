// Share: how many of the known have something, when not all are known: the proportion with its interval, and what it
// could be at worst, whatever the unknown are.
#pragma once

#include <cstdint>
#include <optional>

namespace waymark::courts {

/// `hits` of `known` have it; `total` - `known` are unknown. 0 <= hits <= known <= total.
struct Share {
  std::int64_t hits = 0;
  std::int64_t known = 0;
  std::int64_t total = 0;
  bool operator==(const Share&) const = default;
};

/// Both ends are proportions, 0…1.
struct Bounds {
  double low = 0;
  double high = 1;
};

/// hits / known; nothing when nothing is known.
std::optional<double> share_of(const Share& share);
/// The Wilson score interval of 95 %: what chance alone allows if the known are a random sample of all.
///
///   (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n),   p = hits/known, n = known, z = 1.959964
///
/// 0…1 when nothing is known. @source Wilson 1927, J. Am. Stat. Assoc. 22:209, eq. as in Brown, Cai, DasGupta 2001 (4)
Bounds wilson_interval(const Share& share);
/// No assumption at all: none of the unknown have it … all of them have it. 0…1 for an empty total.
/// @source Manski 1989, J. Human Resources 24:343
Bounds worst_case(const Share& share);

}  // namespace waymark::courts
