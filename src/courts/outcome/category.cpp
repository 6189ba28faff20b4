// Category of service from the text of an act: of whom what it says is said. Spec: docs/courts.md.
#include <algorithm>
#include <array>

#include "courts/ids/words.h"
#include "courts/outcome/agreement.h"
#include "courts/outcome/category_rules.h"
#include "courts/outcome/outcome.h"
#include "courts/outcome/persons.h"
#include "courts/outcome/sentences.h"

namespace waymark::courts {
namespace {

constexpr std::size_t kTextBytesMax = 400'000;

/// How surely a sentence speaks of the accused: what names nobody, what names them, what says it directly of them and
/// names nobody else, and their introduction.
enum class Strength { kNone, kNobodyNamed, kNamed, kNamedAlone, kIntroduced };

/// An introduction goes on where only its punctuation ends it ("… в пос. Речном, женатого; призванного …"), until it
/// says of what they are accused.
class Introduction {
 public:
  /// Whether a sentence is one, or goes on with it. Sentences come in order.
  bool takes(const Accused& accused, std::string_view sentence, const Words& words) {
    const bool begins = accused.introduces(words);
    const bool here = begins || (open_ && !accused.is_subject_of(words));
    open_ = here && !is_whole(sentence) && !says_of_what(words);
    return here;
  }
  /// Whether a sentence that says nothing of service changes nothing here: most of a long act is not looked at by
  /// words.
  [[nodiscard]] bool is_untouched_by(std::string_view sentence) const {
    return (!open_ && is_whole(sentence)) ||
           !holds_any(sentence, {"отношении", "обвинени", "дело", "обвиняем", "преступлени"});
  }

