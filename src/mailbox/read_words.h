// Reads the eight words a person typed: any case, ё or е, with or without apostrophes, by first four letters, or with
// the keyboard on the wrong layout. Nothing read is ever logged.
// @source docs/spec/mailbox.md "Words"; the same in web/shared/protocol/words.ts (tests/vectors/words.json ties both)
#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "mailbox/phrase.h"

namespace waymark::mailbox {

/// Longest input that is looked at, in bytes.
inline constexpr std::size_t kTypedBytesMax = 1'024;

/// Exactly one list fits.
struct ReadPhrase {
  Phrase phrase;
};
/// Two or three lists fit, checksum included.
struct AskLanguage {
  std::vector<Phrase> candidates;
};
/// Eight known words, but the checksum does not fit.
struct OneWordMistyped {};
/// The first word that no list knows, from 0.
struct UnknownWord {
  std::size_t position;
  std::string_view near = {};  ///< the word of the lists that is one letter away; empty when there is none
};
/// All words are known, but there are not eight; or there are fewer and one is longer than any word can be.
struct WrongCount {
  std::size_t count;
};

using ReadOutcome = std::variant<ReadPhrase, AskLanguage, OneWordMistyped, UnknownWord, WrongCount>;

/// Whether eight words in a row of this text open a mailbox: somebody writes down their key where others read it.
bool holds_phrase(std::string_view text);

/// Never fails; bad UTF-8 or an overlong input counts as no word that is known.
ReadOutcome read_words(std::string_view typed);

}  // namespace waymark::mailbox
