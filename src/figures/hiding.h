// Hiding: which further figures stay unprinted, so that none of the protected ones can be computed from the printed.
//
// A protected number is given away exactly when it is a rational combination of printed ones (their sums and
// differences, each any number of times): decided by elimination, not by searching. Ranges are another matter: see
// attacker.h.
// @source Langsrud, "Secondary Cell Suppression by Gaussian Elimination" (PSD 2024): print the large ones first, hide
//         what would complete a protected one; the search over orders is our own
#pragma once

#include <vector>

#include "figures/cells.h"

namespace waymark::figures {

struct Candidate {
  Parts parts;
  std::int64_t value = 0;
  bool is_protected = false;
  /// It was printed before, or must be: taken first, and never hidden.
  bool is_printed = false;
};

struct Hidden {
  std::vector<bool> hidden;             ///< one for each candidate, the protected ones too
  std::vector<std::size_t> given_away;  ///< protected ones that the printed ones alone complete: nothing can help
};

/// Hides as few as it finds (then those with the smallest values). Zeros are printed: they are nobody.
/// @param tries  other orders that are tried; the result depends on nothing but the arguments
Hidden hide(const std::vector<Candidate>& candidates, unsigned tries = 64);

/// Whether the figure is a rational combination of the others. @source as above
bool is_given_away(const Parts& figure, const std::vector<Parts>& printed);

}  // namespace waymark::figures
