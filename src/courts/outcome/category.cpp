// Category of service from the text of an act: what somebody was drafted as, in words that speak of the accused.
#include "courts/ids/words.h"
#include "courts/outcome/outcome.h"
#include "courts/outcome/sentences.h"

namespace waymark::courts {
namespace {

/// Whether "сентября 2022" or ".09.2022" stands there: September to December 2022, month and year together.
bool names_autumn_2022(std::string_view words) {
  return holds_any(words,
                   {"сентябре 2022", "октябре 2022", "ноябре 2022", "декабре 2022", "сентября 2022", "октября 2022",
                    "ноября 2022", "декабря 2022", ".09.2022", ".10.2022", ".11.2022", ".12.2022"});
}

/// Whether a year other than 2022 stands there: then which one was the draft's is not certain.
bool names_another_year(std::string_view words) {
  for (std::size_t at = words.find("20"); at != std::string_view::npos; at = words.find("20", at + 1)) {
    const bool whole = (at == 0 || !is_digit(words[at - 1])) && at + 3 < words.size() && is_digit(words[at + 2]) &&
                       is_digit(words[at + 3]) && (at + 4 == words.size() || !is_digit(words[at + 4]));
    if (whole && words.substr(at, 4) != "2022") return true;
  }
  return false;
}

/// Kin, comrades and those he served with; and a draft that should have been and was not.
bool drafts_another(std::string_view phrase) {
  for (const std::string_view who : {"отец", "отца", "брат", "брата", "сын", "сына", "муж", "мужа", "друг", "знакомый"})
    if (find_word(phrase, who) != std::string_view::npos) return true;
  return holds_any(phrase, {"сослужив", "мобилизованных", "мобилизованными", "мобилизованные", "должен был", "не был",
                            "не мобилизован", "подлежал", "мог быть"});
}

/// "призван по мобилизации 28 сентября 2022 года", "проходит военную службу по мобилизации с 26 сентября 2022 года":
/// all of it in one phrase.
bool says_drafted_in_autumn_2022(std::string_view words) {
  for (std::string_view phrase : split(words, ",:()")) {
    const bool serves = holds_any(phrase, {"по мобилизации"}) && holds_any(phrase, {"службу", "службы", "службе"}) &&
                        !holds_any(phrase, {"контракт"});
    const bool drafted =
        serves || (holds_any(phrase, {"призван", "мобилизован"}) && holds_any(phrase, {"мобилизаци", "мобилизован"}));
    if (!drafted || names_another_year(phrase) || drafts_another(phrase)) continue;
    // The decree on mobilisation is itself of 21 September 2022.
    std::string without_decree{phrase};
    if (const auto at = without_decree.find("от 21 сентября 2022"); at != std::string::npos)
      without_decree.erase(at, std::string_view{"от 21 сентября 2022"}.size());
    if (names_autumn_2022(without_decree)) return true;
  }
  return false;
}

/// Sentences on witnesses, victims and on what somebody was not.
bool speaks_of_others(std::string_view words) {
  return holds_any(words, {"свидетел", "потерпевш", "не являясь", "не являющ", "не являлся", "не был призван",
                           "не призван", "не призывал"});
}

}  // namespace

CategoryFinding category_of_act(std::string_view text) {
  std::optional<CategoryFinding> weaker;
  for (const std::string_view sentence : sentences_of(text.substr(0, std::min<std::size_t>(text.size(), 400'000)))) {
    const std::string words = plain(sentence);
    if (speaks_of_others(words)) continue;
    if (says_drafted_in_autumn_2022(words) && !holds_any(words, {"в период мобилизации, в"}))
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
