// FiguresRows: stat rows as src/figures counts them.
#pragma once

#include <vector>

#include "desk/casefile/stat_row.h"
#include "figures/rows.h"

namespace waymark::desk::office {

/// What counts of these rows: see figures::effective.
std::vector<figures::Effective> effective_rows(std::vector<StatRow> rows);

}  // namespace waymark::desk::office
