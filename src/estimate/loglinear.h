// loglinear: maximum likelihood of a Poisson log-linear model of an overlap table.
//
//   log E[n_x] = sum of theta_t over the parameters t that are subsets of the pattern x   (Fienberg 1972, eq. 2.1)
//
// so exp(theta_0) is the expected number of people on no list. Iteratively reweighted least squares (McCullagh and
// Nelder 1989, section 2.5) with two transforms over the lattice of patterns in place of the design matrix: sums over
// subsets give every log mean, sums over supersets give X'WX, since the product of two columns is the column of their
// union. One step for six lists costs about 3 µs. The column of heterogeneity, if there is one, is no such set and is
// summed on its own.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "estimate/model.h"

namespace waymark::estimate {

inline constexpr int kParametersMax = 138;  ///< 16 lists with all pairs have 137, and heterogeneity one more

struct Fit {
  bool converged = false;
  double population = 0;     ///< observed + exp(theta_0)
  double unseen = 0;         ///< exp(theta_0), people on no list
  double log_unseen_se = 0;  ///< standard error of theta_0
  double deviance = 0;
  double aic = 0;                    ///< as R's glm: -2 log L + 2 p; terms whose lists share nobody count as parameters
  double bic = 0;                    ///< -2 log L + p log(observed)
  int parameters = 0;                ///< p
  double heterogeneity = 0;          ///< its coefficient, if the model has one
  std::vector<double> coefficients;  ///< in the order of Design::parameters, heterogeneity last
  std::vector<double> means;         ///< expected count of each pattern; 0 where left out; means[0] = unseen
};

/// Fits without asking whether the estimate exists: ask standing_of first.
Fit fit_loglinear(const OverlapTable& table, const Design& design);
Fit fit_loglinear(const OverlapTable& table, const Model& model);

/// Fits if the estimate exists and is unique, and heterogeneity, if there is any, has a coefficient above zero: below
/// it the best mixture is none, which is the model without the term.
/// @error kInfinite, kNotIdentifiable (also for a coefficient that is not above zero)
Refused<Fit> try_fit(const OverlapTable& table, const Model& model);

struct Interval {
  double low = 0;
  double high = 0;
};

/// Wald interval of log(unseen): observed + exp(theta_0 ± z se). @source Chan, Silverman, Vincent 2021, section 3.1
Interval wald_interval(const Fit& fit, std::int64_t observed, double confidence);

/// Profile likelihood of the multinomial model in the number of people on no list.
/// @return nothing above if the likelihood never falls far enough below 1,000 times the estimate
/// @source Cormack 1992, Biometrics 48, eq. 5; as Rcapture's closedpCI.t
struct ProfileInterval {
  double mode = 0;  ///< where the multinomial likelihood is highest
  double low = 0;
  std::optional<double> high;
};
ProfileInterval profile_interval(const OverlapTable& table, const Model& model, double confidence);

}  // namespace waymark::estimate
