// provenance: which records are behind the cells of a tally, as lines for people and as records.csv for a release.
#pragma once

#include <string>

#include "programs/courts/tally_options.h"

namespace waymark::program {

/// "1. 61GV0001|1-1/2024, accused 1 of 2: suspended …" with its pages, for a terminal.
OrStop<std::string> reasons_as_lines(const courts::TallySource& source, const courts::Cell& cell);

/// For each cell of a tally, each record behind it and each of its pages, a row; no names.
OrStop<report::Table> records_of(const courts::TallySource& source, const courts::Tally& tally);

/// From a release's records.csv, as lines for a terminal.
/// @param cell  a name from the same release's tally.csv; that of the total lists everything
OrStop<std::string> reasons_in_release(const std::string& folder, const std::string& cell);

}  // namespace waymark::program
