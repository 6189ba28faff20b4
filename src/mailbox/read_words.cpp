#include "mailbox/read_words.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "mailbox/typed_text.h"
#include "mailbox/word_list.h"

namespace waymark::mailbox {
namespace {

using Words = std::vector<std::u32string>;

/// The longest word of the lists has eight letters; one may be too much.
constexpr std::size_t kMistypedLettersMax = 9;

/// Several words without anything between them: to name them would show them to whoever looks on.
bool run_together(const std::u32string& word) { return word.size() > kMistypedLettersMax; }

/// What all lists and layouts together found in the typed text.
class Findings {
 public:
  /// @param plain the words as typed; they outlive this
  explicit Findings(const Words& plain) : plain_(plain) {}

  void look(Language list, const Words& words) {
    std::vector<std::optional<std::uint16_t>> found;
    for (const std::u32string& word : words) found.push_back(index_of(list, word));
    for (std::size_t i = 0; i < found.size() && i < known_.size(); ++i)
      if (found[i]) known_[i] = true;
    if (words.size() != kPhraseWords ||
        !std::ranges::all_of(found, [](const auto& index) { return index.has_value(); }))
      return;
    eight_known_ = true;
    std::array<std::uint16_t, kPhraseWords> indices{};
    std::ranges::transform(found, indices.begin(), [](const auto& index) { return *index; });
    auto phrase = Phrase::from_indices(list, indices);
    const bool seen = std::ranges::any_of(fitting_, [&](const Phrase& other) { return other.list() == list; });
    if (phrase.has_value() && !seen) fitting_.push_back(*std::move(phrase));
  }

  ReadOutcome outcome() && {
    if (fitting_.size() == 1) return ReadPhrase{std::move(fitting_.front())};
    if (!fitting_.empty()) return AskLanguage{std::move(fitting_)};
    if (eight_known_) return OneWordMistyped{};
    if (plain_.size() < kPhraseWords && std::ranges::any_of(plain_, run_together)) return WrongCount{plain_.size()};
    const auto stranger = std::find(known_.begin(), known_.end(), false);
    if (stranger != known_.end()) return unknown(static_cast<std::size_t>(stranger - known_.begin()));
    if (plain_.size() == kPhraseWords) return OneWordMistyped{};  // all known, but to different lists
    return WrongCount{plain_.size()};
  }

 private:
  [[nodiscard]] UnknownWord unknown(std::size_t position) const {
    for (const Language list : kLanguages)
      if (const auto near = near_to(list, plain_[position])) return {position, word_at(list, *near)};
    return {position};
  }

  const Words& plain_;
  std::vector<bool> known_ = std::vector<bool>(plain_.size(), false);
  bool eight_known_ = false;
  std::vector<Phrase> fitting_;
};

/// The eight words of somebody who wrote them twice, to be sure.
Words written_once(Words words) {
  const auto half = words.begin() + std::min<std::ptrdiff_t>(kPhraseWords, std::ssize(words));
  if (words.size() == 2 * kPhraseWords && std::equal(words.begin(), half, half)) words.resize(kPhraseWords);
  return words;
}

/// Whether the eight words from `at` are of this list, with the checksum.
bool is_phrase(Language list, const Words& words, std::size_t at) {
  std::array<std::uint16_t, kPhraseWords> indices{};
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const auto index = index_of(list, words[at + i]);
    if (!index) return false;
    indices[i] = *index;
  }
  return Phrase::from_indices(list, indices).has_value();
}

}  // namespace

bool holds_phrase(std::string_view text) {
  const auto points = decode_utf8(text);
  if (!points) return false;
  const Words words = split_words(fold(*points));
  for (const Language list : kLanguages)
    for (std::size_t at = 0; at + kPhraseWords <= words.size(); ++at)
      if (is_phrase(list, words, at)) return true;
  return false;
}

ReadOutcome read_words(std::string_view typed) {
  const auto text = typed.size() <= kTypedBytesMax ? decode_utf8(typed) : std::nullopt;
  if (!text) return UnknownWord{0};
  std::vector<Words> readings;
  for (const std::u32string& variant : layout_variants(*text))
    readings.push_back(written_once(split_words(fold(variant))));
  Findings findings{readings.front()};
  for (const Language list : kLanguages)
    for (const Words& words : readings) findings.look(list, words);
  return std::move(findings).outcome();
}

}  // namespace waymark::mailbox
