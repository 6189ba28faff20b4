#include "estimate/graphs.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

#include "base/check.h"
#include "estimate/distributions.h"
#include "estimate/parallel.h"

namespace waymark::estimate {
namespace {

/// Maximum cardinality search (Tarjan and Yannakakis 1984): nothing if the graph is not decomposable.
std::optional<Graph> steps_of(const std::vector<Pattern>& neighbours) {
  Graph graph;
  Pattern visited = 0;
  for (std::size_t step = 0; step < neighbours.size(); ++step) {
    int best = -1;
    int most = -1;
    for (int list = 0; list < static_cast<int>(neighbours.size()); ++list) {
      if ((visited >> list & 1U) != 0) continue;
      const int known = std::popcount(neighbours[static_cast<std::size_t>(list)] & visited);
      if (known > most) {
        most = known;
        best = list;
      }
    }
    const Pattern parents = neighbours[static_cast<std::size_t>(best)] & visited;
    for (std::size_t p = 0; p < neighbours.size(); ++p)
      if ((parents >> p & 1U) != 0 && (neighbours[p] & parents) != (parents & ~(Pattern{1} << p))) return std::nullopt;
    visited |= Pattern{1} << best;
    graph.push_back({parents, parents | Pattern{1} << best});
  }
  return graph;
}

/// Which sizes are looked at: runs of whole numbers, each stood for by its middle.
struct Grid {
  std::vector<double> unseen;
  std::vector<double> first;  ///< of the run
  std::vector<double> width;  ///< how many whole numbers the run holds
};

/// Runs that grow in proportion to the size, so that each is the same step of its logarithm.
Grid grid_of(std::int64_t unseen_min, std::int64_t unseen_max, std::size_t grid_max) {
  Grid grid;
  const auto last = static_cast<double>(unseen_max);
  const auto sizes = static_cast<std::size_t>(unseen_max - unseen_min + 1);
  const double growth =
      sizes <= grid_max ? 1 : std::pow(last / static_cast<double>(unseen_min), 1 / static_cast<double>(grid_max));
  for (auto next = static_cast<double>(unseen_min); next <= last;) {
    const double width = std::max(1.0, std::floor(next * (growth - 1)));
    const double end = std::min(next + width - 1, last);
    grid.unseen.push_back((next + end) / 2);
    grid.first.push_back(next);
    grid.width.push_back(end - next + 1);
    next = end + 1;
  }
  return grid;
}

using Row = std::vector<double>;

/// log marginal likelihood of the margin on `lists`, for every size of the grid (Madigan and York 1997, eq. 3).
Row margin_likelihood(const OverlapTable& table, Pattern lists, double delta, const Grid& grid) {
  std::vector<double> margin(table.counts().size(), 0);
  for (Pattern cell = 1; cell < table.counts().size(); ++cell)
    margin[cell & lists] += static_cast<double>(table.count(cell));
  const double cell_prior = delta * std::exp2(table.lists() - std::popcount(lists));
  const double total_prior = delta * std::exp2(table.lists());
  double constant = log_gamma(total_prior) - log_gamma(cell_prior);
  for (Pattern cell = 1; cell < margin.size(); ++cell)
    if ((cell & ~lists) == 0) constant += log_gamma(margin[cell] + cell_prior) - log_gamma(cell_prior);
  const auto observed = static_cast<double>(table.observed());
  Row row(grid.unseen.size());
  for (std::size_t i = 0; i < row.size(); ++i)
    row[i] = constant + log_gamma(margin[0] + grid.unseen[i] + cell_prior) -
             log_gamma(observed + grid.unseen[i] + total_prior);
  return row;
}

/// What does not depend on the graph: multinomial coefficient, prior of the size, width of the grid.
Row common_terms(const OverlapTable& table, const GraphOptions& options, const Grid& grid) {
  const auto observed = static_cast<double>(table.observed());
  Row row(grid.unseen.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    const double population = observed + grid.unseen[i];
    const double log_prior = options.log_prior ? options.log_prior(population) : -std::log(population);
    row[i] = log_gamma(population + 1) - log_gamma(grid.unseen[i] + 1) + log_prior + std::log(grid.width[i]);
  }
  return row;
}

/// Sums of exponentials that stay in range whatever their size.
class Accumulator {
 public:
  explicit Accumulator(std::size_t size) : sums_(size, 0) {}

  /// @return the sum of what was added, on the scale of finish()
  void add(const Row& logs, bool saturated) {
    const double top = *std::ranges::max_element(logs);
    if (top > top_) {
      const double shrink = std::exp(top_ - top);
      for (double& sum : sums_) sum *= shrink;
      saturated_ *= shrink;
      top_ = top;
    }
    if (top < top_ - 60) return;
    for (std::size_t i = 0; i < logs.size(); ++i) {
      if (logs[i] < top_ - 60) continue;
      const double weight = std::exp(logs[i] - top_);
      sums_[i] += weight;
      if (saturated) saturated_ += weight;
    }
  }

  Row finish() {
    double total = 0;
    for (const double sum : sums_) total += sum;
    for (double& sum : sums_) sum /= total;
    saturated_ /= total;
    return sums_;
  }
  [[nodiscard]] double saturated() const { return saturated_; }

