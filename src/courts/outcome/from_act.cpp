// Outcome from the text of an act. Only the operative part counts, and in it only what speaks of this
// punishment: words on an earlier sentence (cancelled, added, kept running) are set aside before anything is read.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "courts/ids/words.h"
#include "courts/outcome/finding.h"
#include "courts/outcome/later_courts.h"
#include "courts/outcome/operative.h"
#include "courts/outcome/outcome.h"
#include "courts/outcome/sentences.h"

namespace waymark::courts {
namespace {

using enum Outcome;

/// "По совокупности приговоров … окончательно назначить": the punishment to serve, whatever else the sentence names.
bool is_final(std::string_view words) {
  return holds_any(words, {"окончательн", "по совокупности"}) || holds_article(words, "70");
}

/// "условно", "условным": of a punishment, not of a release on parole or of somebody who was convicted so earlier.
bool says_conditional(std::string_view words) {
  for (const std::string_view word : {"условно", "условным", "условной", "условными", "условному"}) {
    for (std::size_t at = find_word(words, word); at != std::string_view::npos; at = find_word(words, word, at + 1)) {
      const std::string_view after = words.substr(at + word.size());
      if (!after.starts_with("-досрочн") && !after.starts_with(" досрочн") && !after.starts_with(" осужд")) return true;
    }
  }
  return false;
}

/// "на основании ст. 73 УК РФ … считать условным", "5 лет условно", "не приводить в исполнение, если …".
bool suspends(std::string_view words) {
  if (holds_any(words, {"просьб", "довод"})) return false;
  if (holds(words, "оснований") && (find_word(words, "нет") != std::string_view::npos || holds(words, "не име")))
    return false;
  if (holds_any(words, {"не считать", "без применения", "не усматрив", "не примен", "исключить", "разъяснить",
                        "не находит", "продлить", "невозможн", "нецелесообразн"})) {
    return false;
  }
  const bool article = holds_article(words, "73"), probation = holds_any(words, {"испытательн", "испытани"});
  if (article && holds_any(words, {"применить", "применив"})) return true;
  if (says_conditional(words) && !holds_any(words, {"ранее", "условное осуждение", "условного осуждения"})) return true;
  if (says_conditional(words) && holds_any(words, {"считать условн"})) return true;
  if (holds_any(words, {"условное осуждение", "условного осуждения", "условно осужд"})) return false;
  const bool sets = holds_any(words, {"установить", "определить", "назначить", "устанавлива"}) &&
                    !holds_any(words, {"приговор", "прежн", "истек"});
  return probation && (article || (sets && words.find("испытательн") != std::string_view::npos));
}

/// Earlier verdicts and what stays of them.
bool keeps_another(std::string_view words) {
  return holds_any(words, {"исполнять самостоятельно", "самостоятельно исполнять", "исполнять отдельно", "которым он",
                           "которым осужден"});
}

/// Years, months, hours or roubles in figures or words: a punishment with its measure needs no verb.
bool holds_measure(std::string_view words) {
  return holds_any(words, {" лет", " год", " месяц", " мес", " г. ", " часов", " часа", " сут", "руб"});
}

/// Sentences on another verdict, on the conduct during probation, on evidence and costs.
bool speaks_of_something_else(std::string_view words) {
  if (!holds_any(words, {"по приговору",
                         "приговор от",
                         "приговором",
                         "прежн",
                         "предыдущ",
                         "ранее назначен",
                         "ранее осужд",
                         "условное осуждение",
                         "условно-досрочн",
                         "вещественн",
                         "процессуальн",
                         "мера пресечения",
                         "меру пресечения",
                         "апелляцион",
                         "разъяснить",
                         "предупредить",
                         "содержания под стражей",
                         "время содержания",
                         "зачесть",
                         "засчитать",
                         "исполнять самостоятельно",
                         "самостоятельно исполнять",
                         "отклонить"})) {
    return false;
  }
  if (keeps_another(words)) return !is_final(words) || suspends(words);
  if (suspends(words)) return holds_any(words, {"приговором", "прежн", "отклонить"});
  const bool only_restraint = holds_any(words, {"мера пресечения", "меру пресечения"}) &&
                              !holds_any(words, {"приговору", "приговор от", "приговором", "зачесть", "засчитать"});
  if (only_restraint && words.find("отбывать") != std::string_view::npos && holds_measure(words)) return false;
  return !(is_final(words) && assigns_punishment(words));
}

/// What stands in place of deprivation of liberty or of correctional work: articles 51, 53.1 and 55.
std::optional<Outcome> replacement_of(std::string_view words) {
  if (!holds_any(words, {"вместо", "взамен", "заменить", "заменив", "заменяя", "с заменой"})) return std::nullopt;
  if (holds_any(words, {"не представляется", "невозможн", "нельзя", "не заменять", "оснований"})) return std::nullopt;
  if (holds_any(words, {"дисциплинарн"}) || holds_article(words, "55")) return kDisciplinaryUnit;
  if (holds_any(words,
                {"ограничения по военной службе", "ограничение по военной службе", "ограничением по военной службе"})) {
    return kServiceRestriction;
  }
  if (holds_any(words, {"принудительны"}) || holds_article(words, "53.1")) return kCorrectionalWork;
  return std::nullopt;
}

/// "общего режима", "режим - общий", "режим исправительной колонии строгий": the adjective near the noun.
bool names_regime(std::string_view words, std::string_view stem) {
  constexpr std::string_view kRegime = "режим";
  constexpr std::size_t kBefore = 18, kAfter = 60;  // bytes; between them at most "исправительной колонии"
  for (std::size_t at = words.find(kRegime); at != std::string_view::npos; at = words.find(kRegime, at + 1)) {
    const std::size_t from = at > kBefore ? at - kBefore : 0;
    if (holds(words.substr(from, at - from), stem)) return true;
    const std::string_view after = words.substr(at + kRegime.size(), kAfter);
    const std::string_view same = after.substr(0, after.find_first_of(",;("));
    if (holds(same, stem)) return true;
  }
  return false;
}

bool names_place(std::string_view words) {
  return holds_any(words, {"колони", "режим", "исправительного учреждения", "вид учреждения", "к/п"}) ||
         holds_article(words, "58") || find_word(words, "ик") != std::string_view::npos ||
         find_word(words, "кп") != std::string_view::npos;
}

/// The kind of colony, by its name or by the letter of part 1 of article 58; two kinds in one sentence are none.
/// @return nothing for two kinds; kPrison where none is named
std::optional<Outcome> colony_of(std::string_view words) {
  bool settlement =
      (words.find("колони") != std::string_view::npos && words.find("поселен") != std::string_view::npos) ||
      words.find("к/п") != std::string_view::npos || find_word(words, "кп") != std::string_view::npos;
  const bool camp = find_word(words, "ик") != std::string_view::npos;
  bool general = names_regime(words, "общ") || (camp && find_word(words, "ор") != std::string_view::npos);
  bool strict = names_regime(words, "строг") || (camp && find_word(words, "ср") != std::string_view::npos);
  const bool special = names_regime(words, "особ");
  if (!settlement && !general && !strict && holds_article(words, "58")) {
    settlement = holds_any(words, {"«а»", "\"а\""});
    general = holds_any(words, {"«б»", "\"б\""});
    strict = holds_any(words, {"«в»", "\"в\""});
  }
  if (settlement + general + strict + special > 1) return std::nullopt;
  return settlement ? kColonySettlement : general ? kColonyGeneral : strict ? kColonyStrict : kPrison;
}

/// A fine as the punishment itself: not one beside another, not a court's fine, not one that secures something.
bool is_fine(std::string_view words) {
  if (words.find("оштрафовать") != std::string_view::npos) return true;
  if (holds_any(words, {"дополнительн", "судебн", "самостоятельно", "уплаты штраф", "со штраф", "освободить"}))
    return false;
  return words.find("штраф") != std::string_view::npos && holds_any(words, {"руб", "размере", "тысяч", "в виде штраф"});
}

/// Arrest as a punishment, not of property, at home or before the verdict.
bool is_arrest(std::string_view words) {
  if (holds_any(words, {"налож", "имуществ", "домашн", "счет", "отменить", "снять", "лишени"})) return false;
  return holds_any(words, {"в виде ареста", "аресту на", "арест сроком", "арест на", "- арест", "ареста сроком"});
}

std::optional<Outcome> punishment_of(std::string_view words) {
  if (const auto instead = replacement_of(words)) return instead;
  const bool takes_liberty = words.find("свободы") != std::string_view::npos && holds_any(words, {"лишить", "лишив"});
  const bool prison = (takes_liberty || holds_any(words, {"лишения свободы", "лишение свободы", "лишению свободы"})) &&
                      !holds_any(words, {"взамен лишения", "вместо лишения", "без лишения свободы"});
  if (prison || (holds_any(words, {"отбыва", "исправительного учреждения"}) && holds_any(words, {"колони", "58"})) ||
      names_place(words)) {
    return colony_of(words);
  }
  if (holds_any(words, {"дисциплинарн"}) && holds_any(words, {"част"})) return kDisciplinaryUnit;
  if (holds_any(words, {"по военной службе", "по воинской службе"}) && holds_any(words, {"ограничен", "ограничить"}))
    return kServiceRestriction;
  if (holds_any(words, {"исправительных работ", "обязательных работ", "принудительных работ", "исправительные работы",
                        "обязательные работы", "принудительные работы", "исправительным работам",
                        "обязательным работам", "принудительным работам"})) {
    return kCorrectionalWork;
  }
  if (is_arrest(words)) return kArrest;
  if (is_fine(words)) return kFine;
  if (holds_any(words, {"ограничения свободы", "ограничение свободы", "в виде лишения права"}) &&
      !holds_any(words, {"дополнительн"}))
    return kOtherPunishment;
  return std::nullopt;
}

/// What becomes of things and papers, which may name a reason that is none of this decision's.
bool speaks_of_things(std::string_view words) {
  return holds_any(words, {"вещественн", "вернуть", "хранить", "удостоверени", "уничтожить"});
}

/// Compulsory treatment: ordered, or refused and ended.
bool orders_treatment(std::string_view words) {
  return holds_any(words, {"меры медицинского", "мер медицинского", "меру медицинского", "мера медицинского",
                           "принудительное лечение", "принудительного лечения"}) &&
         !holds_any(words, {"отказать", "не применять", "прекратить применение", "отменить"});
}

std::optional<OutcomeFinding> without_punishment(std::string_view sentence, std::string_view words) {
  // Proceedings on treatment alone end: what becomes of the case is not said by that.
  if (holds_any(words, {"производство о применении", "производство по применению"}) && holds(words, "прекратить"))
    return std::nullopt;
  const bool ends = decides(words, "прекратить") && !holds_any(words, {"гражданск", "по иску"}) &&
                    holds_any(words, {"производство по", "производство прекратить", "дело", "преследовани"});
  const bool releases =
      ends || holds_any(words, {"освободив его от угол", "освобождению от уголовной ответственности"}) ||
      (decides(words, "освободить") && holds_any(words, {"от уголовной ответственности", "от наказания"}));
  if (releases && (holds_any(words, {"судебного штрафа", "судебный штраф"}) || holds_number(words, "76.2") ||
                   holds_number(words, "25.1"))) {
    return answer(kCourtFine, sentence, "court fine");
  }
  if (releases && is_for_service(words)) return answer(kReleasedToFront, sentence, "article 78.1");
  const bool returns = decides(words, "возвратить") || decides(words, "вернуть") ||
                       (holds_any(words, {"направить", "передать"}) && holds_article(words, "237"));
  if (returns && words.find("прокурор") != std::string_view::npos && words.find("дел") != std::string_view::npos)
    return answer(kReturnedToProsecutor, sentence, "article 237");
  if (decides(words, "приостановить") && words.find("производств") != std::string_view::npos)
    return answer(kProceedingsSuspended, sentence, "article 238");
  if (holds_any(words, {"подсудности", "подсудно "}) && (decides(words, "направить") || decides(words, "передать")))
    return answer(kTransferred, sentence, "transferred");
  if (orders_treatment(words)) return answer(kCompulsoryMedical, sentence, "compulsory medical measures");
  if (holds_any(words, {"оправдать", "оправданн", "невиновн"})) return answer(kAcquitted, sentence, "acquitted");
  if (ends) return answer(kTerminated, sentence, "terminated");
  return std::nullopt;
}

/// Whether a sentence finds somebody guilty: "признать виновным", not "невиновным".
bool convicts(std::string_view words) {
  for (std::size_t at = words.find("виновн"); at != std::string_view::npos; at = words.find("виновн", at + 1)) {
    const std::string_view before = words.substr(0, at);
    if (!before.ends_with("не") && !before.ends_with("не ")) return holds_any(words, {"признать", "признан"});
  }
  return false;
}

/// "Производство в отношении Петрова прекратить": beside a conviction, one of the two is about somebody else.
bool ends_for_somebody(std::string_view words) {
  return words.find("прекратить") != std::string_view::npos && words.find("в отношении") != std::string_view::npos;
}

/// "По обвинению в … оправдать": of one charge, whatever became of the others.
bool is_of_a_charge(Outcome outcome, std::string_view words) {
  return (outcome == kAcquitted || outcome == kTerminated) &&
         holds_any(words, {"по обвинению", "в части обвинения", "обвинение по", "обвинение в", "по эпизоду"});
}

/// A punishment that was set and will not be served: reconciled, too late, too ill, an amnesty.
bool frees_from_punishment(std::string_view words) {
  if (!decides(words, "освободить") && !holds_any(words, {"освободив"})) return false;
  if (!holds_any(words, {"от наказания", "от отбывания", "от назначенного наказания"})) return false;
  for (const std::string_view article : {"75", "76", "78", "80.1", "81", "83", "84"})
    if (holds_article(words, article)) return true;
  return holds_any(words, {"примирени", "давност", "амнисти", "раскаяни", "болезн"});
}

/// How strongly a sentence speaks for the final punishment; least where it has no verb ("- 3 года лишения свободы").
int weight_of(std::string_view words) {
  if (replacement_of(words)) return 4;
  return is_final(words) ? 3 : assigns_punishment(words) ? 2 : 1;
}

struct Reading {
  std::string_view sentence;
  Outcome outcome = kUnknown;
  int weight = 0;
};

bool refines(Outcome specific, Outcome vague) {
  return vague == kPrison && (specific == kColonySettlement || specific == kColonyGeneral || specific == kColonyStrict);
}

/// The final punishment among what was read; nothing if two remain.
std::optional<Reading> ranked(const std::vector<Reading>& readings) {
  std::optional<Reading> best;
  for (const Reading& one : readings) {
    if (!best || one.weight > best->weight || (one.weight == best->weight && refines(one.outcome, best->outcome)))
      best = one;
  }
  for (const Reading& one : readings) {
    const bool rival = best && one.weight == best->weight && one.outcome != best->outcome;
    if (rival && !refines(best->outcome, one.outcome)) return std::nullopt;
  }
  if (best && best->outcome == kPrison) {  // "…лишения свободы" and, in the next sentence, "в колонии общего режима"
    std::optional<Reading> place;
    for (const Reading& one : readings) {
      if (!refines(one.outcome, kPrison)) continue;
      if (place && place->outcome != one.outcome) return std::nullopt;
      if (!place) place = one;
    }
    if (place) return place;
  }
  return best;
}

/// Of a sentence on several that was cut at their names, the place may stand with the last of them.
bool names_place_elsewhere(const Statement& statement) {
  const std::string whole = cyrillic(plain(statement.sentence));
  return statement.words.size() < whole.size() && names_place(whole);
}

/// What the statements say, one by one.
struct Verdict {
  std::vector<Reading> readings;
  std::optional<OutcomeFinding> without;    // the first end that is no punishment
  std::optional<OutcomeFinding> of_charge;  // the first end of one charge
  std::string_view charge, conviction;      // their sentences
  std::optional<OutcomeFinding> suspended;  // the first suspension
  bool convicted = false, ended = false, two_regimes = false, for_service = false;
  bool place_after_suspension = false, not_read = false, freed = false, of_several = false;

