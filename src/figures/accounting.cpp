#include "figures/accounting.h"

#include <algorithm>
#include <cmath>

namespace waymark::figures {
namespace {

constexpr int kHalvings = 1'000;  // ends earlier, when two neighbouring doubles are left
/// Beyond so many sigma nothing is left that a double could hold.
constexpr double kTail = 40;

/// The last x in low…high at which `holds` still does; holds(low) is taken for granted.
template <class Holds>
double last_at_which(double low, double high, Holds holds) {
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    (holds(middle) ? low : high) = middle;
  }
  return low;
}

/// Unnormalised weight of the discrete Gaussian.
double weight(double variance, double x) { return std::exp(-x * x / (2 * variance)); }

double reach(double variance) { return std::ceil(kTail * std::sqrt(variance)) + 10; }

double total_weight(double variance) {
  double sum = 0;  // the small ones first
  for (double x = reach(variance); x >= 1; --x) sum += 2 * weight(variance, x);
  return sum + 1;
}

/// P(X > bound), summed from the far end.
double above(double variance, double bound) {
  const double first = std::floor(bound) + 1;
  double sum = 0;
  for (double x = std::max(first, 0.0) + reach(variance); x >= first; --x) sum += weight(variance, x);
  return sum / total_weight(variance);
}

}  // namespace

double zcdp_delta(double rho, double epsilon) {
  if (rho == 0) return 0;
  // The derivative in alpha of (alpha - 1)(alpha rho - epsilon) + alpha log(1 - 1 / alpha) changes its sign once.
  const double alpha = last_at_which(1.01, (epsilon + 1) / (2 * rho) + 2,
                                     [&](double at) { return (2 * at - 1) * rho - epsilon + std::log1p(-1 / at) < 0; });
  const double exponent = (alpha - 1) * (alpha * rho - epsilon) + alpha * std::log1p(-1 / alpha);
  return std::min(std::exp(exponent) / (alpha - 1), 1.0);
}

double zcdp_epsilon(double rho, double delta) {
  if (rho == 0) return 0;
  const double enough = rho + 2 * std::sqrt(rho * std::log(1 / delta));
  if (zcdp_delta(rho, 0) <= delta) return 0;
  const double low = last_at_which(0, enough, [&](double epsilon) { return zcdp_delta(rho, epsilon) > delta; });
  return std::nextafter(low, enough);
}

double zcdp_rho(double epsilon, double delta) {
  return last_at_which(0, epsilon + 1, [&](double rho) { return zcdp_delta(rho, epsilon) <= delta; });
}

double gaussian_delta(double variance, double epsilon) {
  return above(variance, epsilon * variance - 0.5) - std::exp(epsilon) * above(variance, epsilon * variance + 0.5);
}

double gaussian_variance(double variance) {
  double sum = 0;
  for (double x = reach(variance); x >= 1; --x) sum += 2 * x * x * weight(variance, x);
  return sum / total_weight(variance);
}

double gaussian_rho(double variance, double sensitivity) { return sensitivity * sensitivity / (2 * variance); }

std::int64_t gaussian_radius(double variance, double share) {
  const double total = total_weight(variance);
  double sum = 1;
  std::int64_t k = 0;
  while (sum < share * total) sum += 2 * weight(variance, static_cast<double>(++k));
  return k;
}

double laplace_probability(double scale, std::int64_t value) {
  const double q = std::exp(-1 / scale);
  return -std::expm1(-1 / scale) / (1 + q) * std::exp(-std::abs(static_cast<double>(value)) / scale);
}

double laplace_variance(double scale) {
  const double q = std::exp(-1 / scale);
  const double rest = -std::expm1(-1 / scale);
  return 2 * q / (rest * rest);
}

std::int64_t laplace_radius(double scale, double share) {
  double sum = laplace_probability(scale, 0);
  std::int64_t k = 0;
  while (sum < share) sum += 2 * laplace_probability(scale, ++k);
  return k;
}

}  // namespace waymark::figures
