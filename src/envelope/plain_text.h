// Undoes what programs do to plain ASCII on its way: long dashes, hard spaces, invisible signs, HTML entities.
// Internal to src/envelope.
#pragma once

#include <string>
#include <string_view>

namespace waymark::envelope {

/// ASCII only: dashes of all kinds are '-', spaces are ' ', invisible signs are gone, and any other sign, as well as a
/// byte that is no UTF-8, is a '#'.
std::string plain_text(std::string_view text);

}  // namespace waymark::envelope
