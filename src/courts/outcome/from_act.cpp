// Outcome and category from the text of an act. Only the operative part counts, and in it only what speaks of this
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

/// "на основании ст. 73 УК РФ … считать условным".
bool suspends(std::string_view words) {
  const bool says =
      holds_any(words, {"считать условным", "условным с испытательным", "считать условно", "постановил считать условн",
                        "условно с испытательным", "считать назначенное наказание условным"});
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
  if (words.find("прекратить") != std::string_view::npos &&
      holds_any(words, {"производство по", "уголовное дело", "преследовани"})) {
    return answer(kTerminated, sentence, "terminated");
  }
  return std::nullopt;
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
  for (const std::string_view sentence : sentences_of(operative)) {
    const std::string words = plain(sentence);
    if (const auto other = without_punishment(sentence, words)) return *other;
    if (speaks_of_something_else(words)) continue;
    if (suspends(words)) return answer(kSuspended, sentence, "article 73");
    const auto punishment = punishment_of(words);
    if (punishment && assigns(words)) readings.push_back({sentence, *punishment, weight_of(words)});
    if (!punishment && assigns(words) && holds_any(words, {"общего режима"}) &&
        holds_any(words, {"строгого режима", "поселен"})) {
      return abstain("two regimes in one sentence");
    }
  }
  if (readings.empty()) return abstain("no punishment that is known");
  const auto final_one = ranked(readings);
  if (!final_one) return abstain("two punishments that cannot be ranked");
  return answer(final_one->outcome, final_one->sentence, "punishment");
}

CategoryFinding category_of_act(std::string_view text) {
  std::optional<CategoryFinding> weaker;
  for (const std::string_view sentence : sentences_of(text.substr(0, std::min<std::size_t>(text.size(), 400'000)))) {
    const std::string words = plain(sentence);
    const bool drafted = holds_any(words, {"призван", "мобилизован"}) && words.find("мобилизаци") != std::string::npos;
    const bool autumn = words.find("2022") != std::string::npos &&
                        holds_any(words, {"сентябр", "октябр", "ноябр", ".09.2022", ".10.2022", ".11.2022"});
    if (drafted && autumn && !holds_any(words, {"в период мобилизации, в"}))
      return {.category = Category::kMobilised, .sentence = shortened(sentence)};
    if (weaker) continue;
    if (holds_any(words, {"по призыву"}) && holds_any(words, {"военную службу", "военной службы"}) &&
        !holds_any(words, {"по контракту", "или по"})) {
      weaker = {.category = Category::kConscript, .sentence = shortened(sentence)};
    } else if (holds_any(words, {"проходящий военную службу по контракту", "военной службы по контракту",
                                 "военную службу по контракту"}) &&
               !holds_any(words, {"по призыву или"})) {
      weaker = {.category = Category::kContract, .sentence = shortened(sentence)};
    } else if (holds_any(words, {"добровольческ"}) && holds_any(words, {"контракт", "заключ"})) {
      weaker = {.category = Category::kVolunteer, .sentence = shortened(sentence)};
    }
  }
  return weaker.value_or(CategoryFinding{});
}

}  // namespace waymark::courts
