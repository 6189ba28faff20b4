// Random: numbers from a seed, the same on every machine and for any number of threads.
//
// xoshiro256++ (Blackman and Vigna 2021) started by splitmix64 from (seed, stream). A piece of work that may run on any
// thread takes a stream of its own, numbered by what it is and not by where it runs. The distributions are written out
// here, because those of the standard library may differ between its versions. Not for secrets.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace waymark::estimate {

class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  std::uint64_t bits();
  /// Uniform in (0, 1): never 0, never 1.
  double uniform();
  /// Standard normal. @source Marsaglia and Bray 1964, polar method
  double normal();
  double exponential();
  /// Gamma(shape, scale 1). @source Marsaglia and Tsang 2000, algorithm of section 3; shape < 1 by their section 6
  double gamma(double shape);
  /// Logarithm of a Gamma(shape, 1) variate: keeps what underflows for small shapes.
  double log_gamma_variate(double shape);
  double beta(double a, double b);
  /// @source Hörmann 1993, "The transformed rejection method for generating Poisson random variables", PTRS
  std::int64_t poisson(double mean);
  /// @source Hörmann 1993, "The generation of binomial random variates", BTRS
  std::int64_t binomial(std::int64_t trials, double probability);
  /// Failures before `successes` successes: Poisson with a gamma mean.
  std::int64_t negative_binomial(std::int64_t successes, double probability);
  /// Shares `trials` among `weights` (not negative, not all zero; need not sum to 1) into `counts`.
  void multinomial(std::int64_t trials, std::span<const double> weights, std::span<std::int64_t> counts);

 private:
  std::array<std::uint64_t, 4> state_;
  double spare_normal_ = 0;
  bool has_spare_ = false;
};

}  // namespace waymark::estimate
