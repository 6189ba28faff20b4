// OverlapTable: how many people were seen on exactly which lists. The one input of every method.
//
// A pattern is a bit mask, bit i for list i. The count of pattern 0 (on no list) is what is unknown; it is always 0
// here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "estimate/refusal.h"

namespace waymark::estimate {

using Pattern = std::uint32_t;

inline constexpr int kListsMax = 16;                      ///< 65,535 patterns; the published studies have 3 to 11
inline constexpr int kListsMin = 3;                       ///< below that dependence between lists cannot be seen
inline constexpr std::int64_t kCountMax = 1'000'000'000;  ///< more than any list of people
/// Robson and Regier 1964 (Trans. Am. Fish. Soc. 93): with fewer than seven recaptures the bias of Lincoln-Petersen
/// is no longer negligible with 95 % confidence.
inline constexpr std::int64_t kOverlapMin = 7;

class OverlapTable {
 public:
  /// @param lists  names, 1…kListsMax  @param counts  2^lists numbers, none negative; counts[0] is set to 0
  OverlapTable(std::vector<std::string> lists, std::vector<std::int64_t> counts);

  [[nodiscard]] int lists() const { return static_cast<int>(names_.size()); }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const std::vector<std::int64_t>& counts() const { return counts_; }
  [[nodiscard]] std::int64_t count(Pattern pattern) const { return counts_[pattern]; }

  /// People on at least one list.
  [[nodiscard]] std::int64_t observed() const { return observed_; }
  /// People on every list of `lists` (and perhaps on others).
  [[nodiscard]] std::int64_t on_all(Pattern lists) const;
  /// on_all() of every set of lists.
  [[nodiscard]] std::vector<std::int64_t> margins() const;
  /// People on two lists or more.
  [[nodiscard]] std::int64_t overlapping() const;

  /// The people of list `condition`, seen by the other lists: a population whose size is known.
  /// @source Binette and Steorts 2022, JRSS A 185, section 5.3 (internal consistency)
  [[nodiscard]] OverlapTable conditioned_on(int condition) const;
  /// Without the list `list`; people on no other one are gone.
  [[nodiscard]] OverlapTable without(int list) const;
  /// Without lists that hold nobody.
  [[nodiscard]] OverlapTable without_empty_lists() const;
  /// The same lists with other counts (bootstrap replicates).
  [[nodiscard]] OverlapTable with_counts(std::vector<std::int64_t> counts) const;

 private:
  [[nodiscard]] OverlapTable keeping(Pattern kept, Pattern required) const;

  std::vector<std::string> names_;
  std::vector<std::int64_t> counts_;
  std::int64_t observed_ = 0;
};

/// A count that whoever shared the table has hidden (overlaps/share.h): all that is known is that it lies between
/// these.
struct HiddenCount {
  Pattern pattern = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
};

/// A list whose people are all on another one: it was probably made from it, and adds no independent look.
struct LeftOut {
  std::string list;
  std::string within;
  std::int64_t people = 0;
};

struct Looks {
  OverlapTable table;
  std::vector<LeftOut> left_out;
};

/// Leaves out every list that lies within another, the smallest first; of two equal lists the second. Nobody is lost.
Looks independent_looks(OverlapTable table);

/// Are people of every list on some other one? Where lists were joined by an id, one that shares nobody was most likely
/// written another way ("12.0", "0012"). @error kListAlone
Refused<void> check_nobody_alone(const OverlapTable& table);

/// Is this a table from which a population can be estimated at all?
/// @error kOnlyTwoLists, kTooManyLists, kEmpty, kEmptyList, kOnePattern, kNoOverlap, kLittleOverlap,
///        kContainedList (only if fewer than three lists lie in no other)
Refused<void> check_table(const OverlapTable& table);

}  // namespace waymark::estimate
