// Likeness: which texts say nearly the same, by MinHash of pairs of words.
//
// A print is 64 times the smallest of all pairs of words that stand side by side, each time by another hash; the share
// of places in which two prints agree estimates how many of all their pairs two texts have in common (error at most
// 0.07 in two of three). Words are folded as the search folds them, so that case, ё, apostrophes and punctuation do
// not matter. A print cannot be turned back into words. It suggests; a person decides. Not thread-safe. No I/O.
// @source Broder, On the resemblance and containment of documents, 1997
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "desk/keyring/ids.h"
#include "desk/search/index.h"

namespace waymark::desk::search {

/// Shorter texts are alike too easily: "are you there?".
inline constexpr std::size_t kAlikeWordsMin = 8;
/// From this share of common pairs on a text counts as alike. @source docs/decisions/docket-and-likeness.md
inline constexpr double kAlikeFrom = 0.5;
/// Of a case the first texts tell what it is about.
inline constexpr std::size_t kPrintsOfCaseMax = 3;

inline constexpr std::size_t kPrintSize = 64;
using Print = std::array<std::uint16_t, kPrintSize>;

/// @return nothing for a text of fewer than kAlikeWordsMin words
std::optional<Print> print_of(std::string_view text);
/// 0 … 1
double likeness(const Print& a, const Print& b);

struct Alike {
  CaseId id;
  double share = 0;  ///< of the two texts that are most alike
};

/// The prints of cases, on the same shelves as the index.
class Prints {
 public:
  /// Replaces what was kept of the case; nothing is kept of one without prints.
  void put(const CaseId& id, const std::string& owner, std::vector<Print> prints);
  void remove(const CaseId& id) { cases_.erase(id); }
  void keep_only(const Reach& reach);
  void clear() { cases_.clear(); }
  /// The cases on these shelves that are like this one, most alike first, at most `limit`. One pass over all prints.
  [[nodiscard]] std::vector<Alike> alike(const CaseId& id, const Reach& reach, const std::set<CaseId>& without,
                                         std::size_t limit) const;
  [[nodiscard]] std::size_t size() const { return cases_.size(); }

 private:
  struct Case {
    std::string owner;
    std::vector<Print> prints;
  };
  std::map<CaseId, Case> cases_;
};

}  // namespace waymark::desk::search
