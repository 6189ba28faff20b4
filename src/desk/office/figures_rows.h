// FiguresRows: stat rows as src/figures counts them.
#pragma once

#include <vector>

#include "desk/casefile/stat_calendar.h"
#include "figures/release.h"
#include "figures/rows.h"

namespace waymark::desk::office {

/// What counts of these rows: see figures::effective.
figures::EffectiveRows effective_rows(std::vector<StatRow> rows);

/// Calendars of other zones that rows were put on up to a day. @param zone, day  of the release
std::vector<figures::PastCalendar> calendars_before(const StatCalendar& calendar, std::string_view zone,
                                                    std::int64_t day);

}  // namespace waymark::desk::office
