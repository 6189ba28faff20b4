// Whether what is said of somebody agrees with them in case. Inside of the outcome readers.
#pragma once

#include "courts/outcome/sentence_words.h"

namespace waymark::courts {

/// Whether the name at `mention` and the participle that what stands at `at` hangs on cannot go together: "Белкин узнал
/// о гибели односельчанина, мобилизованного осенью" is not said of Белкин. Doubtful endings agree.
bool disagree_in_case(const std::vector<Word>& words, std::size_t mention, std::size_t at);
/// Whether what stands at `at` hangs on a verb or a participle that tells of one person as the subject: "призван …",
/// "проходя …", "призванный …", "будучи призванным …"; not "имущества, выдаваемого призванным …".
bool is_said_directly(const std::vector<Word>& words, std::size_t at);

}  // namespace waymark::courts
