// Scorer: the weight of a pair under a model, with the adjustment for rare values, and the walk over all blocked pairs
// that keeps those worth keeping.
//
// Term frequencies: two people who share "Рыбников" are likelier one person than two who share "Иванов". For equal
// values u is the value's own frequency instead of the average one (Newcombe et al. 1959, Science 130, 954-959;
// Winkler 1989, "Frequency-based matching in Fellegi-Sunter", Census RR 2000/06). For an initial it is that letter's.
#pragma once

#include <cstdint>
#include <vector>

#include "linkage/model.h"

namespace waymark::linkage {

/// A pair of records, a < b, with the weight of all fields and the prior together.
struct ScoredPair {
  Row a = 0, b = 0;
  float bits = 0;          ///< log2 odds that they are one person
  std::uint16_t rule = 0;  ///< the blocking rule that brought them; kByKey, kByClosure
  bool operator==(const ScoredPair&) const = default;
};
inline constexpr std::uint16_t kByKey = 0xFFFF;     ///< proved by a deterministic key
inline constexpr std::uint16_t kByReview = 0xFFFE;  ///< decided by a person

/// What one field adds to a pair's weight: a step of the waterfall.
struct Step {
  std::size_t field;
  unsigned level;
  double bits;       ///< of the level, on average
  double rare_bits;  ///< added because the value is rarer (or commoner) than average
};

/// Weights of a model, ready to be added up. Read-only: shared by all threads.
class WeightTable {
 public:
  WeightTable(const Prepared& prepared, const Model& model);

  [[nodiscard]] const Prepared& prepared() const { return prepared_; }
  /// prior_weight of the model, recalibrated.
  [[nodiscard]] double start() const { return start_; }
  /// Of two different present values at a level; of kLevelEqual without rarity.
  [[nodiscard]] float level(std::size_t field, unsigned level) const { return levels_[field][level]; }
  /// Of both having this value.
  [[nodiscard]] float equal(std::size_t field, ValueId value) const { return equal_[field][value]; }
  /// Of one having only this first letter of the other; level is the one of Likeness::kInitial.
  [[nodiscard]] float rare(std::size_t field, unsigned level, ValueId a, ValueId b) const;
  /// The most that two different values can add.
  [[nodiscard]] float best_different(std::size_t field) const { return best_different_[field]; }

 private:
  const Prepared& prepared_;
  double start_;
  std::vector<std::vector<float>> levels_;
  std::vector<std::vector<float>> equal_;
  std::vector<float> best_different_;
  std::vector<unsigned> initial_level_;      ///< 0: none
  std::vector<std::vector<float>> initial_;  ///< by letter
};

class Scorer {
 public:
  explicit Scorer(const WeightTable& weights) : weights_(weights), comparer_(weights.prepared()) {}

  /// The weight of a pair in bits, or any number below `floor` if it is certain to stay below it.
  float bits(Row a, Row b, float floor);
  /// The same by field, for people.
  std::vector<Step> steps(Row a, Row b);

 private:
  const WeightTable& weights_;
  Comparer comparer_;
};

struct Kept {
  std::vector<ScoredPair> pairs;  ///< sorted by a, b; none twice
  std::uint64_t compared = 0;     ///< pairs that were met
};

/// Walks all pairs of the blocking and keeps those of `floor` bits or more.
/// @param source  of each record, by LinkConfig::differ_in; empty: any two records may match
Kept score_pairs(const WeightTable& weights, const Blocking& blocking, float floor, std::span<const ValueId> source,
                 const Workers& workers);

}  // namespace waymark::linkage
