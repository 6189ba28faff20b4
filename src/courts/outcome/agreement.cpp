#include "courts/outcome/agreement.h"

#include <algorithm>
#include <array>

#include "courts/ids/words.h"
#include "courts/outcome/roles.h"

namespace waymark::courts {
namespace {

enum class Case { kUnknown, kNominative, kOblique };

bool ends_with_any(std::string_view word, std::initializer_list<std::string_view> endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return word.ends_with(ending); });
}

/// "Белкин", "подсудимый": nominative; "Белкину", "подсудимого": another; "Белкина" may be either.
Case case_of_mention(std::string_view word) {
  if (is_depersonalised(word) || word.ends_with("ой")) return Case::kUnknown;
  if (ends_with_any(word, {"у", "ым", "им", "ого", "ому", "ом", "ых"})) return Case::kOblique;
  // "Рябина", "Вороненко": whatever case it is
  return ends_with_any(word, {"а", "я", "о", "е", "ы", "и", "ю"}) ? Case::kUnknown : Case::kNominative;
}

/// Of the participle that what stands at `at` hangs on: "призванный …", "мобилизованного"; not "будучи мобилизованным".
Case case_of_participle(const std::vector<Word>& words, std::size_t at) {
  constexpr std::array<std::string_view, 10> kBeginnings = {"призванн",  "мобилизованн", "проходящ",  "проходивш",
                                                            "служащ",    "служивш",      "поступивш", "заключивш",
                                                            "подписавш", "состоящ"};
  for (std::size_t i = at + 1; i-- > 0 && at - i <= 8 && words[i].phrase == words[at].phrase;) {
    const std::string_view word = words[i].text;
    if (std::ranges::none_of(kBeginnings, [&](std::string_view one) { return word.starts_with(one); })) continue;
    for (std::size_t before = i > 3 ? i - 3 : 0; before < i; ++before)  // "в статусе военнослужащего, призванного"
      if (holds_any(words[before].text, {"качестве", "статус", "числ"})) return Case::kUnknown;
    if (ends_with_any(word, {"ый", "ий", "ийся", "ая", "аяся"})) return Case::kNominative;
    return ends_with_any(word, {"ого", "его", "егося", "ому", "ему"}) ? Case::kOblique : Case::kUnknown;
  }
  return Case::kUnknown;
}

}  // namespace

bool disagree_in_case(const std::vector<Word>& words, std::size_t mention, std::size_t at) {
  const Case one = case_of_mention(words[mention].text), other = case_of_participle(words, at);
  return one != Case::kUnknown && other != Case::kUnknown && one != other;
}

}  // namespace waymark::courts
