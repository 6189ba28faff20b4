// The model of Fellegi and Sunter, and how it is estimated.
//
// Notation of Fellegi and Sunter 1969 (JASA 64, 1183-1210): for a pair of records with pattern gamma, m(gamma) is the
// probability of that pattern among pairs of one person, u(gamma) among pairs of two. With fields independent given
// the truth (their assumption, section 3.3), both are products over fields, and the weight of a level is
// log2(m / u) bits (their equation 14, there with natural logarithms). A missing value says nothing: weight 0.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "linkage/blocking.h"
#include "linkage/pattern.h"

namespace waymark::linkage {

/// m and u of one field, by level; [kLevelMissing] is 1 in both.
struct FieldModel {
  std::vector<double> m;
  std::vector<double> u;
};

struct Model {
  std::vector<FieldModel> fields;
  double prior = 0;     ///< probability that two records taken at random are of one person
  unsigned rounds = 0;  ///< of EM until it stood still
  /// Recalibration learnt from reviewed pairs: bits' = scale * bits + shift (Platt 1999, there on SVM scores).
  double scale = 1;
  double shift = 0;
};

/// How often each pattern was seen. Sorted by pattern, so that sums are always taken in one order.
struct PatternCount {
  Pattern pattern;
  double count;
};
using Histogram = std::vector<PatternCount>;

/// What EM learns from.
struct Evidence {
  /// Pairs of one blocking rule: all of them match or not with an own share of matches; fields in the rule agree by
  /// construction and say nothing.
  struct Source {
    Histogram patterns;
    Histogram fresh;          ///< those of them that no earlier rule brought
    double scale = 1;         ///< pairs of the rule a sampled pair stands for
    std::uint32_t fixed = 0;  ///< bit i: field i is part of the rule
  };
  std::vector<Source> sources;
  Histogram random;  ///< pairs taken at random from all: nearly all of two persons
  double all_pairs = 0;
  /// Reviewed pairs that are of one person, each counted up to `kReviewedWeight` times.
  Histogram reviewed_same;
};
inline constexpr double kReviewedWeight = 5;

/// Collects evidence: a random sample for u, a sample of each rule's pairs for m. Depends on the seed and the
/// configuration only, never on the number of threads.
Evidence gather_evidence(const Prepared& prepared, const Blocking& blocking, const LinkConfig& config,
                         const Workers& workers);

/// Expectation-maximisation (Dempster, Laird, Rubin 1977, JRSS B 39, 1-38; for linkage Winkler 1988, Proc. Survey
/// Research Methods, ASA, 667-671): m from the pairs of all rules together, each field from the rules it is no part
/// of; u from random pairs, less the share that looks like matches; the prior from how many matches the rules found.
Model estimate(const Prepared& prepared, const Evidence& evidence);

/// A model that no data has touched but the random sample: the beginning of EM, and enough to learn blocking with.
Model first_guess(const Prepared& prepared, const Histogram& random, double prior);

/// Patterns of `pairs` random pairs; of all pairs if the table has no more.
Histogram random_patterns(const Prepared& prepared, std::uint64_t pairs, std::uint64_t seed, const Workers& workers);

/// log2(m / u) of a level.
double level_weight(const FieldModel& field, unsigned level);
/// log2(prior / (1 - prior))
double prior_weight(const Model& model);
/// 1 / (1 + 2^-bits)
double probability_of(double bits);

}  // namespace waymark::linkage
