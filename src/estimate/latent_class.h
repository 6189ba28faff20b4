// latent_class: people fall into unknown classes, and within a class the lists are independent.
//
// The model is that of LCMCR (Manrique-Vallier 2016, Biometrics 72, eqs. 1 to 6): a Dirichlet process over classes, cut
// at kClasses, uniform list probabilities in each class, prior 1/N. LCMCR alternates between people's classes and
// parameters, and stands still for thousands of sweeps. Here the unseen people and the classes are summed out,
//
//   log L = sum_x n_x log p_x - n log(1 - p_0),
//
// and the chain moves along the gradient (Hamiltonian Monte Carlo, Neal 2011), with one sweep of LCMCR's Gibbs sampler
// after each move, which can hand a whole class over. Several chains from scattered starts; if they do not agree there
// is no estimate.
#pragma once

#include <cstdint>
#include <vector>

#include "estimate/chains.h"
#include "estimate/loglinear.h"

namespace waymark::estimate {

inline constexpr int kClasses = 10;  ///< as MSETools; LCMCR's own default is 5
inline constexpr double kRHatMax = 1.05;
inline constexpr double kEffectiveSizeMin =
    400;  ///< Vehtari et al. 2021, section 4.2: below that R-hat itself is unsure

/// Who is seen by any list with a smaller chance than this is as good as outside: data say next to nothing of them.
inline constexpr double kObservableChance = 0.05;

struct LatentClassOptions {
  std::uint64_t seed = 1;
  unsigned threads = 1;
  int chains = 8;
  int warm_up = 1000;
  int draws = 1000;           ///< kept draws a chain in the first round
  int thinning = 2;           ///< moves a kept draw
  int rounds_max = 5;         ///< each further round doubles the draws while the gate stays shut
  double alpha_shape = 0.25;  ///< prior of the concentration, as LCMCR
  double alpha_rate = 0.25;
  double confidence = 0.95;
};

struct LatentClassPosterior {
  double median = 0;
  double mean = 0;
  Interval interval;
  /// People of whom at least one list would see more than kObservableChance, seen or not: the part of the population
  /// that the data speak of. @source Johndrow, Lum and Manrique-Vallier 2019, Biometrika 106, section 2
  double observable_median = 0;
  Interval observable;
  double r_hat = 0;
  double effective_size = 0;
  std::int64_t moves = 0;             ///< over all chains, warm-up left out
  std::vector<double> chain_medians;  ///< where each chain stands: what disagreement looks like
  [[nodiscard]] bool converged() const { return r_hat < kRHatMax && effective_size >= kEffectiveSizeMin; }
};

/// Draws of the population size; the same for any number of threads. The caller judges converged().
LatentClassPosterior latent_class_posterior(const OverlapTable& table, const LatentClassOptions& options);

}  // namespace waymark::estimate
