#include "courts/outcome/sentence_words.h"

#include "courts/ids/words.h"

namespace waymark::courts {

std::vector<Word> words_of_sentence(std::string_view sentence) {
  std::vector<Word> words;
  std::size_t phrase = 0;
  for (std::size_t at = 0; at < sentence.size() && words.size() < kWordsMax;) {
    if (!is_word_byte(sentence[at])) {
      // A number behind a full stop does not begin a sentence by itself.
      const bool ends = !words.empty() && (words.back().text.size() >= 4 * kLetterBytes ||
                                           (words.back().text.size() >= 5 && is_digit(words.back().text[0])));
      const bool stop = sentence[at] == '.' && ends;
      if (stop || std::string_view{",:;()"}.find(sentence[at]) != std::string_view::npos) ++phrase;
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < sentence.size() && (is_word_byte(sentence[end]) ||
                                     (sentence[end] == '.' && end + 1 < sentence.size() &&
                                      is_digit(sentence[end - 1]) && is_digit(sentence[end + 1])) ||
                                     (sentence[end] == '/' && end - at <= kLetterBytes)))
      ++end;
    std::string_view raw = sentence.substr(at, end - at);
    for (const std::string_view mark : {"«", "»", "–", "—", "№", "“", "”"}) {
      while (raw.starts_with(mark)) raw.remove_prefix(mark.size());
      while (raw.ends_with(mark)) raw.remove_suffix(mark.size());
    }
    at = end;
    if (raw.empty()) continue;
    // "ВВК", "ФКУ": no name
    const bool abbreviated =
        raw.size() <= 5 * kLetterBytes && raw.size() > kLetterBytes && begins_with_capital(raw.substr(kLetterBytes));
    const bool capital = begins_with_capital(raw) && (!abbreviated || raw.starts_with("ФИО"));
    const bool initial = capital && raw.size() == kLetterBytes && end < sentence.size() && sentence[end] == '.';
    words.push_back({.text = cyrillic(plain(raw)), .capital = capital, .initial = initial, .phrase = phrase});
  }
  return words;
}

}  // namespace waymark::courts
