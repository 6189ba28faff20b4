#include "desk/casefile/fact_limit.h"

#include <algorithm>
#include <map>

#include "base/check.h"

namespace waymark::desk {
namespace {

using Place = std::vector<Fact>::iterator;

/// The same statement again; when it was said does not count.
bool says_the_same(const Fact& a, const Fact& b) {
  return a.key == b.key && a.value == b.value && a.attributes == b.attributes && a.precision == b.precision &&
         a.said_by == b.said_by && a.verification == b.verification && a.superseded == b.superseded;
}

/// The oldest fact, of those that `may_go`, that is said again later.
template <class MayGo>
Place oldest_repeat(std::vector<Fact>& facts, const MayGo& may_go) {
  for (auto fact = facts.begin(); fact != facts.end(); ++fact) {
    const auto same = [&fact](const Fact& later) { return says_the_same(*fact, later); };
    if (may_go(*fact) && std::any_of(fact + 1, facts.end(), same)) return fact;
  }
  return facts.end();
}

/// The oldest fact, of those that `may_go`, of the question that has the most of them.
template <class MayGo>
Place oldest_of_the_longest(std::vector<Fact>& facts, const MayGo& may_go) {
  std::map<std::string_view, std::size_t> counts;
  for (const Fact& fact : facts)
    if (may_go(fact)) ++counts[fact.key];
  if (counts.empty()) return facts.end();
  const auto longest = std::ranges::max_element(counts, {}, [](const auto& count) { return count.second; })->first;
  return std::ranges::find_if(facts, [&](const Fact& fact) { return fact.key == longest && may_go(fact); });
}

}  // namespace

void drop_one_fact(std::vector<Fact>& facts, const IsDanger& is_danger) {
  CHECK(!facts.empty());
  const auto is_no_danger = [&is_danger](const Fact& fact) { return !is_danger || !is_danger(fact); };
  auto fact = oldest_repeat(facts, is_no_danger);
  if (fact == facts.end()) fact = oldest_repeat(facts, [](const Fact&) { return true; });
  if (fact == facts.end()) fact = oldest_of_the_longest(facts, is_no_danger);
  // Nothing but different dangers: the first ones stay.
  if (fact == facts.end()) fact = facts.end() - 1;
  facts.erase(fact);
}

}  // namespace waymark::desk
