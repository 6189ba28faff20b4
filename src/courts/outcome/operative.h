// What an operative part says of one accused: its sentences, each with the words to read, without what is refused.
//
// A sentence that names an accused belongs to him, and so do those after it that name nobody. A sentence that names
// several is cut at the names, unless they stand side by side ("Петрову и Сидорову … считать условным").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "courts/outcome/outcome.h"

namespace waymark::courts {

struct Statement {
  std::string_view sentence;  ///< as written, borrowed
  std::string words;          ///< cyrillic(plain()): the sentence, or the part of it that is about this accused
  bool assigns = false;       ///< the whole sentence sets a punishment
  bool joint = false;         ///< says the same of another accused
};

/// Statements about the accused that is asked about, in order.
/// @return nothing when the part does not say whose outcome it names: several accused and this one not told apart
std::optional<std::vector<Statement>> statements_about(std::string_view operative, const ActQuestion& question);

/// The family name without the ending that its cases change, plain; empty for a hidden name or an initial.
std::string name_stem(std::string_view name);
/// Whether a word, plain, is the name of that stem in one of its cases.
bool is_name_in_case(std::string_view word, std::string_view stem);
/// Whether the person whom a sentence names by family name and initials is the one whom another names, so or in full.
/// False when the first names nobody.
bool names_same_person(std::string_view sentence, std::string_view other);

/// Whether a number stands there by itself: "25.1", not "125.1" or "25.12".
bool holds_number(std::string_view words, std::string_view number);
/// Whether an article of the code stands there: "ст. 73", "ст.ст. 64, 73 УК", "статьи 73".
bool holds_article(std::string_view words, std::string_view article);
/// Whether the words set a punishment or the place of it.
bool assigns_punishment(std::string_view words);
/// Whether a verb of the operative part ("отменить", "освободить") is what the court decides: not only what a complaint
/// or a petition asks for, nor what a warning says that a court may do.
bool decides(std::string_view words, std::string_view verb);
/// "в удовлетворении ходатайства отказать", "представление оставить без удовлетворения"
bool refuses(std::string_view words);

}  // namespace waymark::courts
