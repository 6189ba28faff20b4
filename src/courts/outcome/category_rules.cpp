#include "courts/outcome/category_rules.h"

#include <algorithm>
#include <array>

#include "courts/ids/words.h"
#include "courts/outcome/phrases.h"

namespace waymark::courts {
namespace {

/// Whether the draft at `at` may be of autumn 2022: by the date right behind it ("по мобилизации с 24 сентября 2022
/// г."), else the nearest before it in the phrase, else the first behind it; or there is none.
bool may_be_of_2022(const Words& words, std::size_t at) {
  constexpr std::size_t kRightBehind = 5;
  const auto date_at = [&](std::size_t i) {
    const bool until = (i > 0 && words[i - 1].text == "до") || (i > 2 && words[i - 3].text == "до");
    return words[i].phrase == words[at].phrase && !until ? year_at(words, i) : YearAt{};
  };
  YearAt before, behind;
  std::size_t away = 0;
  for (std::size_t i = at; i-- > 0 && before.year == 0;) before = date_at(i);
  // "призванный по мобилизации и заключивший в мае 2023 года": another date
  for (std::size_t i = at + 1; i < words.size() && words[i].text != "и" && behind.year == 0; ++i) {
    behind = date_at(i);
    away = i - at;
  }
  const auto fits = [](YearAt date) { return date.year == 2022 && (date.month == 0 || date.month >= 9); };
  const bool since = at + 1 < words.size() && words[at + 1].text == "с" && behind.year != 0;
  if (since && away <= kRightBehind) return fits(behind);
  if (before.year == 0) return behind.year == 0 || fits(behind);
  return fits(before) || (behind.year != 0 && away <= kRightBehind && fits(behind));
}

/// "мобилизованный в феврале 2022 г. на территории … Народной Республики": another mobilisation.
bool is_of_the_republics(const Words& words, std::size_t at) {
  for (std::size_t i = at > 8 ? at - 8 : 0; i + 1 < std::min(words.size(), at + 12); ++i)
    if (words[i].text.starts_with("народн") && words[i + 1].text.starts_with("республик") &&
        holds_word(words, {"территори", "комиссариат", "объявлен"}))
      return true;
  return false;
}

/// "контракту, продлённому по мобилизации": no draft; "по контракту с 2009 по 2012 г. и с октября 2022 г. по
/// мобилизации" is one.
bool is_of_a_contract(const Words& words, std::size_t at) {
  for (std::size_t i = at; i-- > 0 && words[i].phrase == words[at].phrase;) {
    if (words[i].text.starts_with("контракт")) return true;
    if (year_at(words, i).year != 0) return false;
  }
  return false;
}

/// A draft that was not, or a contract that the decree prolonged.
bool is_no_draft(const Words& words, std::size_t at) {
  return is_of_a_contract(words, at) ||
         is_before(words, at, words.size(), {"продл", "должен", "подлежа", "мог", "отсрочк", "непризыв", "негодн"}) ||
         is_denied(words, at) || is_claimed(words, at);
}

/// "рядовой Белкин, из числа граждан, призванных по мобилизации": one of many.
bool is_one_of_them(const Words& words, std::size_t at) {
  for (std::size_t i = at > 8 ? at - 8 : 1; i < at; ++i) {
    const bool among = i > 0 && ((words[i].text == "числа" && words[i - 1].text == "из") ||
                                 (words[i].text == "числе" && words[i - 1].text == "в"));
    if (!among) continue;
    if (holds_any(words[i + 1].text, {"граждан", "военнослужащ", "лиц", "резерв"})) return true;
    if (i + 2 < words.size() && words[i + 2].text.starts_with("граждан")) return true;  // "в числе иных граждан"
  }
  return false;
}

/// "личный состав, призванный": the word before the phrase is what it is said of.
bool hangs_on_others(const Words& words, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && words[begin - 1].phrase == words[at].phrase) --begin;
  return begin > 0 && at - begin <= 6 &&
         holds_any(words[begin - 1].text, {"состав", "граждан", "людей", "пополнени", "подразделени", "солдат"});
}

/// "мобилизованными", "военнослужащие, призванные по мобилизации", "мобилизованным гражданам"
bool is_of_many(const Words& words, std::size_t at) {
  if (is_one_of_them(words, at)) return false;
  // "выдача обмундирования мобилизованным", unless somebody "был мобилизованным"
  if (words[at].text == "мобилизованным" && !is_before(words, at, 3, {"будучи", "явля", "оказал", "рядовым"}) &&
      !(at > 0 && words[at - 1].text == "был"))
    return true;
  const auto many = [&](std::string_view word) { return ends_with_any(word, {"ные", "ных", "ными"}); };
  if (many(words[at].text) && !are_joined_before(words, at)) return true;
  if (hangs_on_others(words, at)) return true;
  for (std::size_t i = at > 7 ? at - 7 : 0; i < at; ++i) {
    // "прибывшие по мобилизации"
    const bool others = words[i].phrase == words[at].phrase &&
                        ends_with_any(words[i].text, {"щие", "щих", "щими", "вшие", "вших", "вшими"});
    if (others && !are_accused_together(words, i)) return true;
    const bool drafted = words[i].phrase == words[at].phrase &&
                         (words[i].text.starts_with("призв") || words[i].text.starts_with("мобилизов"));
    // "гражданам, призванным по мобилизации"
    if (drafted && !are_accused_together(words, i) &&
        (many(words[i].text) ||
         (i > 0 && words[i].text.ends_with("ным") && ends_with_any(words[i - 1].text, {"ам", "ям"}))))
      return true;
  }
  const std::string_view next =
      at + 1 < words.size() && words[at + 1].phrase == words[at].phrase ? std::string_view{words[at + 1].text} : "";
  return words[at].text.starts_with("мобилизованн") && ends_with_any(next, {"ам", "ами", "ах"});
}

/// "мобилизации", and as hurried clerks write it: "мобилзации", "моблизации", "мобилизацыи", "моб."
bool is_mobilisation(std::string_view word) {
  constexpr std::size_t kLeast = 9 * kLetterBytes, kMost = 13 * kLetterBytes;
  if (word.starts_with("мобилизационн")) return false;
  if (word == "моб" || word.starts_with("мобилиза")) return true;
  return word.starts_with("моб") && word.size() >= kLeast && word.size() <= kMost &&
         (word.ends_with("ции") || word.ends_with("ция") || word.ends_with("цией"));
}

/// "по мобилизации", "в рамках частичной мобилизации", "мобилизованный"; not "в период мобилизации", nor several
/// people.
bool is_draft(const Words& words, std::size_t at) {
  const std::string_view text = words[at].text;
  if (text.starts_with("помобилизаци") || (text == "мобилизовали" && at > 0 && words[at - 1].text == "его"))
    return true;
  if (text.starts_with("мобилизован")) return !is_of_many(words, at) && text != "мобилизованы";
  if (!is_mobilisation(text)) return false;
  if (is_before(words, at, 4, {"укомплект", "сформирован", "созданн"})) return false;  // a unit
  std::size_t before = at;  // "объявленной частичной мобилизации"
  while (before > 0 && holds_any(words[before - 1].text, {"частичн", "объявленн", "проводим"})) --before;
  if (before == 0 || is_of_many(words, at)) return false;
  if (before > 1 && holds_any(words[before - 2].text, {"мероприят", "работ", "подготовк", "комисси", "задач", "план"}))
    return false;
  const std::string_view near = words[before - 1].text;
  return near == "по" || near == "рамках" || near == "порядке" || near == "ходе" ||
         (near == "под" && is_before(words, at, 4, {"попа"})) ||
         (near == "с" && is_before(words, at, 12, {"призван", "поступ", "служб"})) ||
         (is_before(words, at, 6, {"объявлени"}) &&
          (is_before(words, at, 14, {"призван", "поступ"}) || is_after(words, at, 12, {"призван"})));
}

/// "призванный … Указом Президента от 21 сентября 2022 года", "на основании Указа № 647 призван"
bool is_draft_by_decree(const Words& words, std::size_t at) {
  // "проходил военную службу на основании Указа": no contract that it prolonged, see is_no_draft()
  const auto is_decree = [&](const Word& word) {
    return word.phrase == words[at].phrase && (word.text == "указа" || word.text == "указом" || word.text == "указу");
  };
  const bool serves = words[at].text.find("служб") != std::string::npos && !holds_word(words, {"контракт"}) &&
                      std::any_of(words.begin() + static_cast<std::ptrdiff_t>(at), words.end(), is_decree);
  if ((!words[at].text.starts_with("призван") && !serves) || is_of_many(words, at)) return false;
  // The decree that prolonged a contract drafted nobody.
  if (holds_word(words, {"продл"}) || !may_be_of_2022(words, at)) return false;
  bool decree = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    decree = decree || words[i].text.starts_with("указ");
    if (!decree) continue;
    if (words[i].text == "647" || words[i].text.starts_with("мобилизаци")) return true;
    if (i + 2 < words.size() && words[i].text == "21" && words[i + 1].text.starts_with("сентябр") &&
        words[i + 2].text == "2022")
      return true;
  }
  return false;
}

