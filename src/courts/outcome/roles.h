// What one word says of a person: a rank, a relative, a witness, an official, a name. Inside of the outcome readers.
#pragma once

#include "courts/outcome/sentence_words.h"

namespace waymark::courts {

/// All take a word as words_of_sentence() has it.
bool is_rank(std::string_view word);
bool is_kin(std::string_view word);
/// Those whom a verdict speaks of beside the accused.
bool is_other_role(std::string_view word);
bool is_accused_word(std::string_view word);
/// Judges, prosecutors and those who write for them.
bool is_official(std::string_view word);
/// "ФИО1"
bool is_depersonalised(std::string_view word);
/// A capitalised word that can be a family name.
bool can_be_family(const Word& word);
/// A family name by its ending, in any case: "белкину", "ромашковым", "травный".
bool ends_as_family(std::string_view word);
/// "Речной гарнизонный военный суд", "г. Белкин", "Белкинского района": what is named there is a place.
bool is_place(const std::vector<Word>& words, std::size_t at);

}  // namespace waymark::courts
