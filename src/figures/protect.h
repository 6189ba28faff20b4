// Protect: which figures of a release are printed, rounded or hidden, so that nobody can tell a small number, from this
// release and everything printed before.
//
// Three steps. Small counts are hidden. Then elimination (hiding.h) hides what would complete one of them. Then the
// attacker (attacker.h) tries to bound each: its range has to leave open whether the number is small at all, and
// whether it is more than one; whatever bounds it tighter is hidden too, the least figure first. What was printed
// before cannot be taken back: if that alone tells a small number, the release is refused and the combination named.
// Zeros are printed, so a figure that is hidden is somebody: the attacker knows that too.
// Small numbers are also those that nobody prints: a total less its largest part may leave three people.
// @source design "Disclosure control": plain (small: 1 to 4), rounded (1 to 7, others to the nearest five)
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "figures/attacker.h"
#include "figures/cells.h"

namespace waymark::figures {

enum class Mode { kPlain, kRounded };

/// Counts from one to here are small. @source Statistics offices' rule of five; design 05 for the rounded mode
constexpr std::int64_t small_max(Mode mode) { return mode == Mode::kPlain ? 4 : 7; }
/// What is printed for a count that is not hidden: itself, or the nearest multiple of five.
std::int64_t shown_as(Mode mode, std::int64_t value);
/// What somebody knows about a count who sees it printed so.
Known known_from(Mode mode, const Parts& parts, std::int64_t shown, std::string name);
/// The same of a count that is hidden.
Known known_hidden(const Parts& parts, std::string name);
/// Whether that is all that is known.
bool is_of_hidden(const Known& known);
/// The same knowledge for the low end of a range: that hidden ones are somebody raises low ends by itself, and is held
/// against the high end alone. The places stay.
std::vector<Known> without_hidden(std::vector<Known> known);
/// Whether it counts so few that nobody may tell.
constexpr bool is_small(Mode mode, std::int64_t value) { return value >= 1 && value <= small_max(mode); }
/// Whether a reader cannot tell that it is small, nor that it is more than one.
bool is_open(Mode mode, const Range& range);
std::int64_t sum_of(const std::vector<std::int64_t>& truth, const Parts& parts);

struct Figure {
  std::string name;  ///< for people
  Parts parts;
};

enum class Treatment {
  kExact,
  kRounded,
  kSmall,        ///< hidden: it counts few people
  kCompletes,    ///< hidden: with others, a hidden one could be computed
  kBoundsTight,  ///< hidden: with others, a hidden one could be told too closely
};
/// "exact", "rounded", "small", "completes", "bounds-tight": for whoever may see the rows.
std::string_view name_of(Treatment treatment);
/// All that the public gets to know of a hidden one: which of the three it is would tell the others.
inline constexpr std::string_view kHiddenRule = "hidden";
constexpr bool is_hidden(Treatment treatment) { return treatment >= Treatment::kSmall; }

struct Protected {
  Treatment treatment = Treatment::kExact;
  std::int64_t shown = 0;  ///< if it is not hidden
  Range range = {};        ///< of a small one: what a reader can tell, `low_by` and `high_by` empty
};

/// Why a release cannot be made safe.
struct Leak {
  std::string figure;                    ///< the small number that would be told
  Range range;                           ///< as closely as this
  std::vector<std::string> combination;  ///< from these
};

struct Outcome {
  std::vector<Protected> figures;  ///< as given
  std::optional<Leak> leak;        ///< then nothing of it may be printed
};

/// @param figures  wanted now
/// @param silent   printed before or not wanted, and not to be told if they are small
/// @param truth    how many there really are in each part
/// @param before   what earlier releases told, and what is known anyway
/// @note also protected: what is left between two figures that are printed or silent, and what they share, if that is
///       small, see small_between()
/// @error kTooLarge as Attacker::range_of; kMalformed if what is known contradicts itself
Result<Outcome> protect(const std::vector<Figure>& figures, const std::vector<Figure>& silent, Mode mode,
                        const std::vector<std::int64_t>& truth, const std::vector<Known>& before);

inline constexpr std::size_t kPairsMax = 250'000;

/// Small numbers that figures tell without being printed: what is left of one without another, and what two share.
/// Those of the first kPairsMax pairs that overlap.
std::vector<Figure> small_between(const std::vector<Figure>& figures, Mode mode,
                                  const std::vector<std::int64_t>& truth);

}  // namespace waymark::figures
