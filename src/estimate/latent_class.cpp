#include "estimate/latent_class.h"

#include <algorithm>
#include <memory>

#include "estimate/bootstrap.h"
#include "estimate/latent_chain.h"
#include "estimate/parallel.h"

namespace waymark::estimate {
namespace {

LatentClassPosterior summarise(const Chains& draws, double confidence) {
  LatentClassPosterior posterior;
  std::vector<double> all;
  for (const auto& chain : draws) {
    auto sorted = chain;
    std::ranges::sort(sorted);
    posterior.chain_medians.push_back(quantile_of_sorted(sorted, 0.5));
    all.insert(all.end(), sorted.begin(), sorted.end());
  }
  std::ranges::sort(all);
  for (const double value : all) posterior.mean += value / static_cast<double>(all.size());
  posterior.median = quantile_of_sorted(all, 0.5);
  posterior.interval = {quantile_of_sorted(all, (1 - confidence) / 2), quantile_of_sorted(all, (1 + confidence) / 2)};
  posterior.r_hat = split_r_hat(draws);
  posterior.effective_size = effective_sample_size(draws);
  return posterior;
}

void summarise_observable(const Chains& draws, double confidence, LatentClassPosterior& posterior) {
  std::vector<double> all;
  for (const auto& chain : draws) all.insert(all.end(), chain.begin(), chain.end());
  std::ranges::sort(all);
  posterior.observable_median = quantile_of_sorted(all, 0.5);
  posterior.observable = {quantile_of_sorted(all, (1 - confidence) / 2), quantile_of_sorted(all, (1 + confidence) / 2)};
}

}  // namespace

LatentClassPosterior latent_class_posterior(const OverlapTable& table, const LatentClassOptions& options) {
  const auto chains = static_cast<std::size_t>(options.chains);
  std::vector<std::unique_ptr<LatentChain>> running(chains);
  Chains draws(chains);
  Chains observable(chains);
  LatentClassPosterior posterior;
  std::size_t wanted = static_cast<std::size_t>(options.draws);
  for (int round = 0; round < options.rounds_max; ++round, wanted *= 2) {
    for_each_index(chains, options.threads, [&](std::size_t c) {
      if (!running[c]) {
        running[c] = std::make_unique<LatentChain>(table, options, c);
        running[c]->warm_up(options.warm_up);
      }
      while (draws[c].size() < wanted) {
        for (int i = 0; i < options.thinning; ++i) running[c]->move();
        draws[c].push_back(running[c]->population());
        observable[c].push_back(running[c]->observable(draws[c].back(), kObservableChance));
      }
    });
    posterior = summarise(draws, options.confidence);
    posterior.moves = static_cast<std::int64_t>(wanted * chains) * options.thinning;
    if (posterior.converged()) break;
  }
  summarise_observable(observable, options.confidence, posterior);
  return posterior;
}

}  // namespace waymark::estimate
