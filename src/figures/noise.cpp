#include "figures/noise.h"

#include <limits>

#include "base/check.h"

namespace waymark::figures {
namespace {

__extension__ using Wide = unsigned __int128;

std::uint64_t bits(crypto::Random& random) {
  const ByteArray<8> bytes = random.array<8>();
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) value = value << 8 | byte;
  return value;
}

/// Uniform in 0 … bound - 1: draws beyond the last whole multiple of `bound` are thrown away.
Wide below(Wide bound, crypto::Random& random) {
  const Wide most = std::numeric_limits<Wide>::max();
  const Wide limit = most - most % bound;
  for (;;) {
    const Wide draw = Wide{bits(random)} << 64 | bits(random);
    if (draw < limit) return draw % bound;
  }
}

bool bernoulli(Wide numerator, Wide denominator, crypto::Random& random) {
  return below(denominator, random) < numerator;
}

/// Algorithm 1 for gamma <= 1: the first k at which a draw of probability gamma / k fails is odd with exp(-gamma).
bool bernoulli_exp_small(Wide numerator, Wide denominator, crypto::Random& random) {
  Wide k = 1;
  while (bernoulli(numerator, denominator * k, random)) ++k;
  return k % 2 == 1;
}

bool bernoulli_exp_wide(Wide numerator, Wide denominator, crypto::Random& random) {
  for (; numerator > denominator; numerator -= denominator)
    if (!bernoulli_exp_small(1, 1, random)) return false;
  return bernoulli_exp_small(numerator, denominator, random);
}

void check_parts(Fraction fraction) {
  CHECK(fraction.denominator > 0 && fraction.denominator <= kPartMax && fraction.numerator <= kPartMax);
}

std::uint64_t whole_root(std::uint64_t value) {
  std::uint64_t root = 0;
  while ((root + 1) * (root + 1) <= value) ++root;
  return root;
}

}  // namespace

bool bernoulli_exp(Fraction gamma, crypto::Random& random) {
  check_parts(gamma);
  return bernoulli_exp_wide(gamma.numerator, gamma.denominator, random);
}

std::int64_t discrete_laplace(Fraction scale, crypto::Random& random) {
  check_parts(scale);
  CHECK(scale.numerator > 0);
  for (;;) {
    // A geometric draw of steps of 1 / numerator, taken together by `denominator` of them (algorithm 2).
    const Wide part = below(scale.numerator, random);
    if (!bernoulli_exp_wide(part, scale.numerator, random)) continue;
    Wide whole = 0;
    while (bernoulli_exp_small(1, 1, random)) ++whole;
    const auto size = static_cast<std::int64_t>((part + scale.numerator * whole) / scale.denominator);
    const bool negative = bernoulli(1, 2, random);
    if (negative && size == 0) continue;  // zero has one sign
    return negative ? -size : size;
  }
}

std::int64_t discrete_gaussian(Fraction variance, crypto::Random& random) {
  check_parts(variance);
  CHECK(variance.numerator > 0);
  const std::uint64_t t = whole_root(variance.numerator / variance.denominator) + 1;
  const Wide n = variance.numerator;
  const Wide d = variance.denominator;
  for (;;) {
    const std::int64_t candidate = discrete_laplace({t, 1}, random);
    // (|y| - n / (d t))^2 / (2 n / d) = (|y| d t - n)^2 / (2 n d t^2)   (algorithm 3)
    const Wide y = static_cast<Wide>(candidate < 0 ? -candidate : candidate) * d * t;
    const Wide distance = y > n ? y - n : n - y;
    if (bernoulli_exp_wide(distance * distance, 2 * n * d * t * t, random)) return candidate;
  }
}

}  // namespace waymark::figures
