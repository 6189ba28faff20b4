// Learns blocking rules: few rules that together bring most of the likely matches together, for the fewest pairs.
//
// No labels are used. Likely matches are found in a sample of records with many cautious rules and the first guess of
// the model; then rules are chosen greedily by matches newly covered per pair to compare (weighted set cover: Bilenko,
// Kamath, Mooney 2006, "Adaptive blocking", ICDM, section 3; Michelson and Knoblock 2006, AAAI, for conjunctions).
// A match that is covered counts on, less, until its rules have no field in common: the likely matches stand for those
// that were not found because one more field is wrong.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "linkage/model.h"

namespace waymark::linkage {

/// What the rules rest on. A table never ends without rules only because nothing could be learnt from it.
enum class RulesFrom : std::uint8_t {
  kMatches,    ///< likely matches that were seen; or the table is small and all pairs are compared
  kWidest,     ///< none was seen: the widest rules within the limit
  kNarrowest,  ///< every rule is over the limit: the narrowest, their large blocks as sorted neighbourhoods
};

struct LearntRules {
  RulesFrom how = RulesFrom::kMatches;
  std::vector<Rule> rules = {};         ///< one empty rule (all pairs) for a small table; none if all fields are empty
  std::optional<double> coverage = {};  ///< share of the sample's likely matches that the rules bring; none seen: none
  std::uint64_t likely_matches = 0;     ///< so many there were
  std::uint64_t pairs_expected = 0;     ///< to compare
};

/// Depends on table, configuration and seed only.
LearntRules learn_rules(const Prepared& prepared, const LinkConfig& config, const Workers& workers);

}  // namespace waymark::linkage
