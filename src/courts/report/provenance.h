// provenance: which records are behind the cells of a tally, as lines for people and as records.csv for a release.
#pragma once

#include <string>

#include "courts/tally/tally.h"
#include "report/table.h"

namespace waymark::courts {

/// "1. 61GV0001|1-1/2024, accused 1 of 2: suspended …" with its pages, for a terminal.
Result<std::string> reasons_as_lines(const TallySource& source, const Cell& cell);

/// For each cell of a tally, each record behind it and each of its pages, a row; no names.
Result<report::Table> records_of(const TallySource& source, const Tally& tally);

/// From the text of a release's records.csv, as lines for a terminal.
/// @param cell  a name from the same release's tally.csv; that of the total lists everything
/// @error kInvalid: no such name; kMalformed: not as a release writes it
Result<std::string> reasons_in_release(const std::string& records_csv, const std::string& cell);

}  // namespace waymark::courts
