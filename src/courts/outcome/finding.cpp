#include "courts/outcome/finding.h"

#include "courts/ids/words.h"
#include "courts/outcome/operative.h"
#include "courts/outcome/sentences.h"

namespace waymark::courts {

OutcomeFinding answer(Outcome outcome, std::string_view sentence, std::string_view why) {
  return {.outcome = outcome, .basis = OutcomeBasis::kActText, .sentence = shortened(sentence), .why = why};
}

OutcomeFinding abstain(std::string_view why) {
  return {.outcome = Outcome::kUnknown, .basis = OutcomeBasis::kNone, .sentence = {}, .why = why};
}

bool is_for_service(std::string_view words) {
  if (holds_number(words, "78.1") || holds_number(words, "80.2") || holds_number(words, "28.2")) return true;
  if (holds(words, "государственной наград") && holds_any(words, {"награжд", "получени"})) return true;
  return holds_any(words, {"заключением контракта о прохождении", "призывом на военную службу по мобилизации",
                           "призывом на военную службу в период"});
}

}  // namespace waymark::courts
