// Comparators: how alike two values are. Over letters of one byte each (Letters), so that a Cyrillic name costs as
// little as a Latin one.
//
// Pure functions. Sources: Jaro 1989 (JASA 84, 414-420), Winkler 1990 (Proc. Survey Research Methods, ASA, 354-359),
// Damerau 1964 (CACM 7, 171-176), Wagner and Fischer 1974 (JACM 21, 168-173).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace waymark::linkage {

using LetterView = std::span<const std::uint8_t>;

/// Letters beyond this many are not compared (only equality sees them); long enough for an address.
inline constexpr std::size_t kLettersMax = 255;

/// One byte for each letter: ASCII as it is, Cyrillic from 128, other alphabets folded onto 192…255 by their order
/// (64 neighbours stay apart).
/// @param text  well-formed UTF-8
std::vector<std::uint8_t> letters_of(std::string_view text);

/// Which letters occur, as bits by their number mod 64. Differences of two masks bound the comparators below.
std::uint64_t mask_of(LetterView letters);

/// Jaro's similarity with Winkler's prefix bonus: J + min(l, 4) * 0.1 * (1 - J). 1 for equal, 0 for nothing common.
/// @param a,b  at most kLettersMax letters   @source Winkler 1990, equation for Phi_n with scale 0.1
double jaro_winkler(LetterView a, LetterView b);

/// An upper bound of jaro_winkler from masks, lengths and the common prefix: cheap, and enough to say no.
double jaro_winkler_bound(LetterView a, std::uint64_t mask_a, LetterView b, std::uint64_t mask_b);

/// Whether inserting, deleting, replacing or swapping neighbours at most `edits` times turns a into b, no letter
/// touched twice (optimal string alignment).   @source Damerau 1964; recurrence of Wagner and Fischer 1974
bool within_edits(LetterView a, LetterView b, unsigned edits);

/// The number of such edits itself.
unsigned damerau_levenshtein(LetterView a, LetterView b);

/// |a and b| / |a or b| of two sorted sets without repetitions; 0 if both are empty.   @source Jaccard 1912
double jaccard(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b);

}  // namespace waymark::linkage
