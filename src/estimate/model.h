// Model: which interactions between lists a log-linear model has, written [12,13,3] as in Fienberg 1972.
//
// A term is the set of lists that act together (two bits or more); the intercept and one main effect a list are always
// there. Terms whose lists share nobody have the estimate minus infinity: the cells they touch are left out and the
// others are fitted (extended maximum likelihood, Chan, Silverman and Vincent 2021, section 2.3).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "estimate/table.h"

namespace waymark::estimate {

/// A set of pairs, bit i for pairs_of(lists)[i]. 55 pairs of eleven lists fit; more lists have no sets of pairs.
using PairSet = std::uint64_t;

/// All pairs in the order 12, 13, …, 23, ….
std::vector<Pattern> pairs_of(int lists);

/// One more parameter, the same for all lists: people differ in how easily any list sees them, so that the log mean
/// grows faster than in proportion to the number k of lists. The forms are those of Rcapture's closedpMS.t, each less a
/// multiple of k, which changes the main effects alone. A coefficient below zero belongs to no mixture of people.
/// @source Rivest and Baillargeon 2007, Biometrics 63, section 3; Darroch et al. 1993, JASA 88
enum class Heterogeneity : std::uint8_t {
  kNone,
  kDarroch,  ///< k^2 / 2: here k (k - 1) / 2, the sum of all pairs
  kGamma,    ///< -log(3.5 + k) + log(3.5): here 0 for one list too
  kPoisson,  ///< 2^k - 1: here 2^k - 1 - k
};
inline constexpr std::array kHeterogeneities{Heterogeneity::kDarroch, Heterogeneity::kGamma, Heterogeneity::kPoisson};
/// "", "Darroch", "Gamma", "Poisson".
std::string_view name_of(Heterogeneity heterogeneity);
/// What stands in the column of the parameter for somebody on `lists` lists.
double effect_of(Heterogeneity heterogeneity, int lists);

class Model {
 public:
  Model() = default;
  /// @param terms  sets of two lists or more, any order, no repetition
  explicit Model(std::vector<Pattern> terms, Heterogeneity heterogeneity = Heterogeneity::kNone);
  static Model of_pairs(int lists, PairSet pairs, Heterogeneity heterogeneity = Heterogeneity::kNone);

  [[nodiscard]] const std::vector<Pattern>& terms() const { return terms_; }
  [[nodiscard]] Heterogeneity heterogeneity() const { return heterogeneity_; }
  [[nodiscard]] bool has(Pattern term) const;
  [[nodiscard]] Model with(Pattern term) const;
  /// "[12,13,4]" with lists numbered from 1: the maximal sets, and lists that act alone; "[12,13,4] + Darroch".
  [[nodiscard]] std::string name(int lists) const;

 private:
  std::vector<Pattern> terms_;
  Heterogeneity heterogeneity_ = Heterogeneity::kNone;
};

/// A model and a table made ready for fitting.
struct Design {
  int lists = 0;
  std::vector<Pattern> parameters;     ///< 0 (intercept), single lists, terms whose lists share somebody
  std::vector<Pattern> empty_terms;    ///< terms whose lists share nobody
  std::vector<std::uint8_t> included;  ///< 2^lists; 1 for a cell that is fitted; the cell 0 never is
  std::vector<double> effects;         ///< 2^lists: the column of heterogeneity, the last parameter; empty: none
};

Design design_of(const OverlapTable& table, const Model& model);

}  // namespace waymark::estimate