/// "22 сентября 2022 г. получил повестку и был отправлен в часть": conscripts were called from November on.
bool is_draft_by_summons(const Words& words, std::size_t at) {
  if (!words[at].text.starts_with("повестк") || !holds_word(words, {"отправлен", "направлен", "убыл", "прибыл"}))
    return false;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (const YearAt date = year_at(words, i); date.year == 2022 && (date.month == 9 || date.month == 10)) return true;
  return false;
}

bool says_mobilised(const Words& words, std::size_t at) {
  if (is_no_draft(words, at)) return false;
  return is_draft_by_decree(words, at) || is_draft_by_summons(words, at) ||
         (is_draft(words, at) && may_be_of_2022(words, at) && !is_of_the_republics(words, at));
}

/// "военнослужащими, проходящими военную службу", "военнослужащим, проходящим": others, or what a law calls somebody;
/// not what they are said to be ("являясь военнослужащим по контракту").
bool is_likened(const Words& words, std::size_t at) {
  const std::string_view text = words[at].text;
  if (!text.starts_with("проходящ") && !text.starts_with("военнослужащ")) return false;
  if (text.ends_with("ие") || text.ends_with("их") || text.ends_with("ими")) return !are_accused_together(words, at);
  if (!text.ends_with("им")) return false;
  for (std::size_t i = at > 3 ? at - 3 : 0; i < at; ++i)
    if (words[i].text.starts_with("явля") || words[i].text == "будучи") return false;
  return true;
}

