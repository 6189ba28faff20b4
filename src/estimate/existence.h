// existence: does the maximum likelihood estimate of a log-linear model exist, and is it unique?
//
// It exists if and only if some z with X'z = 0 is positive on every cell that is zero in the table (Haberman 1974,
// theorem 2.2; Fienberg and Rinaldo 2012, Annals of Statistics 40, theorem 3 and section 4). Where the cells with
// people have full rank alone, z on them makes up for any z elsewhere, and it exists. Else what they cannot make up for
// is a small linear programme over the empty cells' directions in the null space of the others: maximise s with z = s +
// w, w >= 0, 0 <= s <= 1; s is 1 or 0. SparseMSE's checkident asks the same with the counts themselves, which makes it
// depend on their size. Unique: X has full rank.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "estimate/model.h"

namespace waymark::estimate {

enum class Standing : std::uint8_t { kGood, kInfinite, kNotIdentifiable };

/// One model, one linear programme.
Standing standing_of(const OverlapTable& table, const Model& model);

/// Many models of pairs over one table. If a model is good, so is each model that lacks some of its overlapping pairs
/// (Chan, Silverman and Vincent 2021, theorem 2): one programme settles thousands. The same holds with a column of
/// heterogeneity, since a z for the larger design is one for the smaller. Thread rule: one thread an object.
class StandingCache {
 public:
  explicit StandingCache(const OverlapTable& table, Heterogeneity heterogeneity = Heterogeneity::kNone);
  Standing of_pairs(PairSet pairs);
  /// Programmes solved so far: what the cache is there to save.
  [[nodiscard]] std::size_t solved() const;

 private:
  struct Known {
    std::vector<PairSet> good;
    std::vector<std::pair<PairSet, Standing>> bad;
  };

  Standing settle(Known& known, PairSet pairs);

  const OverlapTable& table_;
  Heterogeneity heterogeneity_;
  PairSet empty_ = 0;  ///< pairs that share nobody
  PairSet all_ = 0;
  std::map<PairSet, Known> by_empty_;
};

}  // namespace waymark::estimate
