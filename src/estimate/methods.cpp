#include "estimate/methods.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "estimate/graphs.h"

namespace waymark::estimate {
namespace {

std::optional<double> finite(double value) { return std::isfinite(value) ? std::optional(value) : std::nullopt; }

MethodResult refused(Method method, Reason reason) {
  return {.method = method, .population = {}, .low = 0, .high = {}, .refusal = reason};
}

MethodResult independence(const OverlapTable& table, const MethodOptions& options) {
  const auto fit = try_fit(table, {});
  if (!fit) return refused(Method::kIndependence, fit.error().reason);
  const auto interval = wald_interval(*fit, table.observed(), options.confidence);
  return {.method = Method::kIndependence,
          .population = fit->population,
          .low = interval.low,
          .high = interval.high,
          .refusal = {},
          .model = Model().name(table.lists())};
}

MethodResult chao(const OverlapTable& table, const MethodOptions& options) {
  const auto bound = chao_lower_bound(table, options.confidence);
  if (!bound) return refused(Method::kChao, bound.error().reason);
  return {.method = Method::kChao, .population = bound->population, .low = bound->low, .high = {}, .refusal = {}};
}

MethodResult by_steps(const OverlapTable& table, const MethodOptions& options) {
  const auto selected = stepwise(table);
  if (!selected) return refused(Method::kStepwise, selected.error().reason);
  const auto bca = bca_interval(table, stepwise_population,
                                {.replicates = options.replicates,
                                 .confidence = options.confidence,
                                 .seed = options.seed,
                                 .threads = options.threads});
  return {.method = Method::kStepwise,
          .population = bca.estimate,
          .low = bca.low,
          .high = finite(bca.high),
          .refusal = {},
          .model = selected->model.name(table.lists()),
          .in_verdict = true};
}

MethodResult averaged(Method method, const OverlapTable& table, const AllSubsets& subsets,
                      const MethodOptions& options) {
  const bool by_aic = method == Method::kAverageAic || method == Method::kMixtureAic;
  const Criterion criterion = by_aic ? Criterion::kAic : Criterion::kBic;
  const auto mean = average(subsets, criterion, table.observed(), options.confidence);
  return {.method = method,
          .population = finite(mean.population),
          .low = mean.interval.low,
          .high = finite(mean.interval.high),
          .refusal = {},
          .model = {},
          .in_verdict = method == Method::kAverageAic || method == Method::kMixtureBic};
}

MethodResult best(const OverlapTable& table, const AllSubsets& subsets, const MethodOptions& options) {
  const auto& scored = best_of(subsets, Criterion::kAic);
  const Model model = Model::of_pairs(table.lists(), scored.pairs);
  const auto profile = profile_interval(table, model, options.confidence);
  return {.method = Method::kBestAic,
          .population = scored.population,
          .low = profile.low,
          .high = profile.high,
          .refusal = {},
          .model = model.name(table.lists())};
}

/// The average over all models by BIC costs next to nothing where people do not differ, and holds heterogeneity where
/// they do. Where even AIC's best model of all has it, the models without are too low, and those with it join alone
/// too.
void add_mixtures(const OverlapTable& table, AllSubsets family, const MethodOptions& options, Methods& methods) {
  const auto mixtures = all_mixtures(table, options.threads);
  if (!mixtures) {
    methods.results.push_back(refused(Method::kMixtureAic, mixtures.error().reason));
  } else {
    methods.models_tried += mixtures->tried;
    methods.models_without_estimate += mixtures->without_estimate;
    auto alone = averaged(Method::kMixtureAic, table, *mixtures, options);
    alone.in_verdict = best_of(*mixtures, Criterion::kAic).aic <= best_of(family, Criterion::kAic).aic;
    methods.results.push_back(std::move(alone));
    family.models.insert(family.models.end(), mixtures->models.begin(), mixtures->models.end());
  }
  methods.results.push_back(averaged(Method::kMixtureBic, table, family, options));
}

void add_subsets(const OverlapTable& table, const MethodOptions& options, Methods& methods) {
  constexpr std::array kOfSubsets{Method::kBestAic, Method::kAverageAic, Method::kAverageBic, Method::kMixtureAic,
                                  Method::kMixtureBic};
  auto subsets = family_of(table, options.threads);
  if (!subsets) {
    for (const Method method : kOfSubsets) methods.results.push_back(refused(method, subsets.error().reason));
    return;
  }
  methods.models_tried = subsets->tried;
  methods.models_without_estimate = subsets->without_estimate;
  if (table.lists() <= kAllSubsetsListsMax)
    methods.results.push_back(best(table, *subsets, options));
  else
    methods.results.push_back(refused(Method::kBestAic, Reason::kTooManyLists));
  methods.results.push_back(averaged(Method::kAverageAic, table, *subsets, options));
  methods.results.push_back(averaged(Method::kAverageBic, table, *subsets, options));
  add_mixtures(table, std::move(*subsets), options, methods);
}

MethodResult by_graphs(const OverlapTable& table, const MethodOptions& options) {
  if (table.lists() > kGraphListsMax) return refused(Method::kGraphs, Reason::kTooManyLists);
  const auto posterior = graph_posterior(table, decomposable_graphs(table.lists()),
                                         {.grid_max = 1000, .log_prior = {}, .confidence = options.confidence});
  return {.method = Method::kGraphs,
          .population = posterior.median,
          .low = posterior.interval.low,
          .high = posterior.interval.high,
          .refusal = {},
          .model = {},
          .in_verdict = true};
}

MethodResult by_classes(const OverlapTable& table, const MethodOptions& options, Methods& methods) {
  LatentClassOptions latent = options.latent;
  latent.seed = options.seed;
  latent.threads = options.threads;
  latent.confidence = options.confidence;
  methods.latent = latent_class_posterior(table, latent);
  if (!methods.latent->converged()) return refused(Method::kLatentClass, Reason::kNotConverged);
  return {.method = Method::kLatentClass,
          .population = methods.latent->median,
          .low = methods.latent->interval.low,
          .high = methods.latent->interval.high,
          .refusal = {},
          .model = {},
          .in_verdict = true};
}

}  // namespace

std::string_view name_of(Method method) {
  switch (method) {
    case Method::kIndependence: return "independence";
    case Method::kChao: return "chao";
    case Method::kStepwise: return "stepwise";
    case Method::kBestAic: return "best-aic";
    case Method::kAverageAic: return "average-aic";
    case Method::kAverageBic: return "average-bic";
    case Method::kMixtureAic: return "mixture-aic";
    case Method::kMixtureBic: return "mixture-bic";
    case Method::kGraphs: return "graphs";
    case Method::kLatentClass: return "latent-class";
  }
  return "unknown";
}

Methods all_methods(const OverlapTable& table, const MethodOptions& options) {
  Methods methods;
  methods.results.push_back(independence(table, options));
  methods.results.push_back(chao(table, options));
  methods.results.push_back(by_steps(table, options));
  add_subsets(table, options, methods);
  methods.results.push_back(by_graphs(table, options));
  if (options.latent_class) methods.results.push_back(by_classes(table, options, methods));
  return methods;
}

std::optional<Joined> join(const Methods& methods, std::size_t methods_min) {
  std::vector<double> logs;
  Joined joined{.population = 0, .low = INFINITY, .high = 0.0};
  for (const MethodResult& result : methods.results) {
    if (!result.in_verdict || !result.population) continue;
    logs.push_back(std::log(*result.population));
    joined.low = std::min(joined.low, result.low);
    joined.high = joined.high && result.high ? finite(std::max(*joined.high, *result.high)) : std::nullopt;
  }
  if (logs.size() < methods_min) return std::nullopt;
  std::ranges::sort(logs);
  const std::size_t half = logs.size() / 2;
  joined.population = std::exp(logs.size() % 2 == 1 ? logs[half] : (logs[half - 1] + logs[half]) / 2);
  return joined;
}

}  // namespace waymark::estimate
