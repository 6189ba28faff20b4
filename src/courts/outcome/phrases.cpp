#include "courts/outcome/phrases.h"

#include <algorithm>
#include <array>

#include "courts/ids/words.h"
#include "courts/outcome/accused_name.h"
#include "courts/outcome/roles.h"

namespace waymark::courts {

bool ends_with_any(std::string_view word, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return word.ends_with(ending); });
}

bool is_before(const Words& words, std::size_t at, std::size_t reach,
               std::initializer_list<std::string_view> beginnings) {
  for (std::size_t i = at; i-- > 0 && at - i <= reach && words[i].phrase == words[at].phrase;)
    for (const std::string_view beginning : beginnings)
      if (words[i].text.starts_with(beginning)) return true;
  return false;
}

bool is_after(const Words& words, std::size_t at, std::size_t reach,
              std::initializer_list<std::string_view> beginnings) {
  for (std::size_t i = at + 1; i < words.size() && i - at <= reach && words[i].phrase == words[at].phrase; ++i)
    for (const std::string_view beginning : beginnings)
      if (words[i].text.starts_with(beginning)) return true;
  return false;
}

bool holds_word(const Words& words, std::initializer_list<std::string_view> beginnings) {
  return std::ranges::any_of(words, [&](const Word& word) {
    return std::ranges::any_of(beginnings, [&](std::string_view one) { return word.text.starts_with(one); });
  });
}

bool is_word(const Words& words, std::initializer_list<std::string_view> whole) {
  return std::ranges::any_of(words,
                             [&](const Word& word) { return std::ranges::find(whole, word.text) != whole.end(); });
}

YearAt year_at(const Words& words, std::size_t at) {
  const std::string_view text = words[at].text;
  const auto number = [](std::string_view digits) {
    return std::ranges::all_of(digits, is_digit) && !digits.empty() ? std::stoi(std::string{digits}) : 0;
  };
  if (text.size() == 4 && text.starts_with("20")) {
    constexpr auto kMonths = std::to_array<std::string_view>(
        {"янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"});
    for (int month = 0; at > 0 && month < 12; ++month)
      if (words[at - 1].text.starts_with(kMonths[static_cast<std::size_t>(month)])) return {number(text), month + 1};
    return {number(text), 0};
  }
  if (text.size() == 10 && text[2] == '.' && text[5] == '.') return {number(text.substr(6)), number(text.substr(3, 2))};
  return {};
}

bool is_denied(const Words& words, std::size_t at) {
  const auto no = [&](std::size_t i) { return words[i].phrase == words[at].phrase && words[i].text == "не"; };
  for (std::size_t i = at > 4 ? at - 4 : 0; i < at; ++i)
    if (no(i)) return true;
  for (std::size_t i = at + 1; i < std::min(words.size(), at + 3); ++i)
    if (no(i)) return true;
  // "Мобилизован Белкин, вопреки утверждению его супруги, не был"
  for (std::size_t i = at + 1; at < 2 && i + 1 < std::min(words.size(), at + 14); ++i)
    if (words[i].text == "не" && words[i + 1].text.starts_with("был")) return true;
  return false;
}

bool is_claimed(const Words& words, std::size_t at) {
  constexpr auto kParties = std::to_array<std::string_view>(
      {"защит", "адвокат", "прокурор", "следовател", "следстви", "обвинит", "жалоб", "возражени", "представлени"});
  constexpr auto kSaying =
      std::to_array<std::string_view>({"указ", "сосла", "ссыла", "заяв", "сообщ", "отмеч", "отмет", "обвинял"});
  constexpr auto kDoubt = std::to_array<std::string_view>({"настаив", "утвержд", "довод", "полага", "просил", "ссылк"});
  const auto begins_with = [](std::string_view word, const auto& beginnings) {
    return std::ranges::any_of(beginnings, [&](std::string_view one) { return word.starts_with(one); });
  };
  std::size_t party = words.size();
  for (std::size_t i = 0; i < at; ++i) {
    const std::string_view word = words[i].text;
    if (word == "ли" || (begins_with(word, kDoubt) && !(i > 0 && words[i - 1].text == "вопреки"))) return true;
    if (begins_with(word, kParties)) {
      if (i > 0 && (words[i - 1].text == "версии" || words[i - 1].text == "мнению")) return true;
      party = i;
    }
    if (word.starts_with("обвинительн") && i > 0 && words[i - 1].text == "согласно") return true;
    const bool says = begins_with(word, kSaying) && !word.starts_with("указом") && word != "указа";
    if (says && party < i && i - party <= 5) return true;
  }
  return false;
}

bool is_one_of_two(const Words& words, std::size_t at) {
  for (std::size_t i = at > 3 ? at - 3 : 0; i < std::min(words.size(), at + 4); ++i)
    if (words[i].text == "или" || words[i].text == "либо") return true;
  return false;
}

bool is_years(std::string_view word) {
  return word.size() >= 9 && std::ranges::all_of(word.substr(0, 4), is_digit) &&
         std::ranges::all_of(word.substr(word.size() - 4), is_digit);
}

bool are_years_before(std::string_view word, std::string_view year) {
  return is_years(word) && word.substr(word.size() - year.size()) < year;
}

bool are_joined_before(const Words& words, std::size_t at) {
  for (std::size_t i = 1; i < at; ++i) {
    const bool joined = words[i].text == "и" && words[i - 1].capital && words[i + 1].capital && at - i < 8;
    const bool plural = (words[i - 1].text == "рядовые" && words[i].capital) || words[i - 1].text == "подсудимые";
    if (joined || plural || (words[i].text == "оба" && at - i < 4)) return true;
  }
  return false;
}

bool are_accused_together(const Words& words, std::size_t at) {
  if (are_joined_before(words, at)) return true;
  for (std::size_t i = 1; i < at; ++i)
    if (introduces_at(words, i)) return true;
  if (!words[at].text.ends_with("ие")) return false;
  for (std::size_t i = at + 1; i + 1 < std::min(words.size(), at + 12) && words[i].phrase == words[at].phrase; ++i)
    if (words[i].text == "и" && words[i - 1].capital && (words[i + 1].capital || is_rank(words[i + 1].text)))
      return true;
  return false;
}

}  // namespace waymark::courts
