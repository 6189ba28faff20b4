// Clusters: which records are one person, from scored pairs, with a guard against chains.
//
// Linked pairs make connected components. In a component of three or more every two records are compared, met by a
// rule or not, and records are joined strongest first. Two groups are joined only while
//     (their strongest tie) + (average contradiction between them) >= the threshold,
// where a contradiction is the evidence of a pair without the prior, if negative: A like B and B like C make no
// cluster when A and C speak against each other; what is merely missing does not speak. (Agglomerative clustering
// after correlation clustering: Bansal, Blum, Chawla 2004, Machine Learning 56, 89-113.)
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "linkage/scorer.h"

namespace waymark::linkage {

/// In components over this only tied records are joined, and contradictions are looked at in a sample of each group.
inline constexpr std::size_t kComponentRowsMax = 300;

struct Cluster {
  std::uint32_t size = 1;
  float probability = 1;  ///< of the least certain join in it
};

struct Clusters {
  std::vector<std::uint32_t> of_row;  ///< number of each record's cluster, in order of first appearance
  std::vector<Cluster> all;
  std::size_t split_components = 0;  ///< where the guard kept apart what a chain of pairs would have joined
  std::size_t large_components = 0;  ///< over kComponentRowsMax
  std::size_t largest_component = 0;
};

struct Constraint {
  Row a, b;
};

/// @param pairs      scored; those of `link_bits` or more are ties
/// @param together   proved (keys, reviewed): joined whatever their weight, unless reviewed apart
/// @param apart      reviewed as two persons: never in one cluster by a direct tie
Clusters make_clusters(const WeightTable& weights, std::span<const ScoredPair> pairs, float link_bits,
                       std::span<const Constraint> together, std::span<const Constraint> apart, const Workers& workers);

/// Union-find over rows (Tarjan 1975, JACM 22, 215-225), halving paths.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t count);
  std::uint32_t root(std::uint32_t item);
  /// Returns whether they were apart. The smaller root stays, so that the result does not depend on the order.
  bool join(std::uint32_t a, std::uint32_t b);

 private:
  std::vector<std::uint32_t> parent_;
};

}  // namespace waymark::linkage
