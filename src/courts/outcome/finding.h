// How a reader of texts answers, and what verdicts and later orders have in common. Inside of the outcome readers.
#pragma once

#include <string_view>

#include "courts/outcome/outcome.h"

namespace waymark::courts {

/// The outcome that a sentence says, with the sentence it rests on. @param why a literal
OutcomeFinding answer(Outcome outcome, std::string_view sentence, std::string_view why);
/// Left open. @param why a literal
OutcomeFinding abstain(std::string_view why);
/// Article 78.1 or 80.2 of the УК, 28.2 of the УПК; or, where proceedings end, the reason that only they know.
bool is_for_service(std::string_view words);

}  // namespace waymark::courts
