// FactRef: how a page names one fact of a case, so that what it says is about that fact and no other.
//
// The place in the list and the second at which it was said: a list that has lost an old fact meanwhile (see
// fact_limit.h) makes the name fit nothing, never another fact.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "desk/queue/situation.h"

namespace waymark::desk {

inline std::string fact_ref(const Fact& fact, std::size_t place) {
  return std::to_string(place) + "-" + std::to_string(fact.said_at.time_since_epoch().count());
}

/// nullptr for a name that fits no fact.
inline const Fact* find_fact(const std::vector<Fact>& facts, std::string_view ref) {
  for (std::size_t place = 0; place < facts.size(); ++place)
    if (fact_ref(facts[place], place) == ref) return &facts[place];
  return nullptr;
}

/// The same thing said by the same mouth at the same time; what was checked since does not count.
inline bool same_statement(const Fact& a, const Fact& b) {
  return a.key == b.key && a.value == b.value && a.attributes == b.attributes && a.precision == b.precision &&
         a.said_by == b.said_by && a.author == b.author && a.said_at == b.said_at;
}

}  // namespace waymark::desk
