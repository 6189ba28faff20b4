#include "courts/outcome/later_courts.h"

#include <algorithm>
#include <array>
#include <optional>

#include "courts/ids/words.h"
#include "courts/outcome/finding.h"

namespace waymark::courts {
namespace {

using enum Outcome;

constexpr std::array<std::string_view, 7> kDecisions = {"приговор", "постановлени",  "определени",  "судебные решения",
                                                        "решение",  "судебные акты", "судебный акт"};

/// Where the first of the words stands; npos if none does.
template <class Words>
std::size_t first_of(std::string_view words, const Words& wanted) {
  std::size_t first = std::string_view::npos;
  for (const std::string_view one : wanted) first = std::min(first, words.find(one));
  return first;
}

/// Whether the verb speaks of a measure of restraint, and not of a decision, be that one on restraint too.
bool is_about_restraint(std::string_view words, std::string_view verb) {
  constexpr std::array<std::string_view, 3> kRestraint = {"меру пресечения", "мера пресечения", "меры пресечения"};
  const std::size_t restraint = first_of(words, kRestraint), at = words.find(verb);
  if (restraint == std::string_view::npos) return false;
  if (restraint < first_of(words, kDecisions) || holds_any(words, {"без изменени"})) return true;
  const std::size_t stop = at == 0 || at == std::string_view::npos ? at : words.find_last_of(",;:", at - 1);
  const std::string_view clause = words.substr(stop == std::string_view::npos ? 0 : stop, at);
  const std::string_view before = clause.substr(0, clause.find(verb));
  return first_of(before, kRestraint) < first_of(before, kDecisions);
}

/// What of a verdict was changed: "изменить" said of several is no change for whom nothing of this is said.
bool says_what_changed(std::string_view words) {
  return holds_any(words, {"исключить", "исключив",     "смягчить", "смягчив",   "снизить",   "снизив",  "сократи",
                           "усилить",   "переквалифиц", "считать",  "назначить", "назначив",  "зачесть", "уточнить",
                           "уточнив",   "каждому",      "обоим",    "обоих",     "дополнить", "указа"});
}

/// Where nothing is said of the decision itself: it stands when every complaint against it was refused.
OutcomeFinding outcome_of_complaints(const std::vector<Statement>& statements) {
  std::optional<OutcomeFinding> refused;
  for (const Statement& statement : statements) {
    const std::string_view words = statement.words;
    if (!holds_any(words, {"жалоб", "представлени"})) continue;
    if (holds_any(words, {"без рассмотрения", "прекратить", "возвратить", "может быть обжалован"})) continue;
    if (!holds_any(words, {"оставить без удовлетворения"})) return abstain("nothing on the decision");
    if (!refused) refused = answer(kUpheld, statement.sentence, "the complaint was refused");
  }
  return refused ? *refused : abstain("nothing on the decision");
}

}  // namespace

OutcomeFinding outcome_of_review(const std::vector<Statement>& statements) {
  std::optional<OutcomeFinding> changed, of_several, reversed, upheld;
  bool his_change = false;  // something that was changed for him
  for (const Statement& statement : statements) {
    const std::string_view words = statement.words;
    his_change = his_change || (says_what_changed(words) && !refuses(words));
    if (first_of(words, kDecisions) == std::string_view::npos) continue;
    const bool part = holds_any(words, {"в части", "в остальн"});
    const auto take = [&](std::optional<OutcomeFinding>& into, Outcome outcome, std::string_view why) {
      if (!into) into = answer(outcome, statement.sentence, why);
    };
    const auto restraint = [&](std::string_view verb) { return is_about_restraint(words, verb); };
    if ((decides(words, "изменить") && !restraint("изменить")) ||
        (holds_any(words, {"изменив "}) && !restraint("изменив ")))
      take(statement.joint ? of_several : changed, kChanged, "changed");
    else if (decides(words, "отменить") && !part && !restraint("отменить"))
      take(reversed, kReversed, "set aside");
    else if (holds_any(words, {"без изменения", "без изменений"}) && !part)
      take(upheld, kUpheld, "left as it was");
  }
  if (of_several && !changed) {
    if (!his_change) return abstain("changed for one of several");
    changed = of_several;
  }
  if (changed && reversed) return abstain("changed and set aside");
  if (reversed && upheld) return abstain("one decision set aside, another left as it was");
  if (!changed && !reversed && !upheld) return outcome_of_complaints(statements);
  return changed ? *changed : reversed ? *reversed : *upheld;
}

namespace {

/// Cancelled because of good conduct (article 74, part 1), and not to be served.
bool lifts_early(std::string_view words) {
  if (holds_any(words, {"судимост", "досрочно", "до истечения"})) return true;
  if (holds_any(words, {"исполнить", "к исполнению", "отбыван", "направить"})) return false;
  if (holds_any(words, {"доказал", "доказавш"}) && !holds(words, "не доказа")) return true;
  return holds_any(words, {"ч. 1 ст. 74", "ч.1 ст.74", "ч.1 ст. 74", "ч. 1 ст.74", "части 1 статьи 74",
                           "части первой статьи 74", "ст. 74 ч. 1", "ст.74 ч.1"});
}

/// Whether the suspension is what is cancelled or replaced, and not a duty beside it.
bool cancels_suspension(std::string_view words) {
  if (!holds_any(words, {"условное осуждение", "условного осуждения"})) return false;
  if (!decides(words, "отменить") && !decides(words, "отменив") && !decides(words, "заменить")) return false;
  const std::size_t at = words.find("отмени");
  if (at == std::string_view::npos) return true;
  const std::string_view after = words.substr(at);
  const std::string_view first = after.substr(0, after.find_first_of(",;"));
  const std::string_view object = first.substr(0, first.find(" в связи"));
  return holds(object, "осужден") || !holds_any(object, {"обязанност", "запрет", "ограничени", "меру "});
}

}  // namespace

OutcomeFinding outcome_of_execution(const std::vector<Statement>& statements) {
  for (const Statement& statement : statements) {
    const std::string_view words = statement.words;
    if (refuses(words)) return abstain("refused: nothing became of the sentence");
    if (decides(words, "освободить") && is_for_service(words))
      return answer(kReleasedToFront, statement.sentence, "article 80.2");
    if (!cancels_suspension(words)) continue;
    if (lifts_early(words)) return abstain("lifted early");
    return answer(kSuspensionCancelled, statement.sentence, "suspension cancelled");
  }
  return abstain("nothing on the suspension");
}

}  // namespace waymark::courts
