#include "desk/queue/silence.h"

#include <algorithm>

namespace waymark::desk::queue {

Silence silence_of(const pack::Pack& pack, const std::vector<Fact>& facts, bool danger) {
  if (pack.silence.empty()) return {};
  const std::vector<std::size_t> weighing = weighing_facts(pack, facts);
  for (const pack::SilenceRule& rule : pack.silence) {
    if (rule.danger && !danger) continue;
    if (std::ranges::all_of(rule.when, [&](const pack::Atom& atom) { return holds(facts, weighing, atom); }))
      return {rule.id, std::chrono::hours{rule.after_hours}};
  }
  return {};
}

}  // namespace waymark::desk::queue
