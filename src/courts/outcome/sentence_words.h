// Words of a sentence with what a reader sees of them. Inside of the outcome readers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waymark::courts {

inline constexpr std::size_t kLetterBytes = 2;  ///< of a Russian letter

struct Word {
  std::string text;        ///< plain(), Latin look-alikes as Cyrillic
  bool capital = false;    ///< begins with a capital
  bool initial = false;    ///< one capital and a full stop
  std::size_t phrase = 0;  ///< number of the stretch between commas, colons and brackets it stands in
};

using Words = std::vector<Word>;

/// What looks at each word looks at the others too: a page of one endless sentence must not keep anybody waiting.
inline constexpr std::size_t kWordsMax = 2'000;

/// Words of a sentence in order, kWordsMax at most; numbers keep their full stops ("29.09.2022").
std::vector<Word> words_of_sentence(std::string_view sentence);

}  // namespace waymark::courts
