#include "courts/outcome/persons.h"

#include <algorithm>
#include <array>

#include "courts/ids/words.h"
#include "courts/outcome/operative.h"
#include "courts/outcome/sentences.h"

namespace waymark::courts {
namespace {

constexpr std::size_t kLetterBytes = 2;  // of a Russian letter

template <std::size_t N>
bool begins_with_any(std::string_view word, const std::array<std::string_view, N>& beginnings) {
  return std::ranges::any_of(beginnings, [&](std::string_view one) { return word.starts_with(one); });
}

bool is_rank(std::string_view word) {
  constexpr std::array<std::string_view, 13> kRanks = {"рядов",     "ефрейтор",  "сержант",     "старшин", "прапорщик",
                                                       "мичман",    "лейтенант", "капитан",     "майор",   "матрос",
                                                       "полковник", "солдат",    "военнослужащ"};
  return begins_with_any(word, kRanks);
}

bool is_kin(std::string_view word) {
  constexpr std::array<std::string_view, 8> kKin = {"брат", "отец",    "отца",   "отцом",
                                                    "сын",  "приятел", "знаком", "друзь"};
  constexpr std::array<std::string_view, 8> kWhole = {"муж",  "мужа",  "мужу",  "мужем",
                                                      "друг", "друга", "другу", "другом"};
  return begins_with_any(word, kKin) || std::ranges::find(kWhole, word) != kWhole.end();
}

/// Those whom a verdict speaks of beside the accused.
bool is_other_role(std::string_view word) {
  constexpr std::array<std::string_view, 9> kRoles = {"свидетел", "потерпевш", "сослужив", "очевид", "товарищ",
                                                      "последн",  "погибш",    "мать",     "матерью"};
  return begins_with_any(word, kRoles) || is_kin(word);
}

bool is_accused_word(std::string_view word) {
  constexpr std::array<std::string_view, 2> kRoles = {"подсудим", "осужденн"};
  return begins_with_any(word, kRoles);
}

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

bool is_depersonalised(std::string_view word) { return word.starts_with("фио"); }

/// A name: "ФИО1", a capitalised word behind a rank, or one before initials.
bool is_name(const std::vector<Word>& words, std::size_t at) {
  const Word& word = words[at];
  if (is_depersonalised(word.text)) return true;
  if (!word.capital || word.initial || word.text.size() < 3 * kLetterBytes) return false;
  if (at > 0 && (is_rank(words[at - 1].text) || is_other_role(words[at - 1].text)) && !is_rank(word.text)) return true;
  return at + 1 < words.size() && words[at + 1].initial;
}

/// Judges, prosecutors and those who write for them.
bool is_official(std::string_view word) {
  constexpr std::array<std::string_view, 9> kOfficials = {"председат", "судь",     "секретар", "прокурор",  "обвинител",
                                                          "помощник",  "защитник", "адвокат",  "представит"};
  return begins_with_any(word, kOfficials);
}

/// A capitalised word that can be a family name.
bool can_be_family(const Word& word) {
  return word.capital && !word.initial && word.text.size() >= 3 * kLetterBytes && !is_rank(word.text);
}

constexpr std::size_t kReach = 16;  // words behind the mark of an introduction in which the accused is named

/// Whether "в отношении" or "по обвинению" ends there.
bool introduces_at(const std::vector<Word>& words, std::size_t at) {
  if (at == 0) return false;
  return (words[at].text == "отношении" && words[at - 1].text == "в") ||
         (words[at].text == "обвинению" && words[at - 1].text == "по");
}

/// The first person behind "в отношении" or "по обвинению" of a sentence; empty if there is none.
std::string named_as_accused(const std::vector<Word>& words) {
  for (std::size_t mark = 1; mark < words.size(); ++mark) {
    if (!introduces_at(words, mark)) continue;
    for (std::size_t i = mark + 1; i < std::min(words.size(), mark + 1 + kReach); ++i)
      if (is_depersonalised(words[i].text) || can_be_family(words[i])) return words[i].text;
    return {};
  }
  return {};
}

/// The first with a rank or initials who is no official, or who begins a sentence and serves in it.
std::string first_named(const std::vector<Word>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_depersonalised(words[i].text)) return words[i].text;
    if (!can_be_family(words[i])) continue;
    bool official = false;
    for (std::size_t before = i; before-- > 0 && i - before <= 5;)
      official = official || is_official(words[before].text);
    if (official) continue;
    bool ranked = false;
    for (std::size_t before = i;
         before-- > 0 && i - before <= 4 && words[before].phrase == words[i].phrase && !words[before].capital;)
      ranked = ranked || is_rank(words[before].text) || is_accused_word(words[before].text);
    ranked = ranked || (i > 0 && (is_rank(words[i - 1].text) || is_accused_word(words[i - 1].text)));
    const bool initials = i + 1 < words.size() && words[i + 1].initial;
    const bool serves =
        i + 1 < words.size() && words[i + 1].phrase > words[i].phrase &&
        holds_any(words[i + 1].text, {"проход", "призва", "являя", "будучи", "мобилиз", "заключ", "поступ"});
    if (ranked || initials || serves) return words[i].text;
  }
  return {};
}

/// Whoever the introduction accuses; else the first whom the text names.
std::string named_in(std::string_view text) {
  constexpr std::size_t kIntroduction = 4'000;
  const std::vector<std::string_view> sentences = sentences_of(text.substr(0, kIntroduction));
  for (const auto find : {named_as_accused, first_named})
    for (const std::string_view sentence : sentences)
      if (std::string name = find(words_of_sentence(sentence)); !name.empty()) return name;
  return {};
}

