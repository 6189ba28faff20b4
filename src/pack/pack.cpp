#include "pack/pack.h"

#include <algorithm>

namespace waymark::pack {

const Answer* Question::answer(std::string_view code) const {
  const auto found =
      std::find_if(answers.begin(), answers.end(), [code](const Answer& answer) { return answer.code == code; });
  return found == answers.end() ? nullptr : &*found;
}

const Question* Pack::question(std::string_view wanted) const {
  const auto found = std::find_if(questions.begin(), questions.end(),
                                  [wanted](const Question& question) { return question.id == wanted; });
  return found == questions.end() ? nullptr : &*found;
}

std::optional<std::string_view> Pack::text(Language language, std::string_view key) const {
  const auto catalogue = texts.find(language);
  if (catalogue == texts.end()) return std::nullopt;
  const auto found = catalogue->second.find(key);
  if (found == catalogue->second.end()) return std::nullopt;
  return std::string_view(found->second);
}

std::vector<std::string> Pack::triage_codes(const TriageQuestion& asked) const {
  const Question* found = question(asked.question);
  std::vector<std::string> codes = asked.answers;
  if (found == nullptr || !codes.empty()) return codes;
  if (found->kind == QuestionKind::kTable)
    codes = found->states;
  else
    for (const Answer& answer : found->answers) codes.push_back(answer.code);
  std::erase(codes, "unknown");
  return codes;
}

std::string Pack::name() const { return id + "@" + std::to_string(version); }

}  // namespace waymark::pack