  /// Whether the charge that ended is one of several against the same person.
  [[nodiscard]] bool leaves_other_charges() const {
    return of_charge && !conviction.empty() && (of_several || names_same_person(charge, conviction));
  }
  void read(const Statement& statement) {
    const std::string_view words = statement.words;
    for_service = for_service || (is_for_service(words) && !speaks_of_things(words));
    if (refuses(words)) return;
    if (convicts(words) && !std::exchange(convicted, true)) conviction = statement.sentence;
    freed = freed || frees_from_punishment(words);
    ended = ended || ends_for_somebody(words);
    if (auto other = without_punishment(statement.sentence, words)) {
      if (is_of_a_charge(other->outcome, words)) {
        if (!std::exchange(of_charge, std::move(other))) charge = statement.sentence;
        return;
      }
      if (!without || without->outcome == kCompulsoryMedical) without = std::move(other);
      return;
    }
    if (speaks_of_something_else(words)) return;
    if (suspends(words)) {
      if (!suspended) suspended = answer(kSuspended, statement.sentence, "article 73");
      return;
    }
    if (!statement.assigns && !holds_measure(words) && !names_place(words)) return;
    const auto punishment = punishment_of(words);
    place_after_suspension = place_after_suspension || (suspended && punishment && refines(*punishment, kPrison));
    not_read = not_read || (punishment == kPrison && (names_place(words) || names_place_elsewhere(statement))) ||
               says_conditional(words) || words.find("испытательн") != std::string_view::npos;
    if (punishment) readings.push_back({statement.sentence, *punishment, weight_of(words)});
    two_regimes = two_regimes || (!punishment && holds_any(words, {"общего режима"}) &&
                                  holds_any(words, {"строгого режима", "поселен"}));
  }
};

OutcomeFinding outcome_of_verdict(const std::vector<Statement>& statements, bool of_several) {
  Verdict verdict;
  verdict.of_several = of_several;
  for (const Statement& statement : statements) verdict.read(statement);
  if (verdict.of_charge && !verdict.without && !verdict.leaves_other_charges()) verdict.without = verdict.of_charge;
  if (verdict.two_regimes && !verdict.suspended) return abstain("two regimes in one sentence");
  const bool punished = verdict.convicted || verdict.suspended || !verdict.readings.empty();
  // Treatment beside a sentence leaves the sentence what it is.
  if (punished && verdict.without && verdict.without->outcome == kCompulsoryMedical) verdict.without.reset();
  if (punished && (verdict.without || verdict.ended)) return abstain("a conviction beside another end");
  if (punished && verdict.freed) return abstain("a punishment that is not served");
  if (verdict.without && verdict.without->outcome == kTerminated && verdict.for_service)
    verdict.without->outcome = kReleasedToFront, verdict.without->why = "article 78.1";
  if (verdict.without) return *verdict.without;
  if (verdict.suspended && verdict.place_after_suspension) return abstain("a suspension, and then a place to serve");
  if (verdict.suspended) return *verdict.suspended;
  if (verdict.readings.empty()) return abstain("no punishment that is known");
  const auto final_one = ranked(verdict.readings);
  if (!final_one) return abstain("two punishments that cannot be ranked");
  if (final_one->outcome == kPrison && verdict.not_read) return abstain("a place or a suspension that was not read");
  return answer(final_one->outcome, final_one->sentence, "punishment");
}

}  // namespace

OutcomeFinding outcome_of_act(std::string_view text, const ActQuestion& question) {
  const std::string_view operative = operative_part(text);
  if (operative.empty()) return abstain("no operative part");
  const auto statements = statements_about(operative, question);
  if (!statements) return abstain("several accused that are not told apart");
  switch (question.stage) {
    case Stage::kAppeal:
    case Stage::kCassation:
    case Stage::kSupervision: return outcome_of_review(*statements);
    case Stage::kExecution: return outcome_of_execution(*statements);
    default: return outcome_of_verdict(*statements, !question.others.empty());
  }
}

}  // namespace waymark::courts
