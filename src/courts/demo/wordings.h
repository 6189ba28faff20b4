// Wordings: articles as courts write them and results as cards word them, each with what it means. Inside of demo.
#pragma once

#include <string>
#include <string_view>

#include "courts/demo/dice.h"
#include "courts/outcome/outcome.h"

namespace waymark::courts {

struct Charge {
  std::string written, normal;
};
/// One of the usual charges, in one of the spellings of its court.
Charge draw_charge(Dice& dice, std::size_t spelling);
/// "ст.337 ч.3.1 УК РФ": what a charge becomes when a court edits it.
Charge other_charge();

struct Decision {
  Outcome real;
  std::string_view words;   ///< of a card that says what was decided
  std::string_view in_act;  ///< the operative sentence of the act; empty: no act is written
};
/// What a first instance decides, as often as courts do.
const Decision& draw_result(Dice& dice);
const Decision& result_of(Outcome outcome);
/// What an appeal or cassation decides.
const Decision& draw_review(Dice& dice);
const Decision& draw_execution(Dice& dice);
/// The words of a card that does not say which punishment.
inline constexpr std::string_view kSentenceWords = "Вынесен ПРИГОВОР";

}  // namespace waymark::courts
