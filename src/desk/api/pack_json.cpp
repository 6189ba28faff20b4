// The words of the pack.
#include <algorithm>

#include "desk/api/write.h"

namespace waymark::desk::api {

using Json = nlohmann::json;

namespace {

Json write_answer_of_pack(const pack::Pack& pack, const pack::Question& question, const pack::Answer& one,
                          Language language) {
  const std::string key = "answer." + question.id + "." + one.code;
  Json date = nullptr;
  if (one.date == pack::AnswerDate::kFuture) date = "future";
  if (one.date == pack::AnswerDate::kPast) date = "past";
  return {{"code", one.code},
          {"label", pack.text(language, key).value_or(one.code)},
          {"date", date},
          {"country", one.country},
          {"year", or_null(one.year)},
          {"danger", one.danger}};
}

/// The group in which an outcome stands, in words; null where the pack has no groups.
Json group_of(const pack::Pack& pack, const std::string& code, Language language) {
  for (const pack::OutcomeGroup& group : pack.outcome_groups)
    if (std::ranges::find(group.outcomes, code) != group.outcomes.end())
      return pack.text(language, "outcome_group." + group.id).value_or(group.id);
  return nullptr;
}

/// What can become of a case, in the order of the pack.
Json write_outcomes(const pack::Pack& pack, Language language) {
  Json all = Json::array();
  for (const std::string& code : pack.outcomes)
    all.push_back({{"code", code},
                   {"label", pack.text(language, "outcome." + code).value_or(code)},
                   {"group", group_of(pack, code, language)}});
  return all;
}

Json write_atoms(const std::vector<pack::Atom>& atoms) {
  Json all = Json::array();
  for (const pack::Atom& atom : atoms)
    all.push_back({{"question", atom.question}, {"is", atom.is}, {"codes", atom.codes}});
  return all;
}

/// The questions of the triage card, with the answers that have keys.
Json write_triage(const pack::Pack& pack) {
  Json all = Json::array();
  for (const pack::TriageQuestion& asked : pack.triage) {
    const pack::Question* question = pack.question(asked.question);
    if (question == nullptr) continue;
    all.push_back({{"question", asked.question},
                   {"row", or_null(asked.row)},
                   {"codes", pack.triage_codes(asked)},
                   {"when", write_atoms(question->when)}});
  }
  return all;
}

}  // namespace

Json write_pack(const pack::Pack& pack, Language language) {
  Json questions = Json::array();
  for (const pack::Question& question : pack.questions) {
    if (question.answers.empty()) continue;
    const char* kind = question.kind == pack::QuestionKind::kOne    ? "one"
                       : question.kind == pack::QuestionKind::kMany ? "many"
                                                                    : "table";
    Json one = {{"id", question.id},
                {"label", pack.text(language, "short." + question.id).value_or(question.id)},
                {"kind", kind},
                {"answers", Json::array()},
                {"states", Json::array()}};
    for (const pack::Answer& chosen : question.answers)
      one["answers"].push_back(write_answer_of_pack(pack, question, chosen, language));
    for (const std::string& state : question.states)
      one["states"].push_back(
          {{"code", state}, {"label", pack.text(language, "state." + question.id + "." + state).value_or(state)}});
    questions.push_back(std::move(one));
  }
  return {{"id", pack.id},
          {"version", pack.version},
          {"questions", std::move(questions)},
          {"triage", write_triage(pack)},
          {"outcomes", write_outcomes(pack, language)}};
}

}  // namespace waymark::desk::api
