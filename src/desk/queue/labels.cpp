#include "desk/queue/labels.h"

#include <algorithm>

#include "desk/queue/clocks.h"
#include "envelope/grammar.h"

namespace waymark::desk::queue {
namespace {

struct Weighing {
  const Fact* fact;
  const pack::Question* question;
  const pack::Answer* answer;
};

/// The facts that count and that the pack knows, in the order of the pack's questions.
std::vector<Weighing> known_facts(const pack::Pack& pack, const std::vector<Fact>& facts) {
  std::vector<Weighing> all;
  for (const std::size_t index : weighing_facts(pack, facts)) {
    const pack::Question* question = pack.question(facts[index].key);
    const pack::Answer* answer = question == nullptr ? nullptr : question->answer(facts[index].value);
    if (answer != nullptr) all.push_back({&facts[index], question, answer});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Weighing& a, const Weighing& b) { return a.question < b.question; });
  return all;
}

std::string text_or(const pack::Pack& pack, Language language, const std::string& key, std::string_view otherwise) {
  return std::string(pack.text(language, key).value_or(otherwise));
}

std::string state_of(const Fact& fact) {
  const auto found = fact.attributes.find("state");
  return found == fact.attributes.end() ? "" : found->second;
}

}  // namespace

std::string short_label(const pack::Pack& pack, const Fact& fact, Language language) {
  const std::string key = "short." + fact.key + "." + fact.value;
  const std::string state = state_of(fact);
  return text_or(pack, language, state.empty() ? key : key + "." + state, "");
}

std::string fact_label(const pack::Pack& pack, const Fact& fact, Language language) {
  return text_or(pack, language, "short." + fact.key, fact.key);
}

std::string value_label(const pack::Pack& pack, const Fact& fact, Language language) {
  std::string label = text_or(pack, language, "answer." + fact.key + "." + fact.value, fact.value);
  const std::string state = state_of(fact);
  if (!state.empty()) label += ": " + text_or(pack, language, "state." + fact.key + "." + state, state);
  if (const auto country = fact.attributes.find("country"); country != fact.attributes.end())
    label += ", " + envelope::country_name(country->second, language);
  return label;
}

std::vector<std::string> situation_labels(const pack::Pack& pack, const std::vector<Fact>& facts, Language language) {
  std::vector<Weighing> known = known_facts(pack, facts);
  std::stable_partition(known.begin(), known.end(), [](const Weighing& one) { return one.answer->danger; });
  std::vector<std::string> labels;
  for (const Weighing& one : known) {
    std::string label = short_label(pack, *one.fact, language);
    const bool repeated = std::find(labels.begin(), labels.end(), label) != labels.end();
    if (!label.empty() && !repeated && labels.size() < kLabelsMax) labels.push_back(std::move(label));
  }
  return labels;
}

RowLabels row_labels(const pack::Pack& pack, const std::vector<Fact>& facts, Language language) {
  RowLabels labels;
  for (const std::size_t index : danger_facts(pack, facts)) {
    std::string label = short_label(pack, facts[index], language);
    const bool repeated = std::ranges::find(labels.dangers, label) != labels.dangers.end();
    if (!label.empty() && !repeated && labels.dangers.size() < kLabelsMax) labels.dangers.push_back(std::move(label));
  }
  for (std::string& label : situation_labels(pack, facts, language))
    if (std::ranges::find(labels.dangers, label) == labels.dangers.end()) labels.others.push_back(std::move(label));
  return labels;
}

bool third_person(const pack::Pack& pack, const std::vector<Fact>& facts) {
  const std::vector<Weighing> known = known_facts(pack, facts);
  return std::any_of(known.begin(), known.end(), [](const Weighing& one) { return one.answer->third_person; });
}

ContactAdvice contact_advice(const pack::Pack& pack, const std::vector<Fact>& facts, Language language) {
  std::vector<Weighing> known = known_facts(pack, facts);
  std::erase_if(known, [](const Weighing& one) { return one.answer->contact == pack::ContactRule::kFree; });
  std::stable_sort(known.begin(), known.end(),
                   [](const Weighing& a, const Weighing& b) { return a.answer->contact > b.answer->contact; });
  ContactAdvice advice;
  for (const Weighing& one : known) {
    advice.rule = std::max(advice.rule, one.answer->contact);
    std::string text = text_or(pack, language, "contact_rule." + one.fact->key + "." + one.fact->value, "");
    if (!text.empty()) advice.texts.push_back(std::move(text));
  }
  return advice;
}

}  // namespace waymark::desk::queue
