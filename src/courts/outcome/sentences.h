// Sentences of an act's text: cut so that "ст. 337", "г. Ростов", "И.И. Иванов" do not end one. Inside of the outcome
// readers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waymark::courts {

/// Borrowed pieces of `text`, trimmed, none empty. A line break ends a sentence; ';' ends one too (courts list with
/// it).
std::vector<std::string_view> sentences_of(std::string_view text);
/// The operative part: everything after the last heading "ПРИГОВОРИЛ", "ПОСТАНОВИЛ", "ОПРЕДЕЛИЛ"; empty if there is
/// none.
std::string_view operative_part(std::string_view text);
/// The sentence, shortened to kSentenceBytesMax at a character's border.
std::string shortened(std::string_view sentence);

}  // namespace waymark::courts
