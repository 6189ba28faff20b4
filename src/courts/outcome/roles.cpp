#include "courts/outcome/roles.h"

#include <algorithm>
#include <array>

#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

template <std::size_t N>
bool begins_with_any(std::string_view word, const std::array<std::string_view, N>& beginnings) {
  return std::ranges::any_of(beginnings, [&](std::string_view one) { return word.starts_with(one); });
}

}  // namespace

bool is_rank(std::string_view word) {
  constexpr auto kRanks =
      std::to_array<std::string_view>({"рядов", "ефрейтор", "сержант", "старшин", "прапорщик", "мичман", "лейтенант",
                                       "капитан", "майор", "матрос", "полковник", "солдат", "военнослужащ"});
  return begins_with_any(word, kRanks);
}

bool is_kin(std::string_view word) {
  constexpr auto kKin =
      std::to_array<std::string_view>({"брат", "отец", "отца", "отцом", "сын", "приятел", "знаком", "друзь"});
  constexpr auto kWhole = std::to_array<std::string_view>(
      {"супруг", "супругу", "супругом", "сестра", "сестры", "сестре", "сестрой", "жена", "жены", "жене", "женой", "муж",
       "мужа", "мужу", "мужем", "друг", "друга", "другу", "другом"});
  return begins_with_any(word, kKin) || std::ranges::find(kWhole, word) != kWhole.end();
}

bool is_other_role(std::string_view word) {
  constexpr auto kRoles =
      std::to_array<std::string_view>({"односельчан", "земляк", "коллег", "напарник", "свидетел", "потерпевш",
                                       "сослужив", "очевид", "товарищ", "последн", "погибш"});
  return begins_with_any(word, kRoles) || word == "мать" || word == "матери" || word == "матерью" || is_kin(word);
}

bool is_accused_word(std::string_view word) {
  constexpr auto kRoles = std::to_array<std::string_view>({"подсудимы", "подсудимо", "подсудима", "осужденн"});
  return begins_with_any(word, kRoles) && !word.starts_with("подсудимост");
}

bool is_depersonalised(std::string_view word) { return word.starts_with("фио"); }

bool is_official(std::string_view word) {
  constexpr auto kOfficials =
      std::to_array<std::string_view>({"председат", "судь", "судей", "секретар", "прокурор", "обвинител", "помощник",
                                       "защитник", "адвокат", "представит"});
  return begins_with_any(word, kOfficials);
}

bool can_be_family(const Word& word) {
  // What begins the parts of an act, or stands for a date.
  constexpr auto kNot =
      std::to_array<std::string_view>({"рассмотр", "установ", "приговор", "постанов", "определ", "гггг", "дата",
                                       "войск", "вооружен", "министерств", "росгвард"});
  return word.capital && !word.initial && word.text.size() >= 3 * kLetterBytes && !is_rank(word.text) &&
         !begins_with_any(word.text, kNot);
}

bool ends_as_family(std::string_view word) {
  constexpr auto kSuffixes = std::to_array<std::string_view>({"ов", "ев", "ин", "ын", "ск", "цк", "енк", "юк", "ук"});
  constexpr auto kEndings = std::to_array<std::string_view>(
      {"", "а", "у", "ым", "е", "ой", "ий", "ый", "ого", "ому", "им", "ая", "ую", "о", "ом", "ы", "ых"});
  return std::ranges::any_of(kEndings, [&](std::string_view ending) {
    if (!word.ends_with(ending)) return false;
    const std::string_view stem = word.substr(0, word.size() - ending.size());
    return stem.size() >= 2 * kLetterBytes &&
           std::ranges::any_of(kSuffixes, [&](std::string_view suffix) { return stem.ends_with(suffix); });
  });
}

bool is_place(const std::vector<Word>& words, std::size_t at) {
  if (at > 0 && (words[at - 1].text == "г" || words[at - 1].text.starts_with("город"))) return true;
  // "Приморско-Луговой" is two words
  for (std::size_t next = at + 1; next < std::min(words.size(), at + 3); ++next)
    if (holds_any(words[next].text, {"гарнизон", "район", "област", "краев", "городск", "окружн", "республик", "народн",
                                     "федерац", "край", "края", "муницип"}))
      return true;
  return false;
}

}  // namespace waymark::courts
