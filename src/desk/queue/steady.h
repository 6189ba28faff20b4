// Steady: how long a case stays where it stands, so that a list need not look at every case again each time.
//
// Pure function of clocks, situation and time. It names every moment at which a comparison with the present in
// placement.cpp, court.cpp and board.cpp can turn out differently; too many cost a little time, one that is missing
// would leave a case in a place of the past. Whoever adds a comparison there adds its moment here: steady_test.cpp
// compares both on random cases and times.
#pragma once

#include "desk/queue/placement.h"

namespace waymark::desk::queue {

/// The first moment after the present at which place(), place_untold() or whose turn it is may differ, if nothing of
/// the case changes. Until then they are the same at every second from the present on.
TimePoint steady_until(const Derived& derived, const Present& present);

}  // namespace waymark::desk::queue
