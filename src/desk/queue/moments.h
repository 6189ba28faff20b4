// Moments: all clocks of one case on one axis, past and to come. The one place where they are gathered: the timeline of
// a case reads it, and whatever lists the clocks of many cases. Pure.
#pragma once

#include <optional>
#include <vector>

#include "desk/queue/placement.h"

namespace waymark::desk::queue {

struct Moment {
  enum class Kind : std::uint8_t {
    kClock,     ///< of Derived::clocks, see `clock`: of a fact, or of something that is due
    kOwn,       ///< of ours: a promised answer, another look, silence; see `own`
    kReceived,  ///< the first request came
    kAnswered   ///< our first answer went
  };
  Kind kind = Kind::kClock;
  std::optional<std::size_t> clock = {};
  OwnClock own = OwnClock::kNone;
  TimePoint at = {};  ///< when it is or was: the moment; of a question when it should have been asked
  std::optional<TimePoint> latest_safe = {};  ///< when help must begin, of a clock that has a lead
  bool past = false;                          ///< surely: every moment that it can mean is over
};

/// Oldest first. A chain is told whole, also what does not lead now; a question that was answered is not told.
std::vector<Moment> moments_of(const Derived& derived, const Present& present);

}  // namespace waymark::desk::queue
