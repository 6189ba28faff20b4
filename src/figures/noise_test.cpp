#include "figures/noise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "figures/accounting.h"

namespace waymark::figures {
namespace {

constexpr int kDraws = 60'000;

/// Pearson's statistic of draws against exact probabilities; values with fewer than 10 expected are taken together.
/// @return how many standard deviations it lies above its mean (Wilson and Hilferty)
template <class Draw, class Probability>
double excess(Draw draw, Probability probability) {
  std::map<std::int64_t, int> seen;
  for (int i = 0; i < kDraws; ++i) ++seen[draw()];
  double statistic = 0;
  double left = kDraws;
  double left_seen = kDraws;
  int cells = 0;
  for (std::int64_t size = 0; probability(size) * kDraws >= 10; ++size) {
    for (const std::int64_t value : size == 0 ? std::vector<std::int64_t>{0} : std::vector{size, -size}) {
      const double expected = probability(value) * kDraws;
      statistic += std::pow(seen[value] - expected, 2) / expected;
      left -= expected;
      left_seen -= seen[value];
      ++cells;
    }
  }
  if (left >= 5) {
    statistic += std::pow(left_seen - left, 2) / left;
    ++cells;
  }
  const double freedom = cells - 1;
  const double cube = 2 / (9 * freedom);
  return (std::cbrt(statistic / freedom) - (1 - cube)) / std::sqrt(cube);
}

constexpr double kSuspicious = 4;  // once in 30,000; the seeds are fixed, so it is red always or never

TEST(Noise, LaplaceFollowsItsDistribution) {
  for (const Fraction scale : {Fraction{1, 2}, Fraction{1, 1}, Fraction{7, 3}, Fraction{10, 1}}) {
    crypto::SeededRandom random{scale.numerator * 100 + scale.denominator};
    const double real = static_cast<double>(scale.numerator) / static_cast<double>(scale.denominator);
    EXPECT_LT(excess([&] { return discrete_laplace(scale, random); },
                     [&](std::int64_t x) { return laplace_probability(real, x); }),
              kSuspicious)
        << real;
  }
}

double gaussian_probability(double variance, std::int64_t x) {
  double total = 0;
  for (int i = -400; i <= 400; ++i) total += std::exp(-i * i / (2 * variance));
  return std::exp(-static_cast<double>(x * x) / (2 * variance)) / total;
}

TEST(Noise, GaussianFollowsItsDistribution) {
  for (const Fraction variance : {Fraction{1, 4}, Fraction{1, 1}, Fraction{9, 2}, Fraction{100, 1}}) {
    crypto::SeededRandom random{variance.numerator * 7 + variance.denominator};
    const double real = static_cast<double>(variance.numerator) / static_cast<double>(variance.denominator);
    EXPECT_LT(excess([&] { return discrete_gaussian(variance, random); },
                     [&](std::int64_t x) { return gaussian_probability(real, x); }),
              kSuspicious)
        << real;
  }
}

TEST(Noise, TheTestNoticesAWrongDistribution) {
  crypto::SeededRandom random{11};
  EXPECT_GT(excess([&] { return discrete_gaussian({100, 1}, random); },
                   [&](std::int64_t x) { return gaussian_probability(104, x); }),
            kSuspicious);
  EXPECT_GT(excess([&] { return discrete_laplace({7, 3}, random); },
                   [&](std::int64_t x) { return laplace_probability(2.4, x); }),
            kSuspicious);
}

TEST(Noise, ExpIsDrawnExactlyEnough) {
  for (const Fraction gamma : {Fraction{0, 1}, Fraction{1, 3}, Fraction{1, 1}, Fraction{5, 2}}) {
    crypto::SeededRandom random{gamma.numerator + 5};
    int hits = 0;
    for (int i = 0; i < kDraws; ++i) hits += bernoulli_exp(gamma, random) ? 1 : 0;
    const double p = std::exp(-static_cast<double>(gamma.numerator) / static_cast<double>(gamma.denominator));
    EXPECT_NEAR(hits, p * kDraws, 4 * std::sqrt(kDraws * p * (1 - p)) + 1e-6);
  }
}

TEST(Noise, TheLargestPartsDoNotOverflow) {
  crypto::SeededRandom random{3};
  std::int64_t largest = 0;
  for (int i = 0; i < 200; ++i) largest = std::max(largest, std::abs(discrete_laplace({kPartMax, 1}, random)));
  EXPECT_GT(largest, 100'000);
  EXPECT_LT(largest, 100'000'000);
  for (int i = 0; i < 50; ++i) EXPECT_LT(std::abs(discrete_gaussian({kPartMax, 1}, random)), 20'000);
}

}  // namespace
}  // namespace waymark::figures
