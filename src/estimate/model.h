// Model: which interactions between lists a log-linear model has, written [12,13,3] as in Fienberg 1972.
//
// A term is the set of lists that act together (two bits or more); the intercept and one main effect a list are always
// there. Terms whose lists share nobody have the estimate minus infinity: the cells they touch are left out and the
// others are fitted (extended maximum likelihood, Chan, Silverman and Vincent 2021, section 2.3).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "estimate/table.h"

namespace waymark::estimate {

/// A set of pairs, bit i for pairs_of(lists)[i]. 45 pairs of ten lists fit.
using PairSet = std::uint64_t;

/// All pairs in the order 12, 13, …, 23, ….
std::vector<Pattern> pairs_of(int lists);

class Model {
 public:
  Model() = default;
  /// @param terms  sets of two lists or more, any order, no repetition
  explicit Model(std::vector<Pattern> terms);
  static Model of_pairs(int lists, PairSet pairs);

  [[nodiscard]] const std::vector<Pattern>& terms() const { return terms_; }
  [[nodiscard]] bool has(Pattern term) const;
  [[nodiscard]] Model with(Pattern term) const;
  /// "[12,13,4]" with lists numbered from 1: the maximal sets, and lists that act alone.
  [[nodiscard]] std::string name(int lists) const;

 private:
  std::vector<Pattern> terms_;
};

/// A model and a table made ready for fitting.
struct Design {
  int lists = 0;
  std::vector<Pattern> parameters;     ///< 0 (intercept), single lists, terms whose lists share somebody
  std::vector<Pattern> empty_terms;    ///< terms whose lists share nobody
  std::vector<std::uint8_t> included;  ///< 2^lists; 1 for a cell that is fitted; the cell 0 never is
};

Design design_of(const OverlapTable& table, const Model& model);

}  // namespace waymark::estimate
