// Cards as canonical JSON: what a revision's body holds (docs/spec/courts-archive.md). Keys sorted, no spaces, empty
// members left out; numbers, УИД and articles are kept as written and read again by the types when they come back.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "courts/archive/records.h"

namespace waymark::courts {

nlohmann::json json_of(const Card& card);
/// @error kMalformed for anything that json_of() does not write
Result<Card> card_of(const nlohmann::json& json);
/// Largest body of an entry.
inline constexpr std::size_t kBodyBytesMax = 64U << 20U;

}  // namespace waymark::courts
