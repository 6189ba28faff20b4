// From what all views say about a case to its facts: pure functions, so that facts can be derived anew at any time.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "courts/archive/facts.h"
#include "courts/archive/records.h"

namespace waymark::courts {

/// What one view says now.
struct ViewNow {
  Card card = {};  ///< with the texts of its acts
  std::int32_t first_seen = kNoDay;
  std::int32_t last_seen = kNoDay;
  std::int32_t gone = kNoDay;
};

/// A fact with its texts before courts and articles became terms.
struct DraftFact {
  Fact fact = {};
  FactTexts texts = {};
  std::string court = {};
  std::string articles = {};
  std::string main_article = {};
};

/// One draft for each accused, or one for the case. Each value is from the best view that has it.
/// @param views  at least one; in any order
std::vector<DraftFact> derive_facts(std::span<const ViewNow> views);
/// Whether a card says that (and when) the case was decided.
bool says_decided(const Card& card);

}  // namespace waymark::courts
