// What a phrase of an act says of how somebody serves, whoever that is. Inside of the outcome readers.
#pragma once

#include <array>

#include "courts/outcome/outcome.h"
#include "courts/outcome/sentence_words.h"

namespace waymark::courts {

struct CategoryRule {
  Category category;
  /// Whether the word at a place, with what stands around it, says so.
  bool (*says)(const std::vector<Word>&, std::size_t);
};

/// The stronger first: who was mobilised stays so whatever he signed, a volunteer's contract is no soldier's, and most
/// served as conscripts once.
const std::array<CategoryRule, 4>& category_rules();

}  // namespace waymark::courts
