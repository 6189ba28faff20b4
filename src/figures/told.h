// Told: what somebody knows about a count who sees it printed, or hidden, by the rule that stands beside it.
#pragma once

#include <optional>
#include <string_view>

#include "figures/release.h"

namespace waymark::figures {

// Rules beside protect.h's own, as they are printed.
inline constexpr std::string_view kAtLeastRule = "at-least";
inline constexpr std::string_view kBelowRule = "small";  ///< of floors: no more than kFirstStep, perhaps nobody
inline constexpr std::string_view kNoiseRule = "noise";
inline constexpr std::string_view kFewRule = "few";

/// Floors go 10, 20, 50, 100, 200 …
inline constexpr std::int64_t kFirstStep = 10;
/// The largest of them below the value: "more than" it is true. Nothing up to kFirstStep.
std::optional<std::int64_t> floor_step(std::int64_t value);
/// The step after one.
std::int64_t next_step(std::int64_t step);

/// What it tells of the sum of its parts; nothing where it tells nothing for certain.
/// @param now  how many there are: a floor that was printed is true for ever, but no upper bound any more once they are
///             more than the next step; and of a hidden one nobody may be left
std::optional<Known> known_of(const PrintedFigure& figure, Parts parts, std::int64_t now);

}  // namespace waymark::figures
