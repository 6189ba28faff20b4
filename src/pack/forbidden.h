// Forbidden: what no question may ask for, told from ids and from texts in three languages.
//
// Rule 6 of the product: no unit, position, strength, commander, route, exact place, document number or full name.
// A sentence that tells people not to write such a thing is fine and wanted. Thread rule: pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "base/language.h"

namespace waymark::pack {

enum class Forbidden { kUnit, kPosition, kStrength, kCommander, kRoute, kExactPlace, kDocumentNumber, kFullName };

/// "the number or name of a unit" and so on, for the author of a pack.
std::string_view describe(Forbidden forbidden);

/// Looks at an id such as "unit_number" or "commander".
std::optional<Forbidden> forbidden_in_id(std::string_view id);

/// Looks at a question or a label that people read. Sentences that begin with or contain a "do not" are skipped.
std::optional<Forbidden> forbidden_in_text(std::string_view text, Language language);

}  // namespace waymark::pack
