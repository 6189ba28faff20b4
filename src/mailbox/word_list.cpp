#include "mailbox/word_list.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/utf8.h"
#include "mailbox/embedded_words.h"
#include "mailbox/typed_text.h"

namespace waymark::mailbox {
namespace {

const std::array<std::string_view, kListWords>& words_of(Language list) {
  switch (list) {
    case Language::kRussian: return kRussianWords;
    case Language::kUkrainian: return kUkrainianWords;
    case Language::kEnglish: return kEnglishWords;
  }
  CHECK(false);
}

struct FoldedWord {
  std::u32string letters;
  std::uint16_t index;
  bool operator<(const FoldedWord& other) const { return letters < other.letters; }
};
using FoldedList = std::vector<FoldedWord>;

FoldedList fold_list(Language list) {
  FoldedList folded;
  for (std::uint16_t i = 0; i < kListWords; ++i) {
    const auto letters = decode_utf8(words_of(list)[i]);
    CHECK(letters.has_value());
    folded.push_back({fold(*letters), i});
  }
  std::sort(folded.begin(), folded.end());
  return folded;
}

const FoldedList& folded_list(Language list) {
  static const std::array<FoldedList, kLanguages.size()> lists{
      fold_list(Language::kRussian), fold_list(Language::kUkrainian), fold_list(Language::kEnglish)};
  return lists.at(static_cast<std::size_t>(list) - 1);
}

/// Whether one letter is missing, too much or another, or two changed places.
bool is_one_off(std::u32string_view a, std::u32string_view b) {
  const auto from = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  const std::u32string_view x = a.substr(from);
  const std::u32string_view y = b.substr(from);
  if (x.empty() || y.empty()) return x.size() + y.size() == 1;
  if (x.size() + 1 == y.size()) return x == y.substr(1);
  if (x.size() == y.size() + 1) return x.substr(1) == y;
  if (x.size() != y.size()) return false;
  const bool changed_places = x.size() > 1 && x[0] == y[1] && x[1] == y[0] && x.substr(2) == y.substr(2);
  return x.substr(1) == y.substr(1) || changed_places;
}

}  // namespace

std::string_view word_at(Language list, std::uint16_t index) {
  CHECK(index < kListWords);
  return words_of(list)[index];
}

std::optional<std::uint16_t> index_of(Language list, std::u32string_view folded) {
  const FoldedList& words = folded_list(list);
  const auto begun = std::ranges::lower_bound(words, folded, {},
                                              [](const FoldedWord& word) { return std::u32string_view{word.letters}; });
  if (begun == words.end() || !begun->letters.starts_with(folded)) return std::nullopt;
  if (begun->letters == folded) return begun->index;
  const bool another = begun + 1 != words.end() && (begun + 1)->letters.starts_with(folded);
  if (folded.size() < kPrefixLetters || another) return std::nullopt;
  return begun->index;
}

std::optional<std::uint16_t> near_to(Language list, std::u32string_view folded) {
  std::optional<std::uint16_t> first;
  for (const FoldedWord& word : folded_list(list))
    if ((!first || word.index < *first) && is_one_off(word.letters, folded)) first = word.index;
  return first;
}

}  // namespace waymark::mailbox