/// Of a name in whatever case the text has it: "ромашковым" → "ромашков".
std::string stem_in_any_case(const std::string& name) {
  constexpr std::size_t kLeast = 4 * kLetterBytes, kEnding = 2 * kLetterBytes;
  return name.size() <= kLeast ? name : name.substr(0, std::max(kLeast, name.size() - kEnding));
}

}  // namespace

std::vector<Word> words_of_sentence(std::string_view sentence) {
  std::vector<Word> words;
  std::size_t phrase = 0;
  for (std::size_t at = 0; at < sentence.size() && words.size() < kWordsMax;) {
    if (!is_word_byte(sentence[at])) {
      // A number behind a full stop does not begin a sentence by itself.
      const bool stop = sentence[at] == '.' && !words.empty() && words.back().text.size() >= 4 * kLetterBytes;
      if (stop || std::string_view{",:;()"}.find(sentence[at]) != std::string_view::npos) ++phrase;
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < sentence.size() && (is_word_byte(sentence[end]) ||
                                     (sentence[end] == '.' && end + 1 < sentence.size() &&
                                      is_digit(sentence[end - 1]) && is_digit(sentence[end + 1])) ||
                                     (sentence[end] == '/' && end - at <= kLetterBytes)))
      ++end;
    std::string_view raw = sentence.substr(at, end - at);
    for (const std::string_view mark : {"«", "»", "–", "—", "№", "“", "”"}) {
      while (raw.starts_with(mark)) raw.remove_prefix(mark.size());
      while (raw.ends_with(mark)) raw.remove_suffix(mark.size());
    }
    at = end;
    if (raw.empty()) continue;
    const bool capital = begins_with_capital(raw);
    const bool initial = capital && raw.size() == kLetterBytes && end < sentence.size() && sentence[end] == '.';
    words.push_back({.text = cyrillic(plain(raw)), .capital = capital, .initial = initial, .phrase = phrase});
  }
  return words;
}

Accused::Accused(std::string_view name, std::string_view text) {
  stem_ = name_stem(name);
  // A published text may call them otherwise than the card does: "ФИО1", "Б.".
  if (stem_.empty() || !holds(plain(text), stem_)) {
    const std::string named = named_in(text);
    stem_ = is_depersonalised(named) ? named : stem_in_any_case(named);
  }
  const std::string start = plain(text.substr(0, std::min<std::size_t>(text.size(), 2'000)));
  several_ = holds_any(start, {"в отношении военнослужащих", "обвиняемых в", "каждого в совершении", "осуждены по",
                               "признаны виновными"});
}

Accused::Person Accused::person_at(const std::vector<Word>& words, std::size_t at) const {
  const Word& word = words[at];
  const bool his = is_depersonalised(stem_) ? word.text == stem_ : is_name_in_case(word.text, stem_);
  if (his || is_accused_word(word.text)) {
    bool of_kin = false;  // "отец Белкина", "муж её, Белкин Б.Б."
    for (std::size_t i = at > 2 ? at - 2 : 0; i < at; ++i)
      of_kin = of_kin || (is_kin(words[i].text) && !is_of_family(words, i));
    return of_kin ? Person::kOther : Person::kAccused;
  }
  if (is_other_role(word.text)) return is_of_family(words, at) ? Person::kNone : Person::kOther;
  // "Кунцова Ярослава А.": the rest of the name.
  const auto is_his = [&](std::size_t i) { return is_name_in_case(words[i].text, stem_); };
  if ((at > 0 && is_his(at - 1)) || (at > 1 && is_his(at - 2) && words[at - 1].capital)) return Person::kNone;
  return is_name(words, at) ? Person::kOther : Person::kNone;
}

bool Accused::introduces(const std::vector<Word>& words) const {
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!introduces_at(words, i)) continue;
    for (std::size_t next = i + 1; next < std::min(words.size(), i + 1 + kReach); ++next)
      if (person_at(words, next) == Person::kAccused) return true;
  }
  return false;
}

Accused::Whose Accused::whose(const std::vector<Word>& words, std::size_t at) const {
  const auto by = [](Person person) { return person == Person::kAccused ? Whose::kTheirs : Whose::kOthers; };
  // "мобилизованного рядового ФИО2", "мобилизованного Тростникова", "военнослужащего по контракту Гагарина Д."
  const bool adjective = words[at].text.starts_with("мобилизованн");
  for (std::size_t i = at + 1; i < words.size() && i <= at + 2 && words[i].phrase == words[at].phrase; ++i) {
    const bool first = i == at + 1 && (adjective || (i + 1 < words.size() && words[i + 1].initial));
    const bool named = is_depersonalised(words[i].text) ||
                       (words[i].capital && !words[i].initial && (is_rank(words[i - 1].text) || first));
    if (named) return by(person_at(words, i));
    // "прибывший по мобилизации личный состав"
    if (holds_any(words[i].text, {"личный", "личного", "личному", "пополнен", "граждан", "солдат"}))
      return Whose::kOthers;
  }
  // "…, проходящего военную службу по призыву, рядового Чижикова"
  for (std::size_t next = at + 2; next < std::min(words.size(), at + 4); ++next)
    if (words[next].capital && is_rank(words[next - 1].text) && words[next - 1].phrase > words[at].phrase)
      return by(person_at(words, next));
  for (std::size_t i = at; i-- > 0;) {
    if (i > 0 && words[i].text == "отношении" && words[i - 1].text == "в") return Whose::kTheirs;  // the introduction
    const Person person = person_at(words, i);
    if (person != Person::kNone) return by(person);
  }
  return Whose::kNobodyNamed;
}

}  // namespace waymark::courts
