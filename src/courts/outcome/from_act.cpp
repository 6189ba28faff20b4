// Outcome from the text of an act. Only the operative part counts, and in it only what speaks of this
// punishment: words on an earlier sentence (cancelled, added, kept running) are set aside before anything is read.
#include <algorithm>
#include <array>
#include <optional>

#include "courts/ids/words.h"
#include "courts/outcome/outcome.h"
#include "courts/outcome/sentences.h"

namespace waymark::courts {
namespace {

using enum Outcome;

/// Sentences on another verdict, on the conduct during probation, on evidence and costs.
bool speaks_of_something_else(std::string_view words) {
  if (holds_any(words, {"по приговору", "предыдущ", "ранее назначен", "условное осуждение", "вещественн",
                        "процессуальн", "мера пресечения", "меру пресечения", "апелляцион", "разъяснить",
                        "содержания под стражей", "время содержания"})) {
    return !holds_any(words, {"наказание считать условным", "окончательн"});
  }
  return false;
}

/// "на основании ст. 73 УК РФ … считать условным", "5 лет условно".
bool suspends(std::string_view words) {
  const bool briefly = holds_any(words, {"лет условно", "года условно", "год условно", "месяцев условно",
                                         "месяца условно", "свободы условно"}) &&
                       !holds_any(words, {"условно-досрочн", "ранее", "осужденн"});
  const bool says = briefly || holds_any(words, {"считать условным", "условным с испытательным", "считать условно",
                                                 "постановил считать условн", "условно с испытательным",
                                                 "считать назначенное наказание условным"});
  return says && !holds_any(words, {"не считать", "без применения"});
}

std::optional<Outcome> punishment_of(std::string_view words) {
  const bool prison = holds_any(words, {"лишения свободы", "лишение свободы", "лишению свободы"}) &&
                      !holds_any(words, {"взамен лишения", "без лишения свободы"});
  if (prison || (holds_any(words, {"отбыван"}) && holds_any(words, {"колони"}))) {
    const bool settlement =
        words.find("колони") != std::string_view::npos && words.find("поселен") != std::string_view::npos;
    const bool general = words.find("общего режима") != std::string_view::npos;
    const bool strict = words.find("строгого режима") != std::string_view::npos;
    if (settlement + general + strict > 1) return std::nullopt;
    return settlement ? kColonySettlement : general ? kColonyGeneral : strict ? kColonyStrict : kPrison;
  }
  if (holds_any(words, {"дисциплинарной воинской части"})) return kDisciplinaryUnit;
  if (holds_any(words, {"ограничения по военной службе", "ограничение по военной службе"})) return kServiceRestriction;
  if (holds_any(words, {"исправительных работ", "обязательных работ", "принудительных работ"}))
    return kCorrectionalWork;
  if (holds_any(words, {"в виде ареста"})) return kArrest;
  if (holds_any(words, {"в виде штрафа", "наказание в виде штраф", "штраф в размере"}) &&
      holds_any(words, {"наказани", "назначить"}))
    return kFine;
  if (holds_any(words, {"наказание в виде ограничения свободы"}) && !holds_any(words, {"дополнительн"}))
    return kOtherPunishment;
  return std::nullopt;
}

bool assigns(std::string_view words) {
  return holds_any(words, {"назначить", "приговорить", "подвергнуть", "наказание в виде", "окончательн",
                           "лишить свободы", "отбыван"});
}

OutcomeFinding answer(Outcome outcome, std::string_view sentence, std::string_view why) {
  return {.outcome = outcome, .basis = OutcomeBasis::kActText, .sentence = shortened(sentence), .why = why};
}

OutcomeFinding abstain(std::string_view why) {
  return {.outcome = kUnknown, .basis = OutcomeBasis::kNone, .sentence = {}, .why = why};
}

std::optional<OutcomeFinding> without_punishment(std::string_view sentence, std::string_view words) {
  const bool releases = holds_any(words, {"прекратить", "освободить от уголовной ответственности"});
  if (releases && holds_any(words, {"судебного штрафа", "судебный штраф", "76.2", "25.1"}))
    return answer(kCourtFine, sentence, "court fine");
  if (releases && holds_any(words, {"78.1", "28.2"})) return answer(kReleasedToFront, sentence, "article 78.1");
  if (holds_any(words, {"возвратить прокурору", "возвратить уголовное дело прокурору"}))
    return answer(kReturnedToProsecutor, sentence, "article 237");
  if (words.find("возвратить") != std::string_view::npos && words.find("прокурор") != std::string_view::npos)
    return answer(kReturnedToProsecutor, sentence, "article 237");
  if (holds_any(words, {"приостановить производство", "производство по уголовному делу приостановить",
                        "производство приостановить"})) {
    return answer(kProceedingsSuspended, sentence, "article 238");
  }
  if (holds_any(words, {"по подсудности"}) && holds_any(words, {"направить", "передать"}))
    return answer(kTransferred, sentence, "transferred");
  if (holds_any(words, {"принудительные меры медицинского", "принудительных мер медицинского",
                        "принудительную меру медицинского"})) {
    return answer(kCompulsoryMedical, sentence, "compulsory medical measures");
  }
  if (holds_any(words, {"оправдать", "невиновн"})) return answer(kAcquitted, sentence, "acquitted");
  if (words.find("прекратить") != std::string_view::npos && !holds_any(words, {"гражданск", "по иску"}) &&
      holds_any(words, {"производство по", "уголовное дело", "преследовани"})) {
    return answer(kTerminated, sentence, "terminated");
  }
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

/// How strongly a sentence speaks for the final punishment.
int weight_of(std::string_view words) {
  if (holds_any(words, {"окончательн"})) return 3;
  return assigns(words) ? 2 : 1;
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
    for (const Reading& one : readings) {
      if (refines(one.outcome, kPrison)) return one;
    }
  }
  return best;
}

}  // namespace

OutcomeFinding outcome_of_act(std::string_view text) {
  const std::string_view operative = operative_part(text);
  if (operative.empty()) return abstain("no operative part");
  std::vector<Reading> readings;
  std::optional<OutcomeFinding> without;    // the first end that is no punishment
  std::optional<OutcomeFinding> suspended;  // the first suspension
  bool convicted = false;
  bool ended = false;
  for (const std::string_view sentence : sentences_of(operative)) {
    const std::string words = plain(sentence);
    convicted = convicted || convicts(words);
    ended = ended || ends_for_somebody(words);
    if (auto other = without_punishment(sentence, words)) {
      if (!without) without = std::move(other);
      continue;
    }
    if (speaks_of_something_else(words)) continue;
    if (suspends(words)) {
      if (!suspended) suspended = answer(kSuspended, sentence, "article 73");
      continue;
    }
    const auto punishment = punishment_of(words);
    if (punishment && assigns(words)) readings.push_back({sentence, *punishment, weight_of(words)});
    if (!punishment && !suspended && assigns(words) && holds_any(words, {"общего режима"}) &&
        holds_any(words, {"строгого режима", "поселен"})) {
      return abstain("two regimes in one sentence");
    }
  }
  const bool punished = convicted || suspended || !readings.empty();
  if (punished && (without || ended)) return abstain("a conviction beside another end");
  if (without) return *without;
  if (suspended) return *suspended;
  if (readings.empty()) return abstain("no punishment that is known");
  const auto final_one = ranked(readings);
  if (!final_one) return abstain("two punishments that cannot be ranked");
  return answer(final_one->outcome, final_one->sentence, "punishment");
}

}  // namespace waymark::courts
