// Accounting: what a budget of zero-concentrated differential privacy (rho) means in the words of others, and how far a
// noisy figure may be off. Floating point: these numbers are printed beside a figure, they never make one.
// @source Canonne, Kamath, Steinke 2020, proposition 12 and corollary 13 (rho to epsilon and delta), theorem 7 (delta
// of
//         one discrete Gaussian); Bun and Steinke 2016 (what adds up)
#pragma once

#include <cstdint>

namespace waymark::figures {

/// The least delta with which a rho-zCDP release is (epsilon, delta)-DP. rho >= 0, epsilon >= 0.
double zcdp_delta(double rho, double epsilon);
/// The least epsilon. rho >= 0, 0 < delta < 1.
double zcdp_epsilon(double rho, double delta);
/// The greatest rho that is still (epsilon, delta)-DP. epsilon >= 0, 0 < delta < 1.
double zcdp_rho(double epsilon, double delta);

/// delta of one count with discrete Gaussian noise at epsilon, when a person changes it by one.
double gaussian_delta(double variance, double epsilon);
/// The variance that discrete Gaussian noise of parameter sigma^2 really has.
double gaussian_variance(double variance);
/// rho that one count with such noise costs, when a person changes it by at most `sensitivity`.
double gaussian_rho(double variance, double sensitivity);
/// The least k with P(|X| <= k) >= share, exactly summed. 0 < share < 1.
std::int64_t gaussian_radius(double variance, double share);

double laplace_probability(double scale, std::int64_t value);
double laplace_variance(double scale);
/// The least k with P(|X| <= k) >= share.
std::int64_t laplace_radius(double scale, double share);

}  // namespace waymark::figures
