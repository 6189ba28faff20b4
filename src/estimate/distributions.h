// Quantiles and tails of the distributions that intervals need (Boost.Math, kept out of other files).
#pragma once

namespace waymark::estimate {

double normal_quantile(double probability);
double normal_cdf(double x);
double chi_squared_quantile(double probability, double degrees);
/// P(X <= k) of a Poisson variate with this mean; 0 for k < 0.
double poisson_cdf(double k, double mean);
/// P(X >= k) of a Poisson variate.
double poisson_upper_tail(double k, double mean);
/// lgamma that writes no global.
double log_gamma(double x);

}  // namespace waymark::estimate
