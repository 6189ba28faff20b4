#include "estimate/selection.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "estimate/distributions.h"
#include "estimate/existence.h"
#include "estimate/parallel.h"

namespace waymark::estimate {
namespace {

constexpr std::size_t kModelsAtATime = 2048;  // one cache of existence a piece: large enough to fill it only once

/// How many people the fit expects on both lists of a pair.
double expected_on(const Fit& fit, Pattern pair) {
  double sum = 0;
  for (Pattern cell = pair; cell < fit.means.size(); ++cell)
    if ((cell & pair) == pair) sum += fit.means[cell];
  return sum;
}

struct Candidate {
  double p_value;
  std::size_t pair;
};

/// Pairs that are not in the model and whose p-value is below the threshold, smallest first.
std::vector<Candidate> candidates(const OverlapTable& table, const std::vector<Pattern>& pairs, const Selected& now,
                                  double threshold) {
  std::vector<Candidate> found;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if ((now.pairs >> i & 1U) != 0) continue;
    const auto seen = static_cast<double>(table.on_all(pairs[i]));
    const double mean = expected_on(now.fit, pairs[i]);
    const double p = std::min(poisson_cdf(seen, mean), poisson_upper_tail(seen, mean));
    if (p < threshold) found.push_back({p, i});
  }
  std::ranges::stable_sort(found, {}, &Candidate::p_value);
  return found;
}

}  // namespace

Refused<Selected> stepwise(const OverlapTable& table, double threshold) {
  const auto pairs = pairs_of(table.lists());
  StandingCache standing(table);
  if (const Standing main = standing_of(table, {}); main != Standing::kGood)
    return refuse(main == Standing::kInfinite ? Reason::kInfinite : Reason::kNotIdentifiable);
  Selected now{.pairs = 0, .model = {}, .fit = fit_loglinear(table, Model{}), .wanted_infinite = false};
  for (bool added = true; added;) {
    added = false;
    const auto found_now = candidates(table, pairs, now, threshold);
    for (const Candidate& candidate : found_now) {
      const PairSet larger = now.pairs | PairSet{1} << candidate.pair;
      const Standing found = standing.of_pairs(larger);
      if (found == Standing::kInfinite && &candidate == &found_now.front()) now.wanted_infinite = true;
      if (found != Standing::kGood) continue;
      now.pairs = larger;
      now.model = Model::of_pairs(table.lists(), larger);
      now.fit = fit_loglinear(table, now.model);
      added = true;
      break;
    }
  }
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
      const bool mixture = heterogeneity == Heterogeneity::kNone || fit.heterogeneity > 0;
      if (fit.converged && mixture)
        found[piece].push_back(
            {pairs, heterogeneity, fit.population, fit.log_unseen_se, fit.deviance, fit.aic, fit.bic});
    }
  });
  AllSubsets all{.models = {}, .tried = models, .without_estimate = 0};
  for (const auto& piece : found) all.models.insert(all.models.end(), piece.begin(), piece.end());
  if (all.models.empty()) return refuse(Reason::kInfinite);
  all.without_estimate = models - all.models.size();
  return all;
}

Refused<AllSubsets> all_mixtures(const OverlapTable& table, unsigned threads) {
  AllSubsets all;
  for (const Heterogeneity heterogeneity : kHeterogeneities) {
    const auto found = all_subsets(table, threads, heterogeneity);
    all.tried += std::size_t{1} << pairs_of(table.lists()).size();
    if (found) all.models.insert(all.models.end(), found->models.begin(), found->models.end());
  }
  if (all.models.empty()) return refuse(Reason::kNoMixture);
  all.without_estimate = all.tried - all.models.size();
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
