// Outcome from the words of a card. Each rule is a phrase that courts' forms use; the first that fits decides.
#include <array>
#include <initializer_list>
#include <span>

#include "courts/ids/words.h"
#include "courts/outcome/outcome.h"
#include "courts/outcome/sentences.h"

namespace waymark::courts {
namespace {

struct Rule {
  std::initializer_list<std::string_view> all;   ///< every one must be there
  std::initializer_list<std::string_view> none;  ///< and none of these
  Outcome outcome;
  std::string_view why;
};

bool fits(const Rule& rule, std::string_view words) {
  for (const std::string_view word : rule.all) {
    if (words.find(word) == std::string_view::npos) return false;
  }
  return !holds_any(words, rule.none);
}

const Rule* first_that_fits(std::span<const Rule> rules, std::string_view words) {
  for (const Rule& rule : rules) {
    if (fits(rule, words)) return &rule;
  }
  return nullptr;
}

const std::array<Rule, 8> kReviewRules = {{
    {{"в остальн", "отмен"}, {}, Outcome::kUnknown, "set aside in part"},
    {{"в остальн", "без изменения"}, {}, Outcome::kChanged, "changed, the rest left as it was"},
    {{"без изменения"}, {}, Outcome::kUpheld, "left as it was"},
    {{"без удовлетворения"}, {}, Outcome::kUpheld, "complaint refused"},
    {{"отменен"}, {}, Outcome::kReversed, "set aside"},
    {{"отмена"}, {}, Outcome::kReversed, "set aside"},
    {{"изменен"}, {"без изменения"}, Outcome::kChanged, "changed"},
    {{"изменить"}, {}, Outcome::kChanged, "changed"},
}};

const std::array<Rule, 5> kExecutionRules = {{
    {{"отменено условное"}, {"отказ", "судимост", "досрочно"}, Outcome::kSuspensionCancelled, "suspension cancelled"},
    {{"отмен", "условно"},
     {"отказ", "отмене условного осуждения и снятии", "судимост", "досрочно"},
     Outcome::kSuspensionCancelled,
     "suspension cancelled"},
    {{"удовлетворен", "отмен", "условн"},
     {"отказ", "судимост", "досрочно"},
     Outcome::kSuspensionCancelled,
     "suspension cancelled"},
    {{"отказ"}, {}, Outcome::kUnknown, "refused: nothing became of the sentence"},
    {{"условн"}, {}, Outcome::kUnknown, "lifted early, or the suspension stays"},
}};

const std::array<Rule, 35> kRules = {{
    {{"судебный штраф"}, {}, Outcome::kCourtFine, "court fine"},
    {{"78.1"}, {}, Outcome::kReleasedToFront, "article 78.1"},
    {{"приостановлен"}, {"возобновлен"}, Outcome::kProceedingsSuspended, "proceedings suspended"},
    {{"возвращен", "прокурор"}, {}, Outcome::kReturnedToProsecutor, "returned to the prosecutor"},
    {{"ст. 237"}, {}, Outcome::kReturnedToProsecutor, "article 237"},
    {{"ст.237"}, {}, Outcome::kReturnedToProsecutor, "article 237"},
    {{"направлено по подсудности"}, {}, Outcome::kTransferred, "transferred"},
    {{"передано по подсудности"}, {}, Outcome::kTransferred, "transferred"},
    {{"по подведомственности"}, {}, Outcome::kTransferred, "transferred"},
    {{"по подсудности"}, {}, Outcome::kTransferred, "transferred"},
    {{"медицинского характера"}, {"отказ"}, Outcome::kCompulsoryMedical, "compulsory medical measures"},
    {{"оправда"}, {"осужден"}, Outcome::kAcquitted, "acquitted"},
    {{"прекращен"}, {"приговор"}, Outcome::kTerminated, "terminated"},
    {{"прекращено"}, {}, Outcome::kTerminated, "terminated"},
    {{"условно"}, {"досрочн"}, Outcome::kSuspended, "suspended"},
    {{"дисциплинарн", "воинск"}, {}, Outcome::kDisciplinaryUnit, "disciplinary unit"},
    {{"ограничение по военной службе"}, {}, Outcome::kServiceRestriction, "restriction on service"},
    {{"колони", "поселен"}, {"общего", "строгого"}, Outcome::kColonySettlement, "colony settlement"},
    {{"колони", "общего режима"}, {"строгого", "поселен"}, Outcome::kColonyGeneral, "general regime"},
    {{"колони", "строгого режима"}, {"общего", "поселен"}, Outcome::kColonyStrict, "strict regime"},
    {{"лишение свободы"}, {"без лишения"}, Outcome::kPrison, "imprisonment"},
    {{"лишения свободы"}, {"не связан"}, Outcome::kPrison, "imprisonment"},
    {{"исправительные работы"}, {}, Outcome::kCorrectionalWork, "correctional work"},
    {{"обязательные работы"}, {}, Outcome::kCorrectionalWork, "compulsory work"},
    {{"исправительных работ"}, {}, Outcome::kCorrectionalWork, "correctional work"},
    {{"обязательных работ"}, {}, Outcome::kCorrectionalWork, "compulsory work"},
    {{"принудительные работы"}, {}, Outcome::kCorrectionalWork, "forced work"},
    {{"принудительных работ"}, {}, Outcome::kCorrectionalWork, "forced work"},
    {{"ограничение свободы"}, {}, Outcome::kOtherPunishment, "restriction of liberty"},
    {{"ограничения свободы"}, {}, Outcome::kOtherPunishment, "restriction of liberty"},
    {{"административного наказания"}, {"прекращ"}, Outcome::kAdministrativePunishment, "administrative punishment"},
    {{"штраф"}, {}, Outcome::kFine, "fine"},
    {{"вынесен приговор"}, {}, Outcome::kSentenced, "a sentence, punishment not said"},
    {{"обвинительный приговор"}, {}, Outcome::kSentenced, "a sentence, punishment not said"},
    {{"осужден"}, {"осуждени", "осужденн"}, Outcome::kSentenced, "a sentence, punishment not said"},
}};

/// Arrest as a punishment; courts also arrest property, at home, and for an administrative offence.
bool is_arrest(std::string_view words, Stage stage) {
  if (stage == Stage::kControl || stage == Stage::kAdministrative || stage == Stage::kCivil) return false;
  const bool word = find_word(words, "арест") != std::string_view::npos ||
                    find_word(words, "ареста") != std::string_view::npos ||
                    find_word(words, "аресту") != std::string_view::npos;
  return word && !holds_any(words, {"домашн", "имуществ", "налож", "административ", "счет", "отмен", "продл", "прекращ",
                                    "оправда", "лишени", "условно", "штраф"});
}

OutcomeFinding found(const Rule& rule, std::string_view words) {
  if (rule.outcome == Outcome::kUnknown)
    return {.outcome = Outcome::kUnknown, .basis = OutcomeBasis::kNone, .sentence = {}, .why = rule.why};
  return {
      .outcome = rule.outcome, .basis = OutcomeBasis::kCard, .sentence = shortened(trimmed(words)), .why = rule.why};
}

}  // namespace

OutcomeFinding outcome_of_words(std::string_view words, Stage stage) {
  const std::string text = plain(words);
  if (text.empty())
    return {.outcome = Outcome::kUnknown, .basis = OutcomeBasis::kNone, .sentence = {}, .why = "the card is silent"};
  if (stage == Stage::kAppeal || stage == Stage::kCassation || stage == Stage::kSupervision ||
      text.starts_with("без изменения")) {
    if (const Rule* const rule = first_that_fits(kReviewRules, text)) return found(*rule, words);
  }
  if (stage == Stage::kExecution) {
    if (const Rule* const rule = first_that_fits(kExecutionRules, text)) return found(*rule, words);
  }
  if (is_arrest(text, stage))
    return {.outcome = Outcome::kArrest,
            .basis = OutcomeBasis::kCard,
            .sentence = shortened(trimmed(words)),
            .why = "arrest"};
  if (const Rule* const rule = first_that_fits(kRules, text)) return found(*rule, words);
  return {.outcome = Outcome::kUnknown,
          .basis = OutcomeBasis::kNone,
          .sentence = {},
          .why = "the card's words are not known"};
}

}  // namespace waymark::courts
