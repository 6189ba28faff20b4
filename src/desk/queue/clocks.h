// Clocks: from what was said to the moments that cannot be undone, by the rules of the pack.
//
// Pure functions. What depends on the present time (which clock of a chain leads, how near it is) is in placement.h,
// so that these results can be kept until the facts change.
//
// Which facts count. A later fact takes the place of an earlier one about the same thing, with one exception: "we do
// not know" never takes the place of something known, so that an unknown date can only add a clock to ask.
// @source docs/spec/pack.md "A clock"
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "desk/queue/situation.h"
#include "pack/pack.h"
#include "text/zone.h"

namespace waymark::desk::queue {

/// An unknown answer about danger must be asked about within this time.
inline constexpr Seconds kAskDangerWithin{2 * 3600};

/// One clock that a fact has started, or that nobody's word about danger has.
struct RunningClock {
  std::string kind;                 ///< clock id of the pack, or "ask" for a danger that nobody knows
  std::string chain = {};           ///< clocks of one chain name and one fact go together; empty: alone
  std::optional<std::size_t> fact;  ///< index in Situation::facts; nothing: of a danger nobody said a word about
  std::optional<TimePoint> moment;  ///< the earliest it can be; nothing when the date is not known
  TimePoint latest_safe = {};       ///< moment - lead; for an unknown date the end of the clock to ask
  Seconds lead{0};
  bool has_offset = false;  ///< the moment is not the date that was said but computed from it
  [[nodiscard]] bool asks() const { return !moment.has_value(); }
  bool operator==(const RunningClock&) const = default;
};

/// The facts that count for the order, as indices into situation.facts, oldest first. See above.
std::vector<std::size_t> weighing_facts(const pack::Pack& pack, const std::vector<Fact>& facts);

/// Sets `superseded` for people to see: here a later "do not know" does take the place of an earlier answer.
void mark_superseded(const pack::Pack& pack, std::vector<Fact>& facts);

/// The earliest moment that a stated date can mean, in UTC; nothing if it is not known or not readable.
/// @source docs/spec/pack.md "Attributes in an answer"
std::optional<TimePoint> earliest_moment(const Fact& fact, const text::Zone& zone);

/// All clocks that the situation's facts start, in the order of the facts, then of the pack. Last comes the clock to
/// ask about danger where no date orders the case, nobody has said a word of danger, and none of us has answered yet:
/// silence is not safety.
std::vector<RunningClock> running_clocks(const pack::Pack& pack, const Situation& situation, const text::Zone& zone);

/// Says of one fact whether its answer is a danger; keeps what it needs of the pack.
std::function<bool(const Fact&)> danger_rule(const pack::Pack& pack);

/// Indices of the weighing facts whose answer is a danger.
std::vector<std::size_t> danger_facts(const pack::Pack& pack, const std::vector<Fact>& facts);

}  // namespace waymark::desk::queue
