// Accuracy: how well a linkage found what is known to be true. For measuring only; nothing here influences a result.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "linkage/cluster.h"
#include "linkage/scorer.h"

namespace waymark::linkage {

struct Accuracy {
  std::uint64_t right = 0;   ///< linked and of one person
  std::uint64_t wrong = 0;   ///< linked and of two
  std::uint64_t missed = 0;  ///< of one person, not linked
  /// None where nothing was linked: no pair is neither right nor wrong.
  [[nodiscard]] std::optional<double> precision() const;
  /// None where no two records are of one person.
  [[nodiscard]] std::optional<double> recall() const;
  /// Harmonic mean of both (van Rijsbergen 1979, chapter 7, with beta = 1).
  [[nodiscard]] double f1() const;
};

/// Pairs of `bits` or more against the true entity of each record.
Accuracy pair_accuracy(std::span<const ScoredPair> pairs, float bits, std::span<const ValueId> truth);

/// The accuracy at the threshold where F1 is best, and that threshold in bits.
struct BestAccuracy {
  Accuracy accuracy;
  float bits = 0;
};
BestAccuracy best_pair_accuracy(std::span<const ScoredPair> pairs, std::span<const ValueId> truth);

/// Pairs within clusters against pairs within entities.
Accuracy cluster_accuracy(std::span<const std::uint32_t> clusters, std::span<const ValueId> truth);

/// Records whose true entity is known, numbered anew, with the pairs and clusters of these alone. Two records of which
/// nothing is known are not one person.
struct KnownRecords {
  std::vector<ScoredPair> pairs;
  std::vector<std::uint32_t> clusters;
  std::vector<ValueId> truth;
};

/// @param truth  the column with the answer; what means_absent (base/absent.h) says nothing
KnownRecords known_records(std::span<const ScoredPair> pairs, std::span<const std::uint32_t> clusters,
                           const Column& truth);

}  // namespace waymark::linkage
