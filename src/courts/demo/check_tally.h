// The tally of the demonstration's archive against the truth. Inside of check_demo.
#pragma once

#include <filesystem>
#include <map>

#include "courts/demo/check.h"

namespace waymark::courts {

/// Adds exact lines: accused by outcome with nothing joined, and cases with the true links. Sets received_found: cases
/// with the links that were found.
/// @param ids  case id of each key
Result<void> compare_tally(const World& world, const Truth& truth, const std::map<std::string, std::int64_t>& ids,
                           const Linked& linked, const std::filesystem::path& archive, CheckReport& report);

}  // namespace waymark::courts
