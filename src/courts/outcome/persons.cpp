#include "courts/outcome/persons.h"

#include <algorithm>

#include "courts/ids/words.h"
#include "courts/outcome/accused_name.h"
#include "courts/outcome/agreement.h"
#include "courts/outcome/operative.h"
#include "courts/outcome/roles.h"

namespace waymark::courts {
namespace {

/// "отец двоих детей", "имеющего на иждивении сына": says something of whoever is meant, and is nobody who serves.
bool is_of_family(const std::vector<Word>& words, std::size_t at) {
  for (std::size_t i = at + 1; i < std::min(words.size(), at + 4); ++i)
    if (holds_any(words[i].text, {"детей", "ребенк", "малолетн", "двоих", "троих"})) return true;
  for (std::size_t i = at > 4 ? at - 4 : 0; i < at; ++i)
    if (words[i].phrase == words[at].phrase &&
        holds_any(words[i].text, {"иждивени", "имеющ", "имеет", "воспитыва", "единственн"}))
      return true;
  return false;
}

/// "Белкин указал", "Белкин, призванный": what stands at `next` is done by, or happened to, whoever stands before it.
bool acts(const std::vector<Word>& words, std::size_t next) {
  if (next >= words.size()) return false;
  const std::string_view word = words[next].text;
  if (words[next].phrase == words[next - 1].phrase)
    return word.ends_with("л") || word.ends_with("лся") || word.ends_with("ла") || word.ends_with("лась") ||
           holds_any(word, {"призван", "проходит", "служит", "является"});
  return holds_any(word,
                   {"котор", "служащ", "проходящ", "проходивш", "призванн", "мобилизованн", "являющ", "заключивш"});
}

/// A name: "ФИО1", a capitalised word behind a rank, or one before initials.
bool is_name(const std::vector<Word>& words, std::size_t at) {
  const Word& word = words[at];
  if (is_depersonalised(word.text)) return true;
  if (!word.capital || word.initial || word.text.size() < 3 * kLetterBytes) return false;
  if (at > 0 && (is_rank(words[at - 1].text) || is_other_role(words[at - 1].text)) && !is_rank(word.text)) return true;
  if (at + 1 < words.size() && words[at + 1].initial) return true;
  if (at > 0 && holds_any(words[at - 1].text, {"медал", "орден", "имени", "площад"})) return false;
  return ends_as_family(word.text) && !is_place(words, at) && acts(words, at + 1);
}

}  // namespace

Accused::Accused(std::string_view name, std::string_view text) {
  const std::string whole = plain(text);
  // A published text may call them otherwise than the card does: "ФИО1", "Б.".
  std::string stem = name_stem(name);
  const bool is_named = !stem.empty() && holds(whole, stem);
  name_ = is_named ? accused_called(std::move(stem), text) : accused_named_in(text);
  constexpr std::size_t kStart = 2'000;
  several_ =
      holds_any(std::string_view{whole}.substr(0, kStart),
                {"в отношении военнослужащих", "в отношении рядовых", "в отношении ефрейторов", "в отношении сержантов",
                 "обвиняемых в", "каждого в совершении", "осуждены по", "обвиняются в", "признаны виновными"}) ||
      holds_any(whole, {"подсудимые", "подсудимых", "подсудимыми"}) ||
      (name_.joined &&
       holds_any(whole, {"оба ", "обоих", "осужденные", "обвиняемых", "рядовых", "каждый из", "каждому", "каждого"}));
}

bool Accused::is_named_by(const Word& word) const {
  const auto is = [&](const std::string& name) {
    return is_depersonalised(name) ? word.text == name : is_name_in_case(word.text, name);
  };
  return is(name_.stem) || is(name_.alias);
}

Accused::Person Accused::person_at(const std::vector<Word>& words, std::size_t at) const {
  const Word& word = words[at];
  if (is_named_by(word) || is_accused_word(word.text)) {
    bool of_kin = false;  // "отец Белкина", "муж её, Белкин Б.Б."
    for (std::size_t i = at > 2 ? at - 2 : 0; i < at; ++i)
      of_kin =
          of_kin || (is_other_role(words[i].text) && !words[i].text.starts_with("последн") && !is_of_family(words, i));
    return of_kin ? Person::kOther : Person::kAccused;
  }
  if (is_other_role(word.text)) return is_of_family(words, at) ? Person::kNone : Person::kOther;
  // "Кунцова Ярослава А.": the rest of the name.
  const auto is_his = [&](std::size_t i) { return is_named_by(words[i]); };
  if ((at > 0 && is_his(at - 1)) || (at > 1 && is_his(at - 2) && words[at - 1].capital)) return Person::kNone;
  // "получила от К., призванного"
  const bool lone = word.initial && !name_.stem.empty() &&
                    (at == 0 || (!words[at - 1].capital && !words[at - 1].initial)) &&
                    (at + 1 == words.size() || !words[at + 1].capital);
  return lone || is_name(words, at) ? Person::kOther : Person::kNone;
}

bool Accused::introduces(const std::vector<Word>& words) const {
  if (!is_about_a_case(words)) return false;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!introduces_at(words, i)) continue;
    for (std::size_t next = i + 1; next < std::min(words.size(), i + 1 + kIntroductionReach); ++next)
      if (person_at(words, next) == Person::kAccused) return true;
  }
  return false;
}

