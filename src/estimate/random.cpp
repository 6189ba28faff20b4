#include "estimate/random.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/check.h"

namespace waymark::estimate {
namespace {

// @source Steele, Lea, Flood 2014: the output function and increment of splitmix64
std::uint64_t splitmix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

// Thread-safe stand-in for lgamma of positive arguments (the C function writes a global sign).
double log_gamma(double x) {
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream) : state_{} {
  std::uint64_t mixed = seed;
  std::uint64_t start = splitmix(mixed) ^ (stream * 0xd1342543de82ef95U + 0x632be59bd9b4e019U);
  for (auto& word : state_) word = splitmix(start);
}

std::uint64_t Random::bits() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::uniform() { return (static_cast<double>(bits() >> 12U) + 0.5) * 0x1.0p-52; }

double Random::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_normal_;
  }
  for (;;) {
    const double u = 2 * uniform() - 1;
    const double v = 2 * uniform() - 1;
    const double square = u * u + v * v;
    if (square >= 1 || square == 0) continue;
    const double factor = std::sqrt(-2 * std::log(square) / square);
    spare_normal_ = v * factor;
    has_spare_ = true;
    return u * factor;
  }
}

double Random::exponential() { return -std::log(uniform()); }

double Random::gamma(double shape) {
  if (shape < 1) return std::exp(log_gamma_variate(shape));
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal();
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    const double u = uniform();
    if (u < 1 - 0.0331 * x * x * x * x) return d * v;
    if (std::log(u) < 0.5 * x * x + d * (1 - v + std::log(v))) return d * v;
  }
}

double Random::log_gamma_variate(double shape) {
  if (shape >= 1) return std::log(gamma(shape));
  return std::log(gamma(shape + 1)) + std::log(uniform()) / shape;
}

double Random::beta(double a, double b) {
  const double x = gamma(a);
  const double y = gamma(b);
  return x / (x + y);
}

std::int64_t Random::poisson(double mean) {
  if (mean <= 0) return 0;
  if (mean < 10) {
    const double limit = std::exp(-mean);
    std::int64_t count = 0;
    for (double product = uniform(); product > limit; product *= uniform()) ++count;
    return count;
  }
  const double log_mean = std::log(mean);
  const double b = 0.931 + 2.53 * std::sqrt(mean);
  const double a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double v_r = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const double u = uniform() - 0.5;
    const double v = uniform();
    const double us = 0.5 - std::abs(u);
    const double k = std::floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= v_r) return static_cast<std::int64_t>(k);
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (std::log(v) + std::log(inverse_alpha) - std::log(a / (us * us) + b) <= k * log_mean - mean - log_gamma(k + 1))
      return static_cast<std::int64_t>(k);
  }
}

std::int64_t Random::binomial(std::int64_t trials, double probability) {
  CHECK(trials >= 0);
  if (trials == 0 || probability <= 0) return 0;
  if (probability >= 1) return trials;
  if (probability > 0.5) return trials - binomial(trials, 1 - probability);
  const auto n = static_cast<double>(trials);
  if (n * probability < 10) {
    // Inversion by the lengths of runs of failures (Devroye 1986, "second waiting time" method, X.4.3).
    const double log_failure = std::log1p(-probability);
    std::int64_t successes = 0;
    for (double position = std::floor(std::log(uniform()) / log_failure) + 1; position <= n;
         position += std::floor(std::log(uniform()) / log_failure) + 1)
      ++successes;
    return successes;
  }
  const double spread = std::sqrt(n * probability * (1 - probability));
  const double b = 1.15 + 2.53 * spread;
  const double a = -0.0873 + 0.0248 * b + 0.01 * probability;
  const double c = n * probability + 0.5;
  const double v_r = 0.92 - 4.2 / b;
  const double alpha = (2.83 + 5.1 / b) * spread;
  const double log_odds = std::log(probability / (1 - probability));
  const double mode = std::floor((n + 1) * probability);
  const double h = log_gamma(mode + 1) + log_gamma(n - mode + 1);
  for (;;) {
    const double u = uniform() - 0.5;
    double v = uniform();
    const double us = 0.5 - std::abs(u);
    const double k = std::floor((2 * a / us + b) * u + c);
    if (us >= 0.07 && v <= v_r) return static_cast<std::int64_t>(k);
    if (k < 0 || k > n) continue;
    v = std::log(v * alpha / (a / (us * us) + b));
    if (v <= h - log_gamma(k + 1) - log_gamma(n - k + 1) + (k - mode) * log_odds) return static_cast<std::int64_t>(k);
  }
}

std::int64_t Random::negative_binomial(std::int64_t successes, double probability) {
  if (probability >= 1) return 0;
  return poisson(gamma(static_cast<double>(successes)) * (1 - probability) / probability);
}

void Random::multinomial(std::int64_t trials, std::span<const double> weights, std::span<std::int64_t> counts) {
  CHECK(weights.size() == counts.size());
  double rest = 0;
  for (const double weight : weights) rest += weight;
  std::size_t last = 0;
  for (std::size_t i = 0; i < weights.size(); ++i)
    if (weights[i] > 0) last = i;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    counts[i] = i == last ? trials : binomial(trials, weights[i] <= 0 ? 0 : std::min(1.0, weights[i] / rest));
    trials -= counts[i];
    rest -= weights[i];
    if (i == last) trials = 0;
  }
}

}  // namespace waymark::estimate
