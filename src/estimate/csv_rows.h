// csv_rows: cells of a CSV text (RFC 4180; separator comma, semicolon or tab, chosen by the header line).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waymark::estimate {

/// Rows of cells without quotes and without surrounding blanks; empty lines left out; a byte-order mark skipped.
std::vector<std::vector<std::string>> csv_rows(std::string_view text);

}  // namespace waymark::estimate
