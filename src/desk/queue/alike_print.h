// A print of what makes requests alike to whoever reads the list: a wave of them is one row (board.h).
#pragma once

#include "desk/queue/placement.h"

namespace waymark::desk::queue {

/// The same for requests of one hour in one section that say the same, with the same clock before them; of this process
/// alone. 0 for one that stands alone: moved by somebody, answered, or closed.
std::uint64_t alike_print(const pack::Pack& pack, const Derived& derived, const Placement& placement);

}  // namespace waymark::desk::queue
