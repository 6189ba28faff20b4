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
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/queue/hours.h"
#include "desk/queue/situation.h"
#include "pack/pack.h"
#include "text/zone.h"

namespace waymark::desk::queue {

/// An unknown answer about danger must be asked about within this time.
inline constexpr Seconds kAskDangerWithin{2 * 3600};

/// A date that is not as it was said is asked about within this time.
inline constexpr Seconds kAskOddDateWithin{2 * 3600};
/// A date farther ahead than this is asked about before it is believed.
inline constexpr Seconds kFarAhead{2 * 366 * 86400};
/// A clock whose moment passed longer ago does not lead any more; it stays visible in the case.
inline constexpr Seconds kPastCountsFor{7 * 86400};

/// Why a date that was said is asked about once more.
enum class Doubt {
  kNone,
  kFar,       ///< so far ahead that it may be a slip
  kAhead,     ///< of something that has happened, and yet it lies ahead
  kLongPast,  ///< passed long ago, and none of us has written since
};

/// Kind of the clock that asks about a danger that nobody knows.
inline constexpr std::string_view kAskKind = "ask";

/// One clock that a fact has started, or that nobody's word about danger has.
struct RunningClock {
  std::string kind;        ///< clock id of the pack, a kind of kDueRules, or kAskKind
  std::string chain = {};  ///< clocks of one chain name and one fact go together; empty: alone
  std::optional<std::size_t>
      fact;  ///< index in Situation::facts; nothing: of a danger nobody said a word about, or due
  std::optional<TimePoint> moment;  ///< the earliest it can be; nothing when it must be asked for
  TimePoint latest_safe = {};       ///< moment - lead; for a date to ask for the end of the clock to ask
  Seconds lead{0};
  bool has_offset = false;  ///< the moment is not the date that was said but computed from it
  TimePoint over = {};      ///< with a stated date: when the last moment that it can mean has passed
  Doubt doubt = Doubt::kNone;
  std::optional<Window> stated = {};            ///< of a doubt: what was said, moved by the offset
  std::shared_ptr<const text::Zone> zone = {};  ///< on whose clock the date was read; null when none was
  bool zone_told = false;                       ///< somebody has said where that is; otherwise the earliest possible
  std::optional<std::size_t> due = {};          ///< index in Situation::dues: no fact has started it
  [[nodiscard]] bool asks() const { return !moment.has_value(); }
  /// Nobody said a word about danger.
  [[nodiscard]] bool of_silence() const { return !fact.has_value() && !due.has_value(); }
};

/// The facts that count for the order, as indices into situation.facts, oldest first. See above.
std::vector<std::size_t> weighing_facts(const pack::Pack& pack, const std::vector<Fact>& facts);

/// Whether an atom of the pack holds, by the facts that count.
bool holds(const std::vector<Fact>& facts, const std::vector<std::size_t>& weighing, const pack::Atom& atom);

/// Sets `superseded` for people to see: here a later "do not know" does take the place of an earlier answer.
void mark_superseded(const pack::Pack& pack, std::vector<Fact>& facts);

/// All clocks that the situation's facts start, in the order of the facts, then of the pack; then what is due. Last
/// comes the clock to
/// ask about danger where nobody has said a word of it and none of us has answered yet: silence is not safety.
/// @param zone  the pack's own, for a pack that names no other zones
std::vector<RunningClock> running_clocks(const pack::Pack& pack, const Situation& situation, const text::Zone& zone);

/// Whether nobody knows if there is danger: the pack asks, and there is no answer, or only "we do not know". Ends with
/// our first reply, but for a "do not know" that somebody wrote down.
bool danger_unsaid(const pack::Pack& pack, const Situation& situation);

/// Says of one fact whether its answer is a danger, or a sign of one; keeps what it needs of the pack.
std::function<bool(const Fact&)> danger_rule(const pack::Pack& pack);

/// Indices of the weighing facts whose answer is a danger or says that there may be one (`at_risk`): those come last.
std::vector<std::size_t> danger_facts(const pack::Pack& pack, const std::vector<Fact>& facts);

}  // namespace waymark::desk::queue
