// csv_rows: reads back what to_csv() wrote.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waymark::report {

/// The rows, the first being the keys; all equally long. Borrowed text is copied.
/// @error kMalformed for anything that to_csv() does not write
Result<std::vector<std::vector<std::string>>> csv_rows(std::string_view csv);

}  // namespace waymark::report
