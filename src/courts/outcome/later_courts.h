// What later courts made of a verdict: appeal and cassation, and the courts that see to its execution.
#pragma once

#include <vector>

#include "courts/outcome/operative.h"

namespace waymark::courts {

/// Appeal and later: what became of the decision. Changed goes before the part that was left as it was.
OutcomeFinding outcome_of_review(const std::vector<Statement>& statements);
/// Execution of a sentence: whether the suspension ended, and how.
OutcomeFinding outcome_of_execution(const std::vector<Statement>& statements);

}  // namespace waymark::courts
