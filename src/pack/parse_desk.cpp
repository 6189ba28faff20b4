// The part of pack.json that the desk alone reads: the triage card, silence, and what can become of a case.
#include <algorithm>

#include "pack/members.h"

namespace waymark::pack {
namespace {

Result<Atom> parse_atom(const Json& json, const std::string& place) {
  LET(Members members, Members::of(json, place));
  Atom atom;
  LET(atom.question, members.name("question"));
  atom.is = json.contains("is");
  LET(atom.codes, members.names(atom.is ? "is" : "is_not", kAnswersMax));
  if (atom.codes.empty()) return malformed(place);
  TRY(members.done());
  return atom;
}

Result<TriageQuestion> parse_triage_question(const Json& json, const std::string& place) {
  LET(Members members, Members::of(json, place));
  TriageQuestion asked;
  LET(asked.question, members.name("question"));
  LET(asked.row, members.optional_name("row"));
  if (json.contains("answers")) {
    LET(asked.answers, members.names("answers", kTriageKeysMax));
    if (asked.answers.empty()) return malformed(place + "." + asked.question + ".answers");
  }
  TRY(members.done());
  return asked;
}

Result<std::vector<TriageQuestion>> parse_triage(const Json* json) {
  std::vector<TriageQuestion> triage;
  if (json == nullptr) return triage;
  if (!json->is_array() || json->empty()) return malformed("triage");
  if (json->size() > kTriageMax) return fail(Code::kTooLarge, "pack/parse", "triage");
  for (const Json& item : *json) {
    LET(TriageQuestion asked, parse_triage_question(item, "triage"));
    const bool repeated = std::ranges::any_of(triage, [&asked](const TriageQuestion& other) {
      return other.question == asked.question && other.row == asked.row;
    });
    if (repeated) return malformed("triage." + asked.question);
    triage.push_back(std::move(asked));
  }
  return triage;
}

Result<SilenceRule> parse_silence_rule(const Json& json) {
  LET(Members unnamed, Members::of(json, "silence"));
  SilenceRule rule;
  LET(rule.id, unnamed.name("id"));
  const std::string here = "silence." + rule.id;
  LET(Members members, Members::of(json, here));
  (void)members.find("id");
  LET(rule.after_hours, members.number("after_hours", 1, kClockHoursMax));
  LET(rule.danger, members.flag("danger"));
  LET(rule.when, parse_atoms(members.find("when"), here + ".when"));
  TRY(members.done());
  return rule;
}

Result<std::vector<SilenceRule>> parse_silence(const Json* json) {
  std::vector<SilenceRule> rules;
  if (json == nullptr) return rules;
  if (!json->is_array() || json->empty()) return malformed("silence");
  if (json->size() > kSilenceRulesMax) return fail(Code::kTooLarge, "pack/parse", "silence");
  for (const Json& item : *json) {
    LET(SilenceRule rule, parse_silence_rule(item));
    if (std::ranges::find(rules, rule.id, &SilenceRule::id) != rules.end()) return malformed("silence." + rule.id);
    rules.push_back(std::move(rule));
  }
  return rules;
}

Result<std::vector<OutcomeGroup>> parse_groups(const Json* json) {
  std::vector<OutcomeGroup> groups;
  if (json == nullptr) return groups;
  if (!json->is_array() || json->empty()) return malformed("outcome_groups");
  if (json->size() > kOutcomeGroupsMax) return fail(Code::kTooLarge, "pack/parse", "outcome_groups");
  for (const Json& item : *json) {
    LET(Members members, Members::of(item, "outcome_groups"));
    OutcomeGroup group;
    LET(group.id, members.name("id"));
    LET(group.outcomes, members.names("outcomes", kOutcomesMax));
    TRY(members.done());
    if (std::ranges::find(groups, group.id, &OutcomeGroup::id) != groups.end())
      return malformed("outcome_groups." + group.id);
    groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace

Result<std::vector<Atom>> parse_atoms(const Json* json, const std::string& place) {
  std::vector<Atom> atoms;
  if (json == nullptr) return atoms;
  if (!json->is_array() || json->empty()) return malformed(place);
  for (const Json& item : *json) {
    LET(Atom atom, parse_atom(item, place));
    atoms.push_back(std::move(atom));
  }
  return atoms;
}

Result<void> parse_desk_part(Members& members, Pack& pack) {
  LET(pack.triage, parse_triage(members.find("triage")));
  LET(pack.silence, parse_silence(members.find("silence")));
  LET(pack.outcomes, members.names("outcomes", kOutcomesMax));
  LET(pack.outcome_groups, parse_groups(members.find("outcome_groups")));
  if (members.has("outcomes_before")) {
    LET(pack.outcomes_before, members.names("outcomes_before", kOutcomesMax));
  }
  return {};
}

}  // namespace waymark::pack
