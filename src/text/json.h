// JSON from outside: parsed in one place, with limits, never with exceptions.
//
// Refuses what nlohmann::json lets through silently: a key that comes twice, nesting deeper than a limit, a document
// larger than a limit. Numbers are as the library reads them; callers ask for the type they need through the helpers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/result.h"

namespace waymark::text {

struct JsonLimits {
  std::size_t bytes_max = 65'536;
  std::size_t depth_max = 16;
};

/// @error kTooLarge over a limit, kMalformed for broken JSON (detail "line N"), invalid UTF-8 or a key that comes twice
Result<nlohmann::json> parse_json(std::string_view text, JsonLimits limits = {});

/// The member as a string. @error kMalformed if it is missing or of another type
Result<std::string> string_member(const nlohmann::json& object, std::string_view key);
/// The member as an integer within the range. @error kMalformed if missing, of another type or outside
Result<std::int64_t> integer_member(const nlohmann::json& object, std::string_view key, std::int64_t low,
                                    std::int64_t high);

}  // namespace waymark::text
