// Court days: a day in court is acknowledged a week, three days and one day before it. The day before, two different
// people must have: whoever leads the case and one more. What nobody has acknowledged is our turn; what is late the day
// before climbs as a promise does. It moves no case in the order: its clock does. Pure functions.
// @source docs/decisions/court-days.md
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/queue/placement.h"

namespace waymark::desk::queue {

/// How many days before the day, farthest first. The last one takes two people.
inline constexpr std::array<int, 3> kCourtSteps{7, 3, 1};

/// Whether a clock of this kind is a day in court: "court" of a pack, "hearing" of a legal matter.
bool is_court(std::string_view kind);

struct CourtDay {
  TimePoint at = {};                   ///< the earliest that it can be
  int step = 0;                        ///< of kCourtSteps: the nearest that has come
  TimePoint since = {};                ///< when it came
  std::vector<std::string> seen = {};  ///< who has acknowledged this day at this step, in their order
  unsigned wanted = 1;                 ///< how many different people must
  bool done = false;                   ///< as many have, and with two of them whoever leads the case is among them
};

/// The days in court of a case whose first step has come and that are not over, nearest first; one for each moment.
/// What is known less sharply than by its day is none.
std::vector<CourtDay> court_days(const Derived& derived, TimePoint now);
/// The nearest that is not done, else the nearest; nothing when there is none.
std::optional<CourtDay> next_court_day(const Derived& derived, TimePoint now);

}  // namespace waymark::desk::queue
