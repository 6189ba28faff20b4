#include "estimate/distributions.h"

#include <cmath>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>

namespace waymark::estimate {
namespace {

// Errors become infinities: nothing is thrown across our own code.
using Policy =
    boost::math::policies::policy<boost::math::policies::domain_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::pole_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
                                  boost::math::policies::evaluation_error<boost::math::policies::ignore_error>>;
using Normal = boost::math::normal_distribution<double, Policy>;
using ChiSquared = boost::math::chi_squared_distribution<double, Policy>;

}  // namespace

double normal_quantile(double probability) {
  if (probability <= 0) return -INFINITY;
  if (probability >= 1) return INFINITY;
  return boost::math::quantile(Normal(), probability);
}

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

double chi_squared_quantile(double probability, double degrees) {
  return boost::math::quantile(ChiSquared(degrees), probability);
}

double poisson_cdf(double k, double mean) {
  if (k < 0) return 0;
  if (mean <= 0) return 1;
  return boost::math::gamma_q(std::floor(k) + 1, mean, Policy());
}

double poisson_upper_tail(double k, double mean) {
  if (k <= 0) return 1;
  if (mean <= 0) return 0;
  return boost::math::gamma_p(std::ceil(k), mean, Policy());
}

double log_gamma(double x) {
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

}  // namespace waymark::estimate
