#include "courts/outcome/agreement.h"

#include <algorithm>
#include <array>
#include <optional>

#include "courts/ids/words.h"
#include "courts/outcome/phrases.h"
#include "courts/outcome/roles.h"

namespace waymark::courts {
namespace {

enum class Case { kUnknown, kNominative, kOblique };

/// "Белкин", "подсудимый": nominative; "Белкину", "подсудимого": another; "Белкина" may be either.
Case case_of_mention(std::string_view word) {
  if (is_depersonalised(word) || word.ends_with("ой")) return Case::kUnknown;
  if (ends_with_any(word, {"у", "ым", "им", "ого", "ому", "ом", "ых"})) return Case::kOblique;
  // "Рябина", "Вороненко": whatever case it is
  return ends_with_any(word, {"а", "я", "о", "е", "ы", "и", "ю"}) ? Case::kUnknown : Case::kNominative;
}

/// The participle that what stands at `at` hangs on: "призванный …", "мобилизованного".
std::optional<std::size_t> participle_of(const Words& words, std::size_t at) {
  constexpr std::size_t kReach = 8;
  constexpr auto kBeginnings =
      std::to_array<std::string_view>({"призванн", "мобилизованн", "проходящ", "проходивш", "служащ", "служивш",
                                       "поступивш", "заключивш", "подписавш", "состоящ"});
  for (std::size_t i = at + 1; i-- > 0 && at - i <= kReach && words[i].phrase == words[at].phrase;)
    if (std::ranges::any_of(kBeginnings, [&](std::string_view one) { return words[i].text.starts_with(one); }))
      return i;
  return std::nullopt;
}

/// "будучи призванным", "являлся мобилизованным"
bool is_predicate(const Words& words, std::size_t at) {
  for (std::size_t i = at > 6 ? at - 6 : 0; i < at; ++i)
    if (words[i].phrase + 1 >= words[at].phrase &&
        (words[i].text == "был" ||
         holds_any(words[i].text, {"будучи", "являл", "являя", "является", "оказал", "считал"})))
      return true;
  return false;
}

Case case_of_participle(const Words& words, std::size_t at) {
  for (std::size_t i = at > 3 ? at - 3 : 0; i < at; ++i)  // "в статусе военнослужащего, призванного"
    if (holds_any(words[i].text, {"качестве", "статус", "числ"})) return Case::kUnknown;
  const std::string_view word = words[at].text;
  if (ends_with_any(word, {"ый", "ий", "ийся", "ая", "аяся"})) return Case::kNominative;
  if (ends_with_any(word, {"ым", "им", "имся"})) return is_predicate(words, at) ? Case::kNominative : Case::kOblique;
  return ends_with_any(word, {"ого", "его", "егося", "ому", "ему"}) ? Case::kOblique : Case::kUnknown;
}

}  // namespace

bool disagree_in_case(const Words& words, std::size_t mention, std::size_t at) {
  const auto participle = participle_of(words, at);
  if (!participle) return false;
  const Case one = case_of_mention(words[mention].text), other = case_of_participle(words, *participle);
  return one != Case::kUnknown && other != Case::kUnknown && one != other;
}

bool is_said_directly(const Words& words, std::size_t at) {
  constexpr std::size_t kBefore = 14, kBehind = 10;
  constexpr auto kVerbs = std::to_array<std::string_view>({"призван", "призвана", "мобилизован", "мобилизована",
                                                           "проходит", "проходил", "проходила", "служит", "служил",
                                                           "служила", "поступил", "поступила", "проходя", "состоит"});
  for (std::size_t i = at > kBefore ? at - kBefore : 0; i < std::min(words.size(), at + kBehind); ++i)
    if (words[i].phrase == words[at].phrase && std::ranges::find(kVerbs, words[i].text) != kVerbs.end()) return true;
  const auto participle = participle_of(words, at);
  return participle && case_of_participle(words, *participle) == Case::kNominative;
}

}  // namespace waymark::courts