bool Accused::is_subject_of(const std::vector<Word>& words) const {
  for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 3); ++i)
    if (person_at(words, i) == Person::kAccused) return true;
  return false;
}

bool Accused::is_of_a_witness(const std::vector<Word>& words, std::size_t at) const {
  for (std::size_t i = 0; i < at; ++i) {
    if (introduces_at(words, i)) break;
    if (is_other_role(words[i].text) && !is_of_family(words, i)) return true;
  }
  // "мобилизованному Осинину"
  return words[at].text.starts_with("мобилизованн") && at + 1 < words.size() && words[at + 1].capital &&
         !is_named_by(words[at + 1]);
}

bool Accused::is_alone_in(const std::vector<Word>& words) const {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (person_at(words, i) == Person::kOther ||
        holds_any(words[i].text, {"супруг", "граждан", "мобилизованны", "солдат"}))
      return false;
  return true;
}

Accused::Whose Accused::whose(const std::vector<Word>& words, std::size_t at) const {
  const auto by = [](Person person) { return person == Person::kAccused ? Whose::kTheirs : Whose::kOthers; };
  // "мобилизованного рядового ФИО2", "мобилизованного Тростникова", "военнослужащего по контракту Гагарина Д."
  const bool adjective = words[at].text.starts_with("мобилизованн") || words[at].text.starts_with("контрактник");
  for (std::size_t i = at + 1; i < words.size() && i <= at + 2 && words[i].phrase == words[at].phrase; ++i) {
    const bool ranked =
        at > 1 && (is_rank(words[at - 1].text) || is_rank(words[at - 2].text));  // "рядовой по контракту Белкин"
    const bool first = (i == at + 1 && (adjective || ranked || (i + 1 < words.size() && words[i + 1].initial))) ||
                       (ranked && words[i - 1].text == "службы");
    const bool named = is_depersonalised(words[i].text) || (words[i].initial && is_rank(words[i - 1].text)) ||
                       (words[i].capital && !words[i].initial && (is_rank(words[i - 1].text) || first));
    if (named) return by(person_at(words, i));
    // "прибывший по мобилизации личный состав"
    if (words[i].text == "граждан" ||
        holds_any(words[i].text, {"личный", "личного", "личному", "пополнен", "граждане", "гражданам", "солдат"}))
      return Whose::kOthers;
  }
  // "…, проходящего военную службу по призыву, рядового Чижикова"
  for (std::size_t next = at + 2; next < std::min(words.size(), at + 4); ++next)
    if (words[next].capital && is_rank(words[next - 1].text) && words[next - 1].phrase > words[at].phrase)
      return by(person_at(words, next));
  // "Военнослужащий по контракту войсковой части 00000 прапорщик Лосев"
  const bool begins = at < 4 || words[at - 3].phrase != words[at].phrase;
  for (std::size_t next = at + 2;
       begins && next < std::min(words.size(), at + 10) && words[next].phrase == words[at].phrase; ++next)
    if ((words[next].capital || is_depersonalised(words[next].text)) && is_rank(words[next - 1].text))
      return by(person_at(words, next));
  for (std::size_t i = at; i-- > 0;) {
    if (introduces_at(words, i)) return Whose::kTheirs;
    const Person person = person_at(words, i);
    // "его брат, как показал подсудимый, мобилизован"
    if (person == Person::kAccused && i > 1 && words[i - 2].text == "как" &&
        holds_any(words[i - 1].text, {"показал", "пояснил", "сообщил", "указал"}))
      continue;
    if (person == Person::kAccused && disagree_in_case(words, i, at)) return Whose::kOthers;
    if (person != Person::kNone) return by(person);
  }
  return Whose::kNobodyNamed;
}

}  // namespace waymark::courts