/// "по контракту в 2013–2016 гг.", "по контракту с 2012 по 2015 год"
bool is_past_time(const Words& words, std::size_t at) {
  for (std::size_t i = at + 1; i < std::min(words.size(), at + 3); ++i)
    if (is_years(words[i].text)) return are_years_before(words[i].text, "2022");
  YearAt end, last;
  for (std::size_t i = at + 1; i < std::min(words.size(), at + 16) && words[i].phrase == words[at].phrase; ++i) {
    const YearAt date = year_at(words, i);
    if (date.year == 0) continue;
    last = date;
    for (std::size_t by = i > 3 ? i - 3 : 0; by < i; ++by)
      if (words[by].text == "по" && by > at) end = date;
  }
  return end.year != 0 && end.year < 2022 && last.year < 2021;  // "… по 2017 г. и с апреля 2021 года" goes on
}

/// "ранее проходивший службу по контракту в 2014-2017 гг."
bool is_long_ago(const Words& words, std::size_t at) {
  YearAt last;  // of a time that ends; the dates that follow one belong to what comes later
  for (std::size_t i = at > 10 ? at - 10 : 0; i < at; ++i) {
    // "в 2012–2015 годах – по контракту", "с 1998 по 2016 год, проходил"
    if (words[i].phrase == words[at].phrase && are_years_before(words[i].text, "2022")) return true;
    if (const YearAt date = year_at(words, i); date.year != 0)
      last = i > 0 && words[i - 1].text == "по" ? date : YearAt{};
  }
  bool own = false;  // "по призыву с 1998 по 2000 г., по контракту – с 2003 г."
  for (std::size_t i = at + 1; i < std::min(words.size(), at + 5); ++i) own = own || year_at(words, i).year != 0;
  if (last.year != 0 && last.year < 2022 && !own) return true;
  if (is_before(words, at, 8, {"уволил", "уволен"})) return true;
  if (!is_before(words, at, 8, {"ранее", "раньше", "прежде"})) return false;
  return !is_after(words, at, 12, {"продл", "действ"});
}

