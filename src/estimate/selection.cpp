#include "estimate/selection.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/check.h"
#include "estimate/distributions.h"
#include "estimate/existence.h"
#include "estimate/lattice.h"
#include "estimate/parallel.h"

namespace waymark::estimate {
namespace {

constexpr std::size_t kModelsAtATime = 2048;  // one cache of existence a piece: large enough to fill it only once

struct Candidate {
  double p_value;
  Pattern pair;
};

/// Pairs that are not in the model and whose p-value is below the threshold, smallest first.
std::vector<Candidate> candidates(const std::vector<std::int64_t>& seen_on, const std::vector<Pattern>& pairs,
                                  const Selected& now, double threshold) {
  auto expected_on = now.fit.means;
  sum_supersets(expected_on);
  std::vector<Candidate> found;
  for (const Pattern pair : pairs) {
    if (now.model.has(pair)) continue;
    const auto seen = static_cast<double>(seen_on[pair]);
    const double p = std::min(poisson_cdf(seen, expected_on[pair]), poisson_upper_tail(seen, expected_on[pair]));
    if (p < threshold) found.push_back({p, pair});
  }
  std::ranges::stable_sort(found, {}, &Candidate::p_value);
  return found;
}

ScoredModel scored(PairSet pairs, Heterogeneity heterogeneity, const Fit& fit) {
  return {pairs, heterogeneity, fit.population, fit.log_unseen_se, fit.deviance, fit.aic, fit.bic};
}

/// A number to average: the fit settled, and heterogeneity is that of a mixture.
bool counts(const Fit& fit, Heterogeneity heterogeneity) {
  return fit.converged && (heterogeneity == Heterogeneity::kNone || fit.heterogeneity > 0);
}

/// StandingCache where pairs fit into a set, else each model for itself.
class Standings {
 public:
  Standings(const OverlapTable& table, Heterogeneity heterogeneity) : table_(table), pairs_(pairs_of(table.lists())) {
    if (pairs_.size() < 64) cache_.emplace(table, heterogeneity);
  }
  Standing of(const Model& model) {
    if (!cache_) return standing_of(table_, model);
    PairSet set = 0;
    for (std::size_t i = 0; i < pairs_.size(); ++i)
      if (model.has(pairs_[i])) set |= PairSet{1} << i;
    return cache_->of_pairs(set);
  }