 private:
  static bool says_of_what(const Words& words) {
    return std::ranges::any_of(words, [](const Word& word) {
      return holds_any(word.text, {"обвиняем", "преступлени", "осужден", "установил", "подсудим"});
    });
  }
  /// Whether it ends with a full stop that is none of an abbreviation.
  static bool is_whole(std::string_view sentence) {
    const std::size_t space = sentence.find_last_of(" .", sentence.size() < 2 ? 0 : sentence.size() - 2);
    constexpr std::size_t kShort = 3 * kLetterBytes + 1;
    return sentence.ends_with('.') && sentence.size() - (space == std::string_view::npos ? 0 : space + 1) > kShort;
  }
  bool open_ = false;
};

Strength strength_of(const Accused& accused, const Words& words, std::size_t at, bool introduction) {
  if (accused.are_several()) return accused.is_of_a_witness(words, at) ? Strength::kNone : Strength::kNamed;
  const auto whose = accused.whose(words, at);
  if (whose == Accused::Whose::kOthers) return Strength::kNone;
  if (introduction) return Strength::kIntroduced;
  if (whose == Accused::Whose::kNobodyNamed)
    return is_said_directly(words, at) ? Strength::kNobodyNamed : Strength::kNone;
  return accused.is_alone_in(words) && is_said_directly(words, at) ? Strength::kNamedAlone : Strength::kNamed;
}

struct Found {
  Strength strength = Strength::kNone;
  CategoryFinding finding;
};
using AllFound = std::array<Found, 4>;  // of category_rules()

void read_sentence(std::string_view sentence, const Words& words, const Accused& accused, bool introduction,
                   AllFound& found) {
  for (std::size_t rule = 0; rule < found.size(); ++rule) {
    for (std::size_t at = 0; at < words.size() && found[rule].strength != Strength::kIntroduced; ++at) {
      if (!category_rules()[rule].says(words, at)) continue;
      const Strength strength = strength_of(accused, words, at, introduction);
      if (strength > found[rule].strength)
        found[rule] = {strength, {.category = category_rules()[rule].category, .sentence = shortened(sentence)}};
    }
  }
}

/// "Сведений о призыве по мобилизации не имеется", "факт призыва не подтверждён", "обстоятельства поступления на службу
/// неустановленными".
bool finds_no_proof(std::string_view sentence) {
  constexpr std::size_t kBefore = 250, kBehind = 150;
  constexpr auto kDenials = std::to_array<std::string_view>(
      {"не установлен", "неустановленным,", "неустановленными", "не считает установлен", "не подтверд", "не подтвержд",
       "не нашел", "не нашл", "не имеется", "не содерж", "не представ", "не располага", "не доказан", "не выяснен",
       "не усматрива", "отсутству", "не привед", "исключает", "утрачен"});
  const std::string words = plain(sentence);
  for (const std::string_view denial : kDenials) {
    for (std::size_t at = words.find(denial); at != std::string::npos; at = words.find(denial, at + 1)) {
      const std::size_t from = at > kBefore ? at - kBefore : 0;
      const std::string_view near = std::string_view{words}.substr(from, at - from + kBehind);
      const bool of_service =
          holds_any(near, {"мобилиз", "призыв", "контракт", "поступления на служб", "поступления его на"});
      const bool of_proof = holds_any(near, {"сведени", "доказательств", "документ", "факт", "утвержден", "приказ",
                                             "выписк", "основани", "указание на", "обстоятельств", "считает"});
      if (of_service && of_proof &&
          !holds_any(near, {"уважительн", "тяжел", "смягча", "отягча", "нуждаемост", "заболевани", "исключающ",
                            "недействительн"}))
        return true;
    }
  }
  return false;
}

/// Of what an act on one person says. Who is introduced, or serves by another sentence, as something else is mobilised
/// only where a sentence says so of them and of nobody beside them; where it names others too, it is left open.
CategoryFinding of_one(const AllFound& found) {
  const auto strongest = std::ranges::max_element(found, {}, &Found::strength);
  if (strongest->strength == Strength::kNone) return {};
  const Found& mobilised = found.front();
  const auto introduced = std::ranges::find(found, Strength::kIntroduced, &Found::strength);
  if (introduced != found.end() && introduced != found.begin()) {
    if (mobilised.strength == Strength::kNamedAlone) return mobilised.finding;
    if (mobilised.strength == Strength::kNamed) return {};
    return introduced->finding;
  }
  if (mobilised.strength == Strength::kNamed)
    for (const Found& other : found)
      if (&other != &mobilised && other.strength >= Strength::kNamed &&
          other.finding.sentence != mobilised.finding.sentence)
        return {};
  const Strength least = strongest->strength >= Strength::kNamed ? Strength::kNamed : Strength::kNobodyNamed;
  return std::ranges::find_if(found, [&](const Found& one) { return one.strength >= least; })->finding;
}

/// Of several accused: what is said of any, unless something else is said too.
CategoryFinding of_several(const AllFound& found) {
  CategoryFinding finding;
  for (const Found& one : found) {
    if (one.strength == Strength::kNone) continue;
    if (finding.category != Category::kUnknown) return {};
    finding = one.finding;
  }
  return finding;
}

}  // namespace

CategoryFinding category_of_act(std::string_view text, std::string_view name) {
  const Accused accused{name, text};
  AllFound found;
  bool unproven = false;
  Introduction introduction;
  for (const std::string_view sentence : sentences_of(text.substr(0, std::min(text.size(), kTextBytesMax)))) {
    const bool of_service = holds_any(sentence, {"обили", "обилз", "облиз", "моб.", "контр", "Контр", "призы", "ризван",
                                                 "обровольч", "срочн", "Указа", "повестк"});
    if (!of_service && introduction.is_untouched_by(sentence)) continue;
    const Words words = words_of_sentence(sentence);
    const bool introduced = introduction.takes(accused, sentence, words);
    if (!of_service) continue;
    if (finds_no_proof(sentence))
      unproven = true;
    else
      read_sentence(sentence, words, accused, introduced, found);
  }
  // What the court finds unproven somebody else has said before.
  if (unproven)
    for (Found& one : found)
      if (one.strength != Strength::kIntroduced) one = {};
  return accused.are_several() ? of_several(found) : of_one(found);
}

}  // namespace waymark::courts
