// share: a table of overlaps that may be handed to others: which people are on which lists, as counts from which nobody
// can tell a handful of people.
//
// Small counts (1 to 4) are hidden, and with them what would complete them. Assumed known to whoever reads it: how many
// are on each list, how many in all, and that what is hidden is somebody: the report of an estimate prints the first
// two. A table that was handed on before is held against the new one: a difference of one to four people is not told
// either.
// @source figures/protect.h (plain mode); docs/estimate.md "Handing on a table"
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "estimate/table.h"

namespace waymark::overlaps {

struct Shared {
  std::vector<std::string> lists;
  std::vector<std::int64_t> people;  ///< one for each list
  std::int64_t in_all = 0;
  /// Patterns that hold somebody, ascending: low == high unless the count is hidden. Then the two are what a reader can
  /// tell.
  std::vector<estimate::HiddenCount> cells;
  [[nodiscard]] std::size_t hidden() const;
};

/// Why a table is not handed on.
struct Refusal {
  enum class Why {
    kFewOnAList,     ///< `name`: a list of one to four people
    kTold,           ///< `name`: the lists of a count that its totals tell: `low` to `high`
    kChangedByFew,   ///< `name`: by `low` since the table of before
    kOtherLists,     ///< the table of before is of other lists
    kTooLarge,       ///< more combinations than can be looked at
    kHiddenAlready,  ///< counts of the table are hidden: whoever hid them hands it on
    kNotShared,      ///< what is read is no such table (`low`: line, 0 for the whole)
  };
  Why why = Why::kNotShared;
  std::string name = {};
  std::int64_t low = 0;
  std::int64_t high = 0;
};
/// "few-on-a-list", "told", "changed-by-few", "other-lists", "too-large", "hidden-already", "not-shared".
std::string_view name_of(Refusal::Why why);
template <class T>
using OrRefusal = std::expected<T, Refusal>;

/// @param earlier  tables of the same lists that were handed on before, in any order
OrRefusal<Shared> share(const estimate::OverlapTable& table, const std::vector<Shared>& earlier = {});

/// `overlaps.csv`: one column a list with 1 or 0, and the count, 17, or 1..4 where it is hidden. What `estimate` reads.
std::string overlaps_csv(const Shared& shared);
/// `lists.csv`: how many are on each list; the row without a name is for all together. For a later share().
std::string lists_csv(const Shared& shared);
/// Both read back. @error kNotShared
OrRefusal<Shared> read_shared(std::string_view overlaps, std::string_view lists);

}  // namespace waymark::overlaps
