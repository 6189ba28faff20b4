// Labels: facts in the short words of the pack, for the list and the case view.
#pragma once

#include <string>
#include <vector>

#include "desk/queue/situation.h"
#include "pack/pack.h"

namespace waymark::desk::queue {

inline constexpr std::size_t kLabelsMax = 6;

/// "hospital", "passport taken": short labels of the facts that count, in the order of the pack, at most kLabelsMax.
/// Danger comes first. Facts whose label is empty or missing in the pack are left out.
std::vector<std::string> situation_labels(const pack::Pack& pack, const std::vector<Fact>& facts, Language language);
/// The same in two parts, so that a row can say the danger once: what is a danger or a sign of one, and the rest.
struct RowLabels {
  std::vector<std::string> dangers;
  std::vector<std::string> others;
};
RowLabels row_labels(const pack::Pack& pack, const std::vector<Fact>& facts, Language language);

/// Short label of one fact; empty if the pack has none.
std::string short_label(const pack::Pack& pack, const Fact& fact, Language language);
/// Name of the question as a fact ("Documents"); the key itself if the pack does not know it.
std::string fact_label(const pack::Pack& pack, const Fact& fact, Language language);
/// The whole answer ("International passport: taken by the command"); the code itself if the pack does not know it.
std::string value_label(const pack::Pack& pack, const Fact& fact, Language language);

/// Whether writer and subject are two persons, by the facts that count.
bool third_person(const pack::Pack& pack, const std::vector<Fact>& facts);

struct ContactAdvice {
  pack::ContactRule rule = pack::ContactRule::kFree;  ///< the strictest that applies
  std::vector<std::string> texts = {};                ///< strictest first, in the language asked for
};

/// What must be thought of before a reply is sent.
ContactAdvice contact_advice(const pack::Pack& pack, const std::vector<Fact>& facts, Language language);

}  // namespace waymark::desk::queue
