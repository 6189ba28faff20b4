// The pins as they stand in the page: JSON that cannot end the element it stands in.
// @source docs/spec/portable.md "Pins"; read by web/shared/protocol/portable.ts
#pragma once

#include <string>
#include <string_view>

#include "roster/page_note.h"

namespace waymark::portable {

std::string write_pins(const roster::Pins& pins);
/// @error kMalformed, kUnsupported (another version)
Result<roster::Pins> parse_pins(std::string_view json);

/// What `waymark-bridge --make-keys` prints. @error kMalformed
Result<roster::PinnedBridge> parse_bridge(std::string_view json);

/// At least one key, not too many, one for each day from made_day on.
bool keys_fit(const roster::Pins& pins);

}  // namespace waymark::portable
