// graphs: averaging over all decomposable graphs of dependence between lists, with a hyper-Dirichlet prior.
//
// For a decomposable graph the marginal likelihood of a table completed with n0 unseen people is a product over cliques
// divided by a product over separators (Madigan and York 1997, Biometrika 84, eq. 4; Dawid and Lauritzen 1993, eq. 45).
// Summing over graphs gives the posterior of n0. The prior (pseudo-count `delta` a cell) often decides the answer, so
// it is always shown together with the answers of other priors.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "estimate/loglinear.h"

namespace waymark::estimate {

inline constexpr int kGraphListsMax = 6;  ///< 18,154 decomposable graphs of six lists

/// A decomposable graph as one step a list: the list joins `parents`, which are lists of earlier steps, all connected.
struct GraphStep {
  Pattern parents = 0;
  Pattern family = 0;  ///< parents and the list itself
};
using Graph = std::vector<GraphStep>;

/// All decomposable graphs: 8, 61, 822, 18,154 for three to six lists (OEIS A058862).
std::vector<Graph> decomposable_graphs(int lists);

/// Logarithm of the prior of a population size, up to a constant.
using LogPrior = std::function<double(double population)>;

struct GraphOptions {
  double delta = 0;             ///< pseudo-count a cell; 0: 2^-lists, the default of dga
  std::int64_t unseen_min = 1;  ///< as dga and MSETools
  /// A limit that is part of the prior, such as 30 times the observed in MSETools. 0: none but kCountMax; a first look
  /// at all sizes then finds where the weight is, so that the grid never ends inside it.
  std::int64_t unseen_max = 0;
  std::size_t grid_max = 3000;  ///< if there are more sizes than this, a grid that widens with the size
  LogPrior log_prior = {};      ///< empty: 1 / N, the default of dga
  double confidence = 0.95;
};

struct GraphPosterior {
  double median = 0;
  Interval interval;
  double mode = 0;
  double relative_loss_estimate = 0;  ///< E[1/N] / E[1/N^2] (Madigan and York 1997, section 4.1)
  double weight_of_saturated = 0;     ///< posterior weight of the complete graph, about which the data say nothing
  double weight_at_end = 0;           ///< weight of the last twentieth of the sizes looked at
};

/// @param graphs  decomposable_graphs(table.lists())
GraphPosterior graph_posterior(const OverlapTable& table, const std::vector<Graph>& graphs,
                               const GraphOptions& options);

struct PriorRow {
  double delta = 0;
  std::int64_t unseen_max = 0;  ///< 0: no limit
  GraphPosterior posterior;
};

/// The same under other priors: delta 2^-lists, 1/2 and 1; sizes up to 10 and 30 times the observed, and without limit.
std::vector<PriorRow> prior_sensitivity(const OverlapTable& table, const std::vector<Graph>& graphs, unsigned threads);

}  // namespace waymark::estimate