 private:
  const OverlapTable& table_;
  std::vector<Pattern> pairs_;
  std::optional<StandingCache> cache_;
};

/// Adds the best candidate that has an estimate. @return whether there was one
bool step(const OverlapTable& table, const std::vector<Candidate>& found, Standings& standings, Selected& now) {
  for (const Candidate& candidate : found) {
    const Model larger = now.model.with(candidate.pair);
    const Standing standing = standings.of(larger);
    if (standing == Standing::kInfinite && &candidate == &found.front()) now.wanted_infinite = true;
    if (standing != Standing::kGood) continue;
    now.model = larger;
    now.fit = fit_loglinear(table, larger);
    return true;
  }
  return false;
}

}  // namespace

Refused<Selected> stepwise(const OverlapTable& table, double threshold, Heterogeneity heterogeneity) {
  const auto pairs = pairs_of(table.lists());
  const auto seen_on = table.margins();
  const Model main({}, heterogeneity);
  if (const Standing standing = standing_of(table, main); standing != Standing::kGood)
    return refuse(standing == Standing::kInfinite ? Reason::kInfinite : Reason::kNotIdentifiable);
  Standings standings(table, heterogeneity);
  Selected now{.model = main, .fit = fit_loglinear(table, main), .wanted_infinite = false};
  do {
    if (counts(now.fit, heterogeneity)) now.passed.push_back(scored(0, heterogeneity, now.fit));
  } while (step(table, candidates(seen_on, pairs, now, threshold), standings, now));
  if (!now.fit.converged) return refuse(Reason::kInfinite);
  return now;
}

Refused<AllSubsets> all_subsets(const OverlapTable& table, unsigned threads, Heterogeneity heterogeneity) {
  CHECK(table.lists() <= kAllSubsetsListsMax);
  const std::size_t models = std::size_t{1} << pairs_of(table.lists()).size();
  const std::size_t pieces = (models + kModelsAtATime - 1) / kModelsAtATime;
  std::vector<std::vector<ScoredModel>> found(pieces);
  for_each_index(pieces, threads, [&](std::size_t piece) {
    StandingCache standing(table, heterogeneity);
    for (PairSet pairs = piece * kModelsAtATime; pairs < std::min(models, (piece + 1) * kModelsAtATime); ++pairs) {
      if (standing.of_pairs(pairs) != Standing::kGood) continue;
      const Fit fit = fit_loglinear(table, Model::of_pairs(table.lists(), pairs, heterogeneity));
      if (counts(fit, heterogeneity)) found[piece].push_back(scored(pairs, heterogeneity, fit));
    }
  });
  AllSubsets all{.models = {}, .tried = models, .without_estimate = 0};
  for (const auto& piece : found) all.models.insert(all.models.end(), piece.begin(), piece.end());
  if (all.models.empty()) return refuse(Reason::kInfinite);
  all.without_estimate = models - all.models.size();
  return all;
}

Refused<AllSubsets> family_of(const OverlapTable& table, unsigned threads, Heterogeneity heterogeneity) {
  if (table.lists() <= kAllSubsetsListsMax) return all_subsets(table, threads, heterogeneity);
  auto passed = stepwise(table, kStepwiseThreshold, heterogeneity);
  if (!passed) return std::unexpected(passed.error());
  AllSubsets family{.models = std::move(passed->passed), .tried = 0, .without_estimate = 0};
  family.tried = family.models.size();
  if (family.models.empty()) return refuse(Reason::kInfinite);
  return family;
}

Refused<AllSubsets> all_mixtures(const OverlapTable& table, unsigned threads) {
  AllSubsets all;
  for (const Heterogeneity heterogeneity : kHeterogeneities) {
    const auto found = family_of(table, threads, heterogeneity);
    if (!found) continue;
    all.tried += found->tried;
    all.without_estimate += found->without_estimate;
    all.models.insert(all.models.end(), found->models.begin(), found->models.end());
  }
  if (all.models.empty()) return refuse(Reason::kNoMixture);
  return all;
}

namespace {

double score_of(const ScoredModel& model, Criterion criterion) {
  return criterion == Criterion::kAic ? model.aic : model.bic;
}

}  // namespace

const ScoredModel& best_of(const AllSubsets& subsets, Criterion criterion) {
  return *std::ranges::min_element(subsets.models, {}, [&](const ScoredModel& m) { return score_of(m, criterion); });
}

Averaged average(const AllSubsets& subsets, Criterion criterion, std::int64_t observed, double confidence) {
  const double best = score_of(best_of(subsets, criterion), criterion);
  const auto n = static_cast<double>(observed);
  double weights = 0;
  double mean = 0;
  Averaged result;
  for (const ScoredModel& model : subsets.models) {
    const double weight = std::exp((best - score_of(model, criterion)) / 2);
    weights += weight;
    mean += weight * std::log(model.population - n);
    if (score_of(model, criterion) <= best + 2) ++result.models_within_two;
  }
  mean /= weights;
  double spread = 0;
  for (const ScoredModel& model : subsets.models) {
    const double weight = std::exp((best - score_of(model, criterion)) / 2) / weights;
    const double distance = std::log(model.population - n) - mean;
    spread += weight * std::sqrt(model.log_unseen_se * model.log_unseen_se + distance * distance);
  }
  const double reach = normal_quantile(0.5 + confidence / 2) * spread;
  result.population = n + std::exp(mean);
  result.interval = {n + std::exp(mean - reach), n + std::exp(mean + reach)};
  result.weight_of_best = 1 / weights;
  return result;
}

}  // namespace waymark::estimate
