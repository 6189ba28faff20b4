// The question that a clock waits for, ready to be sent: in the person's language, without a word that is dangerous to
// be seen on their screen.
#pragma once

#include <string>

#include "base/language.h"
#include "desk/queue/clocks.h"
#include "text/catalogue.h"

namespace waymark::desk::queue {

/// @param clock  one that asks, see RunningClock::asks
std::string ready_question(const text::Catalogue& catalogue, const pack::Pack& pack, Language language,
                           const RunningClock& clock);

}  // namespace waymark::desk::queue
