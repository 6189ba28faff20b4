// Recount: the rows for counting, made anew from a case file. They are those that were written when it happened: a
// figure can be checked against the cases that are still here. Pure: no store, no keys, no clock.
// @source docs/spec/desk-store.md "Stat rows"
#pragma once

#include <span>
#include <vector>

#include "desk/casefile/case_store.h"
#include "desk/casefile/stat_calendar.h"

namespace waymark::desk {

/// Rows of one case in the order of its events. What its calendar was at each moment `calendar` knows.
/// @param is_danger  as when the case was filed
std::vector<StatRow> recount(const CaseId& id, std::span<const StoredEvent> events, const StatCalendar& calendar,
                             const IsDanger& is_danger);

}  // namespace waymark::desk
