#include "courts/demo/wordings.h"

#include <fmt/format.h>

#include <array>
#include <span>

#include "base/check.h"

namespace waymark::courts {
namespace {

struct KnownCharge {
  unsigned weight;
  std::string_view article, part;
};
constexpr std::array<KnownCharge, 9> kCharges = {{{58, "337", "5"},
                                                  {9, "337", "3.1"},
                                                  {5, "337", "2.1"},
                                                  {6, "337", "4"},
                                                  {7, "338", "3"},
                                                  {4, "338", "1"},
                                                  {4, "332", "2.1"},
                                                  {4, "333", "3"},
                                                  {3, "334", "3"}}};

struct Weighted {
  unsigned weight;
  Decision decision;
};
using enum Outcome;

constexpr std::array<Weighted, 16> kFirstInstance = {{
    {45,
     {kSuspended, "Вынесен ПРИГОВОР<br>лишение свободы условно",
      "назначить ему наказание в виде лишения свободы на срок 5 лет. На основании ст. 73 УК РФ назначенное наказание "
      "считать условным с испытательным сроком 3 года."}},
    {11,
     {kColonySettlement, "Вынесен ПРИГОВОР<br>лишение свободы с отбыванием в колонии-поселении",
      "назначить ему наказание в виде лишения свободы на срок 2 года с отбыванием в колонии-поселении."}},
    {13,
     {kColonyGeneral, "Вынесен ПРИГОВОР<br>лишение свободы в исправительной колонии общего режима",
      "назначить ему наказание в виде лишения свободы на срок 6 лет с отбыванием в исправительной колонии общего "
      "режима."}},
    {3,
     {kColonyStrict, "Вынесен ПРИГОВОР<br>лишение свободы в исправительной колонии строгого режима",
      "назначить ему наказание в виде лишения свободы на срок 7 лет с отбыванием в исправительной колонии строгого "
      "режима."}},
    {1,
     {kDisciplinaryUnit, "Вынесен ПРИГОВОР<br>содержание в дисциплинарной воинской части",
      "назначить ему наказание в виде содержания в дисциплинарной воинской части на срок 1 год."}},
    {2,
     {kServiceRestriction, "Вынесен ПРИГОВОР<br>ограничение по военной службе",
      "назначить ему наказание в виде ограничения по военной службе на срок 1 год с удержанием 10 процентов "
      "денежного довольствия."}},
    {3, {kFine, "Вынесен ПРИГОВОР<br>штраф", "назначить ему наказание в виде штрафа в размере 60 000 рублей."}},
    {1, {kArrest, "Вынесен ПРИГОВОР<br>назначено наказание", "назначить ему наказание в виде ареста на 4 месяца."}},
    {3, {kTerminated, "Уголовное дело ПРЕКРАЩЕНО<br>в связи с деятельным раскаянием", ""}},
    {1,
     {kCourtFine,
      "Уголовное дело ПРЕКРАЩЕНО<br>назначена мера уголовно-правового характера - СУДЕБНЫЙ ШТРАФ (ст. 25.1 УПК РФ)",
      ""}},
    {4, {kReleasedToFront, "Уголовное дело ПРЕКРАЩЕНО<br>освобождение от ответственности (ст. 78.1 УК РФ)", ""}},
    {5, {kProceedingsSuspended, "Производство по делу ПРИОСТАНОВЛЕНО", ""}},
    {3, {kReturnedToProsecutor, "Уголовное дело ВОЗВРАЩЕНО ПРОКУРОРУ", ""}},
    {3, {kTransferred, "Дело НАПРАВЛЕНО ПО ПОДСУДНОСТИ", ""}},
    {1, {kCompulsoryMedical, "Применены принудительные меры медицинского характера", ""}},
    {1, {kAcquitted, "Вынесен ОПРАВДАТЕЛЬНЫЙ ПРИГОВОР", ""}},
}};

constexpr std::array<Weighted, 3> kReview = {{
    {70, {kUpheld, "Приговор ОСТАВЛЕН БЕЗ ИЗМЕНЕНИЯ", ""}},
    {16, {kChanged, "Приговор ИЗМЕНЕН", ""}},
    {14, {kReversed, "Приговор ОТМЕНЕН с направлением на новое судебное рассмотрение", ""}},
}};

constexpr std::array<Weighted, 2> kExecution = {{
    {65, {kSuspensionCancelled, "Представление УДОВЛЕТВОРЕНО, отменено условное осуждение", ""}},
    {35, {kUnknown, "В удовлетворении представления ОТКАЗАНО", ""}},
}};

const Decision& draw(std::span<const Weighted> from, Dice& dice) {
  unsigned all = 0;
  for (const Weighted& one : from) all += one.weight;
  auto left = static_cast<unsigned>(dice.below(all));
  for (const Weighted& one : from) {
    if (left < one.weight) return one.decision;
    left -= one.weight;
  }
  return from.front().decision;
}

std::string written(std::string_view article, std::string_view part, std::size_t spelling) {
  switch (spelling % 5) {
    case 0: return fmt::format("ст.{} ч.{} УК РФ", article, part);
    case 1: return fmt::format("ст. {} ч. {} УК РФ", article, part);
    case 2: return fmt::format("ч. {} ст. {} УК РФ", part, article);
    case 3: return fmt::format("{} ч.{}", article, part);
    default: return fmt::format("частью {} статьи {} УК РФ", part, article);
  }
}

}  // namespace

Charge draw_charge(Dice& dice, std::size_t spelling) {
  unsigned left = static_cast<unsigned>(dice.below(100));
  const KnownCharge* known = &kCharges.front();
  for (const KnownCharge& one : kCharges) {
    known = &one;
    if (left < one.weight) break;
    left -= one.weight;
  }
  Charge charge{written(known->article, known->part, spelling), fmt::format("УК {} ч.{}", known->article, known->part)};
  if (dice.chance(40)) {
    charge.written = fmt::format("ст.228 ч.2; ст.{} ч.{} УК РФ", known->article, known->part);
    charge.normal = "УК 228 ч.2; " + charge.normal;
  }
  return charge;
}

Charge other_charge() { return {"ст.337 ч.3.1 УК РФ", "УК 337 ч.3.1"}; }

const Decision& draw_result(Dice& dice) { return draw(kFirstInstance, dice); }

const Decision& result_of(Outcome outcome) {
  for (const Weighted& one : kFirstInstance) {
    if (one.decision.real == outcome) return one.decision;
  }
  CHECK(false);
  return kFirstInstance.front().decision;
}

const Decision& draw_review(Dice& dice) { return draw(kReview, dice); }
const Decision& draw_execution(Dice& dice) { return draw(kExecution, dice); }

}  // namespace waymark::courts
