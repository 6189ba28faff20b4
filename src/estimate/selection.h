// selection: which pairs of lists act together? Stepwise as SparseMSE, or every set of pairs by AIC and BIC, averaged.
#pragma once

#include <cstdint>
#include <vector>

#include "estimate/loglinear.h"

namespace waymark::estimate {

/// Chan, Silverman and Vincent 2021, section 3.2: the p-value below which a pair is added.
inline constexpr double kStepwiseThreshold = 0.02;
inline constexpr int kAllSubsetsListsMax = 6;  ///< 2^15 models; seven lists would have 2^21

struct ScoredModel {
  PairSet pairs = 0;
  Heterogeneity heterogeneity = Heterogeneity::kNone;
  double population = 0;
  double log_unseen_se = 0;
  double deviance = 0;
  double aic = 0;
  double bic = 0;
};

struct Selected {
  Model model;
  Fit fit;
  std::vector<ScoredModel> passed = {};  ///< every model on the way, without their pairs; the last one is `model`
  bool wanted_infinite = false;          ///< at some step the pair with the smallest p-value had no finite estimate
};

/// Adds the pair with the smallest Poisson p-value of its overlap, as long as that is below `threshold` and the
/// estimate of the larger model exists and is unique. With heterogeneity the term is there from the beginning.
/// @error kInfinite, kNotIdentifiable if not even the independence model has an estimate
/// @source Chan, Silverman, Vincent 2021 (JRSS A 184), section 3.2; function stepwisefit of SparseMSE
Refused<Selected> stepwise(const OverlapTable& table, double threshold = kStepwiseThreshold,
                           Heterogeneity heterogeneity = Heterogeneity::kNone);

struct AllSubsets {
  std::vector<ScoredModel> models;  ///< the good ones, in the order of their pair sets
  std::uint64_t tried = 0;
  std::uint64_t without_estimate = 0;  ///< infinite, not identifiable, or not converged
};

/// Every set of pairs, each fitted if its estimate exists; with heterogeneity only those whose coefficient is above
/// zero.
/// @param table  at most kAllSubsetsListsMax lists
/// @error kInfinite if no model has an estimate
Refused<AllSubsets> all_subsets(const OverlapTable& table, unsigned threads,
                                Heterogeneity heterogeneity = Heterogeneity::kNone);

/// all_subsets up to kAllSubsetsListsMax lists; above, the models that stepwise passes on its way, which is no search
/// of them all. @error as all_subsets
Refused<AllSubsets> family_of(const OverlapTable& table, unsigned threads,
                              Heterogeneity heterogeneity = Heterogeneity::kNone);

/// family_of with each form of heterogeneity, as one family.
/// @error kNoMixture if no model has a coefficient above zero
Refused<AllSubsets> all_mixtures(const OverlapTable& table, unsigned threads);

enum class Criterion : std::uint8_t { kAic, kBic };

const ScoredModel& best_of(const AllSubsets& subsets, Criterion criterion);

struct Averaged {
  double population = 0;
  Interval interval;
  double weight_of_best = 0;
  int models_within_two = 0;  ///< models whose criterion is at most 2 above the best
};

/// Weights exp(-difference / 2); the variance of log(unseen) includes the spread between models.
/// @source Buckland, Burnham and Augustin 1997, Biometrics 53, eqs. 2 and 9
Averaged average(const AllSubsets& subsets, Criterion criterion, std::int64_t observed, double confidence);

}  // namespace waymark::estimate
