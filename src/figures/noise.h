// Noise: whole-number noise with an exact distribution, for figures published under differential privacy.
//
// Every step is an integer or a fraction of integers, compared exactly with uniform bits of the operating system: no
// floating point takes part in a draw, so no rounding can tell what was added. What a draw costs in time depends on
// the draw; nobody outside sees it, since figures are made long before they are published.
// @source Canonne, Kamath, Steinke, "The Discrete Gaussian for Differential Privacy" (2020), algorithms 1 to 3
#pragma once

#include <cstdint>

#include "crypto/random.h"

namespace waymark::figures {

/// A fraction of whole numbers. numerator, denominator in 1…kPartMax (a numerator may be 0 where 0 makes sense).
struct Fraction {
  std::uint64_t numerator = 0;
  std::uint64_t denominator = 1;
  bool operator==(const Fraction&) const = default;
};
inline constexpr std::uint64_t kPartMax = 1'000'000;

/// True with probability exp(-gamma). CHECKs the parts. @param gamma  >= 0
bool bernoulli_exp(Fraction gamma, crypto::Random& random);

/// P(x) = (1 - q) / (1 + q) q^|x| with q = exp(-1 / scale). CHECKs the parts. @param scale  > 0
std::int64_t discrete_laplace(Fraction scale, crypto::Random& random);

/// P(x) proportional to exp(-x^2 / (2 sigma^2)). CHECKs the parts. @param variance  sigma^2 > 0, at most 1,000,000
std::int64_t discrete_gaussian(Fraction variance, crypto::Random& random);

}  // namespace waymark::figures
