// FactLimit: which fact of a case goes when there are too many (a flood of answers, or a sender who means harm).
//
// A case keeps kSituationFactsMax facts in the agenda. What decides life and death must not be pushed out by repeats:
// repeats go first, then the oldest fact of the question that has the most, and a danger never while anything else is
// left. Only the pack knows what a danger is; without it no fact counts as one. Pure.
#pragma once

#include <functional>
#include <vector>

#include "desk/queue/situation.h"

namespace waymark::desk {

/// Whether the answer in a fact names a danger. Empty: nobody knows.
using IsDanger = std::function<bool(const Fact&)>;

/// Removes the fact that matters least. @param facts  at least one, oldest first
void drop_one_fact(std::vector<Fact>& facts, const IsDanger& is_danger);

}  // namespace waymark::desk
