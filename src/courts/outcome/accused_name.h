// Who is accused, as the text of an act names them. Inside of the outcome readers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "courts/outcome/sentence_words.h"

namespace waymark::courts {

struct AccusedName {
  std::string stem;     ///< of the family name, for every case it may stand in; or "фио1"; empty: nobody is named
  std::string alias;    ///< "(далее – ФИО1)": what they are called from there on; mostly empty
  bool joined = false;  ///< "Белкин и Ежов", "рядового Белкина … и рядового Ежова": another is named beside them
};

/// Whoever the introduction accuses; else who is called the accused; else whom the text names most often, not counting
/// witnesses, relatives and officials.
AccusedName accused_named_in(std::string_view text);
/// @param stem  of somebody whom a card names: finds the alias alone
AccusedName accused_called(std::string stem, std::string_view text);

/// Whether a sentence speaks of a case, its materials or a charge: "применил насилие в отношении рядового Суслова" and
/// "не усматривается, что в отношении Белкина принималось решение" accuse nobody.
bool is_about_a_case(const std::vector<Word>& words);
/// Whether "в отношении" or "по обвинению" ends there, or the "которым" of a sentence that is appealed.
bool introduces_at(const std::vector<Word>& words, std::size_t at);
/// Words behind the mark of an introduction in which the accused is named.
inline constexpr std::size_t kIntroductionReach = 16;

}  // namespace waymark::courts
