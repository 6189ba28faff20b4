// Linking a table: the whole way from records to clusters, and what a person may ask about it afterwards.
//
//   Workers workers{2};
//   LET(const Linkage linkage, link(table, config, {}, workers));
//   linkage.clusters.of_row[row];  linkage.explain(a, b);
//
// The way: people's names are cut (add_person_columns, by the caller, who owns the table) → fields are prepared →
// deterministic keys → blocking rules, declared or learnt → evidence → EM → pairs are scored → clusters.
// The same table, configuration, decisions and seed give the same result on any number of threads.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "linkage/blocking.h"
#include "linkage/cluster.h"
#include "linkage/config.h"
#include "linkage/decisions.h"
#include "linkage/learn_blocking.h"
#include "linkage/model.h"
#include "linkage/scorer.h"
#include "linkage/table.h"

namespace waymark::linkage {

/// What one rule cost and whether it was held back.
struct RuleReport {
  Rule rule;
  std::uint64_t pairs = 0;
  std::size_t capped_blocks = 0;
  std::size_t largest_block = 0;
};

struct Report {
  std::size_t rows = 0;
  bool learnt = false;  ///< the rules were learnt
  RulesFrom rules_from = RulesFrom::kMatches;
  std::optional<double> coverage;  ///< of the likely matches that were seen while learning, if any was
  std::vector<RuleReport> rules;
  std::uint64_t compared = 0;
  std::size_t key_pairs = 0;       ///< joined by deterministic keys
  std::size_t linked_pairs = 0;    ///< at the threshold
  std::size_t review_pairs = 0;    ///< between review and link
  double expected_right = 0;       ///< of linked_pairs, by the model
  double expected_missed = 0;      ///< matches below the threshold among the compared, by the model, as far as kept
  bool no_evidence = false;        ///< the fields cannot tell records apart
  std::vector<std::string> notes;  ///< whole sentences about what was capped, unreadable or left out
};

struct Linkage {
  std::unique_ptr<const Prepared> prepared;  ///< at one place: `weights` points to it
  std::unique_ptr<const WeightTable> weights;
  LinkConfig config;
  Model model;
  std::vector<ScoredPair> pairs;  ///< of threshold.review or more (and of keys and decisions), sorted by a, b
  Clusters clusters;
  Report report;

  /// How the weight of a pair comes about; the steps add up to the pair's bits with start().
  [[nodiscard]] std::vector<Step> explain(Row a, Row b) const;
  /// The bits before any field is looked at: the prior.
  [[nodiscard]] double start() const;
  /// Of the pairs of `probability` or more: how many, and what share the model expects to be right.
  struct Expected {
    std::size_t pairs;
    std::optional<double> precision;  ///< none of no pairs
  };
  [[nodiscard]] Expected expected_at(double probability) const;
};

/// @param decisions  reviewed pairs; they bind the result, and the model learns from them
/// @error kInvalid  the configuration (see check)     @error kNotFound  a column is missing
/// @error kConflict  two records have the same id, so that nothing said of it could be told apart
/// @error kTooLarge over kRowsMax
Result<Linkage> link(const Table& table, const LinkConfig& config, const std::vector<Decision>& decisions,
                     const Workers& workers);

}  // namespace waymark::linkage
