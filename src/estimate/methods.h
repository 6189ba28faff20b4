// methods: every method side by side on one table, and what they say together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "estimate/bootstrap.h"
#include "estimate/bounds.h"
#include "estimate/latent_class.h"
#include "estimate/selection.h"

namespace waymark::estimate {

enum class Method : std::uint8_t {
  kIndependence,  ///< log-linear, no interactions
  kChao,          ///< lower bound
  kStepwise,      ///< SparseMSE's rule, BCa interval
  kBestAic,       ///< best of all sets of pairs by AIC, profile likelihood interval
  kAverageAic,
  kAverageBic,
  kMixtureAic,  ///< the models with heterogeneity alone; joined where the best of all by AIC is one of them
  kMixtureBic,  ///< all models, with heterogeneity and without
  kGraphs,      ///< decomposable graphs
  kLatentClass,
};
/// "independence", "chao", "stepwise", "best-aic", "average-aic", "average-bic", "mixture-aic",
/// "mixture-bic", "graphs", "latent-class".
std::string_view name_of(Method method);

struct MethodResult {
  Method method;
  std::optional<double> population;  ///< nothing: see `refusal`
  double low = 0;
  std::optional<double> high;     ///< nothing: no upper limit
  std::optional<Reason> refusal;  ///< kInfinite, kNotIdentifiable, kNotConverged, kTooManyLists, kNoMixture
  std::string model = {};         ///< "[12,3]" where one model was chosen
  bool in_verdict = false;        ///< one of the methods whose intervals are joined
};

struct MethodOptions {
  std::uint64_t seed = 1;
  unsigned threads = 1;
  int replicates = kReplicates;
  double confidence = 0.95;
  bool latent_class = true;
  LatentClassOptions latent = {};  ///< seed, threads and confidence are taken from above
};

struct Methods {
  std::vector<MethodResult> results;
  std::optional<LatentClassPosterior> latent;
  std::uint64_t models_tried = 0;
  std::uint64_t models_without_estimate = 0;
};

Methods all_methods(const OverlapTable& table, const MethodOptions& options);

/// The methods of the verdict together: the middle of their estimates on the logarithmic scale, and the hull of their
/// intervals, so that the choice between methods is inside the interval. Nothing if fewer than `methods_min` answer.
struct Joined {
  double population = 0;
  double low = 0;
  std::optional<double> high;
};
std::optional<Joined> join(const Methods& methods, std::size_t methods_min = 2);

}  // namespace waymark::estimate
