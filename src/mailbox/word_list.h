// The three lists of 2,048 words, embedded at build time from words/{ru,uk,en}.txt (rules: script/check-words).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/language.h"

namespace waymark::mailbox {

inline constexpr std::size_t kListWords = 2'048;
/// As many letters as a person has to type of a word.
inline constexpr std::size_t kPrefixLetters = 4;

/// The word at an index below kListWords. Also for check-words (roster/check_words.h gives the indices).
std::string_view word_at(Language list, std::uint16_t index);

/// The index of a word in comparison form (typed_text.h), given whole or by at least its first four letters.
std::optional<std::uint16_t> index_of(Language list, std::u32string_view folded);

/// The first word of a list that is one letter away from one in comparison form: a letter missing, too much or another,
/// or two that changed places. Nothing when there is none.
std::optional<std::uint16_t> near_to(Language list, std::u32string_view folded);

}  // namespace waymark::mailbox
