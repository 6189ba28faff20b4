// Parts: a text that is longer than one message goes as several, the first part now, the rest as a further message.
// Nothing is cut away. The same as web/shared/protocol/parts.ts; tests/vectors/parts.json holds both to it.
// Library envelope_message.
// @source docs/spec/envelope.md "Longer than one message"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/language.h"

namespace waymark::envelope {

struct Parts {
  std::string first;
  std::string rest;  ///< empty if all of it fits
};

/// Parts at a paragraph, a sentence or a word; " […]" ends a part that goes on, "[…] " begins the one that goes on.
/// @param text UTF-8 with LF as line ends
/// @param bytes_max what fits into the first part, at least 32
Parts split_text(std::string_view text, std::size_t bytes_max);

/// How many letters are sure to fit into `bytes`: of the size that most letters of `typed` have, or of the language
/// while nothing is typed.
std::int64_t letters_in(std::size_t bytes, std::string_view typed, Language language);

}  // namespace waymark::envelope
