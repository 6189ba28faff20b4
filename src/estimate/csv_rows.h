// csv_rows: cells of a CSV text (RFC 4180; separator comma, semicolon or tab, chosen by the header line).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "estimate/refusal.h"

namespace waymark::estimate {

/// Rows of cells without quotes and without surrounding blanks (also no-break and zero-width ones); empty lines left
/// out; a byte-order mark skipped. A quote opens a cell only where the cell begins.
/// @error kOpenQuote (number: line where it opens): everything behind it would be one cell, and its people gone
Refused<std::vector<std::vector<std::string>>> csv_rows(std::string_view text);

/// What programs write for "not known": an empty cell, NA, NaN, NaT, N/A, #N/A, #Н/Д, NULL, None, a dash, a question
/// mark. Words are answers here ("unknown" may be a group), unlike in names (base/absent.h).
bool is_missing(std::string_view cell);

}  // namespace waymark::estimate