 private:
  Row sums_;
  double top_ = -INFINITY;
  double saturated_ = 0;
};

/// The first whole number at which the weights reach `probability`; inside a run they are even.
double quantile(const Grid& grid, const Row& weights, double observed, double probability) {
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (sum + weights[i] >= probability) {
      const double share = weights[i] > 0 ? (probability - sum) / weights[i] : 0;
      return observed + grid.first[i] + std::max(0.0, std::ceil(share * grid.width[i]) - 1);
    }
    sum += weights[i];
  }
  return observed + grid.unseen.back();
}

GraphPosterior summarise(const Grid& grid, const Row& weights, double observed, double confidence) {
  GraphPosterior posterior;
  posterior.median = quantile(grid, weights, observed, 0.5);
  posterior.interval = {quantile(grid, weights, observed, (1 - confidence) / 2),
                        quantile(grid, weights, observed, (1 + confidence) / 2)};
  double inverse = 0;
  double inverse_square = 0;
  double highest = -1;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double population = observed + grid.unseen[i];
    inverse += weights[i] / population;
    inverse_square += weights[i] / (population * population);
    const double density = weights[i] / grid.width[i];
    if (density > highest) {
      highest = density;
      posterior.mode = population;
    }
    if (grid.unseen[i] > 0.95 * grid.unseen.back()) posterior.weight_at_end += weights[i];
  }
  posterior.relative_loss_estimate = inverse / inverse_square;
  return posterior;
}

}  // namespace

std::vector<Graph> decomposable_graphs(int lists) {
  CHECK(lists >= 1 && lists <= kGraphListsMax);
  const auto pairs = pairs_of(lists);
  std::vector<Graph> graphs;
  for (PairSet edges = 0; edges < PairSet{1} << pairs.size(); ++edges) {
    std::vector<Pattern> neighbours(static_cast<std::size_t>(lists), 0);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if ((edges >> i & 1U) == 0) continue;
      for (int list = 0; list < lists; ++list)
        if ((pairs[i] >> list & 1U) != 0)
          neighbours[static_cast<std::size_t>(list)] |= pairs[i] & ~(Pattern{1} << list);
    }
    if (auto graph = steps_of(neighbours)) graphs.push_back(std::move(*graph));
  }
  return graphs;
}

namespace {

struct Summed {
  Row weights;
  double saturated = 0;
};

/// Posterior weights of the grid's runs, summed over the graphs.
Summed sum_graphs(const OverlapTable& table, const std::vector<Graph>& graphs, const GraphOptions& options,
                  const Grid& grid) {
  const double delta = options.delta > 0 ? options.delta : std::exp2(-table.lists());
  const Pattern all = (Pattern{1} << table.lists()) - 1;
  std::vector<Row> margins(std::size_t{1} << table.lists());
  for (Pattern lists = 1; lists <= all; ++lists) margins[lists] = margin_likelihood(table, lists, delta, grid);
  const Row common = common_terms(table, options, grid);
  Accumulator sums(grid.unseen.size());
  Row logs;
  for (const Graph& graph : graphs) {
    logs = common;
    for (const GraphStep& step : graph) {
      const Row& family = margins[step.family];
      for (std::size_t i = 0; i < logs.size(); ++i) logs[i] += family[i];
      if (step.parents == 0) continue;
      const Row& parents = margins[step.parents];
      for (std::size_t i = 0; i < logs.size(); ++i) logs[i] -= parents[i];
    }
    sums.add(logs, graph.back().family == all);
  }
  Summed summed;
  summed.weights = sums.finish();
  summed.saturated = sums.saturated();
  return summed;
}

/// Where the weight is, from a coarse look at all sizes: all but kOutside of it on either side.
Grid grid_around_weight(const OverlapTable& table, const std::vector<Graph>& graphs, const GraphOptions& options) {
  constexpr std::size_t kCoarse = 400;  // steps of 5 %
  constexpr double kOutside = 1e-5;
  const Grid coarse = grid_of(options.unseen_min, kCountMax, kCoarse);
  const Row weights = sum_graphs(table, graphs, options, coarse).weights;
  std::size_t from = 0;
  std::size_t to = weights.size() - 1;
  for (double sum = weights[from]; sum < kOutside && from < to;) sum += weights[++from];
  for (double sum = weights[to]; sum < kOutside && to > from;) sum += weights[--to];
  from = from > 0 ? from - 1 : from;
  to = std::min(to + 1, weights.size() - 1);
  return grid_of(static_cast<std::int64_t>(coarse.first[from]),
                 static_cast<std::int64_t>(coarse.first[to] + coarse.width[to]) - 1, options.grid_max);
}

}  // namespace

GraphPosterior graph_posterior(const OverlapTable& table, const std::vector<Graph>& graphs,
                               const GraphOptions& options) {
  const Grid grid = options.unseen_max > 0 ? grid_of(options.unseen_min, options.unseen_max, options.grid_max)
                                           : grid_around_weight(table, graphs, options);
  const auto summed = sum_graphs(table, graphs, options, grid);
  auto posterior = summarise(grid, summed.weights, static_cast<double>(table.observed()), options.confidence);
  posterior.weight_of_saturated = summed.saturated;
  return posterior;
}

std::vector<PriorRow> prior_sensitivity(const OverlapTable& table, const std::vector<Graph>& graphs, unsigned threads) {
  std::vector<PriorRow> rows;
  const double least = std::exp2(-table.lists());
  for (const std::int64_t times : {10, 30})
    for (const double delta : {least, 0.5, 1.0})
      rows.push_back({.delta = delta, .unseen_max = times * table.observed(), .posterior = {}});
  rows.push_back({.delta = least, .unseen_max = 0, .posterior = {}});
  for_each_index(rows.size(), threads, [&](std::size_t i) {
    rows[i].posterior = graph_posterior(
        table, graphs, {.delta = rows[i].delta, .unseen_max = rows[i].unseen_max, .grid_max = 1000, .log_prior = {}});
  });
  return rows;
}

}  // namespace waymark::estimate
