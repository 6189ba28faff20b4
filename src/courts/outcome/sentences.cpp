#include "courts/outcome/sentences.h"

#include <algorithm>
#include <array>

#include "courts/ids/words.h"
#include "courts/outcome/outcome.h"

namespace waymark::courts {
namespace {

/// Whether the dot at `at` ends a sentence: a space and a capital letter or digit after it, and no abbreviation before.
bool ends_here(std::string_view text, std::size_t at) {
  std::string_view after = text.substr(at + 1);
  if (!after.empty() && after.front() != ' ') return false;
  after = trimmed(after);
  const bool capital =
      after.empty() || (after.size() >= 2 && after[0] == '\xd0' && static_cast<unsigned char>(after[1]) >= 0x81 &&
                        static_cast<unsigned char>(after[1]) <= 0xaf);
  if (!capital) return false;
  std::size_t begin = at;
  while (begin > 0 && is_word_byte(text[begin - 1])) --begin;
  const std::string word = lowered(text.substr(begin, at - begin));
  constexpr auto kShort = std::to_array<std::string_view>(
      {"ст",  "ч",   "п",   "г",   "ул",   "д",      "им",   "т",   "обл",  "р",   "руб",     "ред",  "пос",
       "дер", "пгт", "гор", "хут", "респ", "родивш", "урож", "обр", "прож", "обв", "предусм", "прест"});
  return word.size() > 2 && std::find(kShort.begin(), kShort.end(), word) == kShort.end();  // one letter: an initial
}

/// "п р и г о в о р и л" → "приговорил": courts space out their headings.
std::string without_spaces(std::string_view text) {
  std::string out;
  for (const char c : lowered(squeezed(text))) {
    if (c != ' ' && c != ':') out += c;
  }
  return out;
}

}  // namespace

std::vector<std::string_view> sentences_of(std::string_view text) {
  std::vector<std::string_view> sentences;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const bool end =
        at == text.size() || text[at] == '\n' || text[at] == ';' || (text[at] == '.' && ends_here(text, at));
    if (!end) continue;
    const std::size_t stop = at < text.size() && text[at] == '.' ? at + 1 : at;
    if (const auto one = trimmed(text.substr(begin, stop - begin)); !one.empty()) sentences.push_back(one);
    begin = at + 1;
  }
  return sentences;
}

std::string_view operative_part(std::string_view text) {
  std::string_view found;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    // The heading stands on a line of its own, or begins one and ends with a colon.
    const std::string_view beginning = line.substr(0, std::min(line.find(':'), line.size()));
    const bool alone = line.size() < 120;
    if (alone || beginning.size() < std::min<std::size_t>(line.size(), 80)) {
      const std::string heading = cyrillic(without_spaces(alone ? line : beginning));
      for (const std::string_view word :
           {"приговорил", "приговорила", "постановил", "постановила", "определил", "определила"}) {
        if (heading == word) found = text.substr(alone ? end : begin + beginning.size() + 1);
      }
    }
    begin = end + 1;
  }
  return found;
}

std::string shortened(std::string_view sentence) {
  if (sentence.size() <= kSentenceBytesMax) return std::string{sentence};
  std::size_t size = kSentenceBytesMax;
  while (size > 0 && (static_cast<unsigned char>(sentence[size]) & 0xc0) == 0x80) --size;
  return std::string{sentence.substr(0, size)};
}

}  // namespace waymark::courts
