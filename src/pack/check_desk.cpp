#include "pack/check_desk.h"

#include <algorithm>
#include <map>

namespace waymark::pack {
namespace {

class DeskChecker {
 public:
  explicit DeskChecker(const Pack& pack) : pack_(pack) {}

  std::vector<Finding> take() {
    for (const TriageQuestion& asked : pack_.triage) check_triage(asked);
    for (const SilenceRule& rule : pack_.silence) check_silence(rule);
    check_last_silence();
    check_groups();
    check_before();
    return std::move(findings_);
  }

 private:
  void refuse(Rule rule, std::string place, std::string about) {
    findings_.push_back({Severity::kRefused, rule, std::move(place), std::move(about)});
  }

  void check_triage(const TriageQuestion& asked) {
    const std::string place = "triage." + asked.question;
    const Question* question = pack_.question(asked.question);
    if (question == nullptr)
      return refuse(Rule::kBrokenReference, place, "There is no question '" + asked.question + "'.");
    const bool is_table = question->kind == QuestionKind::kTable;
    if (question->answers.empty())
      return refuse(Rule::kBrokenReference, place, "This question has no answers that a key could name.");
    if (is_table != asked.row.has_value())
      return refuse(Rule::kBrokenReference, place,
                    is_table ? "Of a table one row is asked: name it." : "Only a table has rows.");
    if (asked.row && question->answer(*asked.row) == nullptr)
      refuse(Rule::kBrokenReference, place, "The table has no row '" + *asked.row + "'.");
    for (const std::string& code : asked.answers)
      if (is_table || question->answer(code) == nullptr)
        refuse(Rule::kBrokenReference, place, "Question '" + asked.question + "' has no answer '" + code + "'.");
    if (pack_.triage_codes(asked).size() > kTriageKeysMax)
      refuse(Rule::kTooManyAnswers, place, "There are nine keys: choose at most nine answers.");
    check_ready_question(asked.question, place);
  }

  /// "We do not know" puts the ready question into the box: so there must be one.
  void check_ready_question(const std::string& question, const std::string& place) {
    for (const Language language : pack_.languages)
      if (!pack_.text(language, "ask." + question).has_value())
        refuse(Rule::kMissingText, place,
               "Nothing can be asked when this is unknown: 'ask." + question + "' is missing in '" +
                   std::string(code_of(language)) + "'.");
  }

  void check_silence(const SilenceRule& rule) {
    for (const Atom& atom : rule.when) {
      const Question* question = pack_.question(atom.question);
      if (question == nullptr) {
        refuse(Rule::kBrokenReference, "silence." + rule.id, "There is no question '" + atom.question + "'.");
        continue;
      }
      for (const std::string& code : atom.codes)
        if (question->answer(code) == nullptr)
          refuse(Rule::kBrokenReference, "silence." + rule.id,
                 "Question '" + atom.question + "' has no answer '" + code + "'.");
    }
  }

  /// Somebody always counts as silent at last.
  void check_last_silence() {
    for (std::size_t at = 0; at < pack_.silence.size(); ++at) {
      const SilenceRule& rule = pack_.silence[at];
      const bool always = rule.when.empty() && !rule.danger;
      const bool last = at + 1 == pack_.silence.size();
      if (last && !always)
        refuse(Rule::kBrokenReference, "silence." + rule.id,
               "The last rule must fit every case: no 'when', no 'danger'.");
      if (!last && always)
        refuse(Rule::kBrokenReference, "silence." + rule.id, "This rule fits every case: those after it never count.");
    }
  }

  void check_groups() {
    if (pack_.outcome_groups.empty()) return;
    std::map<std::string, int> times;
    for (const OutcomeGroup& group : pack_.outcome_groups)
      for (const std::string& code : group.outcomes) {
        ++times[code];
        if (std::ranges::find(pack_.outcomes, code) == pack_.outcomes.end())
          refuse(Rule::kBrokenReference, "outcome_groups." + group.id, "There is no outcome '" + code + "'.");
      }
    for (const std::string& code : pack_.outcomes)
      if (times[code] != 1)
        refuse(Rule::kBrokenReference, "outcomes." + code, "An outcome stands in exactly one group.");
  }

  void check_before() {
    for (const std::string& code : pack_.outcomes_before)
      if (std::ranges::find(pack_.outcomes, code) != pack_.outcomes.end())
        refuse(Rule::kBrokenReference, "outcomes_before." + code, "This outcome is still offered.");
  }

  const Pack& pack_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check_desk_part(const Pack& pack) { return DeskChecker(pack).take(); }

}  // namespace waymark::pack
