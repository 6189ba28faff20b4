// First words: how a text begins, on one line, for the queue.
#pragma once

#include <string>
#include <string_view>

namespace waymark::desk::queue {

inline constexpr std::size_t kFirstWordsMax = 90;

/// The first words of a text, at most kFirstWordsMax code points with "…" for what is left out, cut between words where
/// there is a border. Line ends and runs of spaces are one space; control characters and marks that turn or hide
/// text (bidirectional, zero-width) are left out. Empty when nothing is left, or for bytes that are no UTF-8.
std::string first_words(std::string_view text);

}  // namespace waymark::desk::queue