/// "по контракту", "заключил контракт о прохождении военной службы", "сержант контрактной службы"; of one person, and
/// not as what somebody is likened to.
bool says_contract(const Words& words, std::size_t at) {
  const std::string_view text = words[at].text;
  // "по третьему контракту"
  const bool follows = (at > 0 && (words[at - 1].text == "по" || words[at - 1].text == "согласно")) ||
                       (at > 1 && words[at - 2].text == "по" && words[at - 1].text.ends_with("му"));
  const bool by = text == "поконтракту" || (follows && text.starts_with("конт") && text.ends_with("ту"));
  const bool since =
      text == "контракт" && at + 2 < words.size() && words[at + 1].text == "с" && is_digit(words[at + 2].text[0]);
  const bool signed_one =
      text == "контракт" && (since || is_before(words, at, 8, {"заключил", "подписал"}) ||
                             is_before(words, at, words.size(), {"заключивш", "заключив", "подписавш"}) ||
                             is_after(words, at, 6, {"заключил", "подписал", "заключен"}));
  const bool of_service = text == "контрактной" && at + 1 < words.size() && words[at + 1].text.starts_with("служб");
  const bool runs = (text == "контракт" || text == "контракта") &&
                    (is_after(words, at, 5, {"продолж", "продл", "истек"}) ||
                     is_before(words, at, 3, {"окончани", "истечени", "продлени"}) ||
                     (is_before(words, at, 1, {"основании"}) && holds_word(words, {"проход", "служ"})) ||
                     is_before(words, at, 6, {"заключением"}) ||
                     (is_after(words, at, 3, {"прохождени"}) && holds_word(words, {"заключенн"})));
  if (is_after(words, at, 2, {"пребыван", "добровольн"})) return false;  // a volunteer's
  const bool contractor = (text == "контрактников" && at > 0 && words[at - 1].text == "числа") ||
                          text == "контрактник" || text == "контрактника" || text == "контрактнику";
  if (is_long_ago(words, at) || is_past_time(words, at)) return false;
  if ((!by && !signed_one && !of_service && !runs && !contractor) || is_one_of_two(words, at) ||
      is_claimed(words, at) || is_denied(words, at))
    return false;
  for (std::size_t i = at > 8 ? at - 8 : 0; i < at; ++i) {
    const std::string_view one = words[i].text;
    const bool many = is_likened(words, i) && words[i].phrase == words[at].phrase;
    if (many || one.starts_with("приравн")) return false;
  }
  return true;
}

/// Whether a time with an end follows: "с 07.2018 по 10.2018", "1990–1992".
bool is_over(const Words& words, std::size_t at) {
  for (std::size_t i = at + 1; i < words.size() && i < at + 12 && words[i].phrase == words[at].phrase; ++i) {
    if (i <= at + 2 && is_years(words[i].text)) return true;
    if (words[i].text == "по" && i + 1 < words.size() &&
        (is_digit(words[i + 1].text[0]) || year_at(words, std::min(words.size() - 1, i + 2)).year != 0))
      return true;
  }
  return false;
}

/// "проходящий военную службу по призыву", "призванного на срочную службу", and not what he did years ago.
bool says_conscript(const Words& words, std::size_t at) {
  const bool by = at > 0 && words[at].text == "призыву" && words[at - 1].text == "по";
  const bool drafted = at > 0 && words[at].text == "срочную" &&
                       ((words[at - 1].text == "на" && is_before(words, at, 6, {"призван"})) ||
                        is_before(words, at, 3, {"проходящ", "проходя", "проходит"}));
  if ((!by && !drafted) || is_one_of_two(words, at) || is_claimed(words, at) || is_denied(words, at)) return false;
  if (is_before(words, at, 12,
                {"проходивш", "проходил", "служил", "ранее", "прошел", "прошедш", "прохождении", "период"}))
    return false;
  if (is_over(words, at)) return false;
  for (std::size_t i = 0; i < at; ++i)  // "в 2010 году был призван на срочную службу"
    if (const YearAt date = year_at(words, i);
        date.year != 0 && date.year < 2021 && words[i].phrase == words[at].phrase)
      return false;
  for (std::size_t i = at > 4 ? at - 4 : 0; i < at; ++i)
    if (is_likened(words, i) && words[i].phrase == words[at].phrase) return false;
  const bool since = at + 2 < words.size() && words[at + 1].text == "с" && words[at + 1].phrase == words[at].phrase;
  const bool follows = at + 1 < words.size() && words[at + 1].text.starts_with("проходящ");
  return drafted || since || follows ||
         is_before(words, at, 12, {"проходя", "проходит", "военнослужащ", "в/с", "призван", "окончани"});
}

bool says_volunteer(const Words& words, std::size_t at) {
  if (is_before(words, at, 8, {"бывш"}) || is_word(words, {"прекращен", "расторгнут"})) return false;
  // "добровольца, заключившего контракт о пребывании в ДФ"
  if (words[at].text.starts_with("контракт"))
    return is_after(words, at, 3, {"пребыван"}) && holds_word(words, {"добровол"});
  return words[at].text.starts_with("добровольческ") && std::ranges::any_of(words, [](const Word& word) {
           return word.text.starts_with("контракт") || word.text.starts_with("пребыва") ||
                  word.text.starts_with("заключ");
         });
}

}  // namespace

const std::array<CategoryRule, 4>& category_rules() {
  static constexpr std::array<CategoryRule, 4> kRules = {{{Category::kMobilised, says_mobilised},
                                                          {Category::kVolunteer, says_volunteer},
                                                          {Category::kContract, says_contract},
                                                          {Category::kConscript, says_conscript}}};
  return kRules;
}

}  // namespace waymark::courts
