// Forbidden: what no question may ask for, told from ids and from texts in three languages.
//
// Rule 6 of the product: no unit, position, strength, commander, route, exact place, document number or full name.
// A sentence that tells people not to write such a thing is fine and wanted. Rule 7: no card advises on routes,
// crossing borders or evading; there a "do not" excuses nothing. Thread rule: pure functions.
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

/// What no card may advise on.
enum class Advice { kRoute, kCrossing, kEvading, kForgery, kSelfInjury };
std::string_view describe(Advice advice);

/// Looks at a text of a card. The word lists catch honest mistakes, not a determined author.
std::optional<Advice> forbidden_advice(std::string_view text, Language language);

}  // namespace waymark::pack
