// Silence: how long after our reply nobody's answer counts as silence, by the rules of the pack. Pure.
// @source docs/spec/pack.md "Silence"
#pragma once

#include <string>

#include "desk/queue/clocks.h"

namespace waymark::desk::queue {

/// Where a pack has no rules: a silent case comes back after this time.
inline constexpr Seconds kSilenceLasts{3 * 86400};

struct Silence {
  std::string rule = {};  ///< of the pack; empty where it has none
  Seconds after{kSilenceLasts};
};

/// The first rule that fits.
/// @param danger  somebody is or may be in danger
Silence silence_of(const pack::Pack& pack, const std::vector<Fact>& facts, bool danger);

}  // namespace waymark::desk::queue
