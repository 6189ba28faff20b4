#include "text/words.h"

#include <libstemmer.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "base/check.h"
#include "text/utf8.h"

namespace waymark::text {
namespace {

constexpr UChar32 kAcute = 0x301;  // the stress mark of textbooks

bool is_apostrophe(UChar32 c) { return c == '\'' || c == 0x2019 || c == 0x02BC || c == '`'; }

bool is_in_word(UChar32 c) { return u_isalnum(c) != 0 || c == kAcute; }

bool is_cyrillic(std::string_view word) {
  const auto first = static_cast<unsigned char>(word.front());
  return first >= 0xD0 && first <= 0xD4;
}

UChar32 plain(UChar32 c) {
  switch (u_tolower(c)) {
    case U'ё': return U'е';
    case U'ґ': return U'г';
    default: return u_tolower(c);
  }
}

void note_language(UChar32 lower, FoundWord& word) {
  if (lower == U'ё' || lower == U'ы' || lower == U'э' || lower == U'ъ') word.russian = true;
  if (lower == U'і' || lower == U'ї' || lower == U'є' || lower == U'ґ') word.ukrainian = true;
}

void append(std::string& out, UChar32 c) {
  std::array<char, U8_MAX_LENGTH> bytes{};
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, c);
  out.append(bytes.data(), static_cast<std::size_t>(length));
}

/// Reads one word from `at`, which is on its first letter. @return where it ends
std::size_t read_word(std::string_view text, std::size_t at, FoundWord& word) {
  std::size_t count = 0;
  std::size_t next = at;
  while (next < text.size()) {
    UChar32 c = 0;
    std::size_t end = next;
    U8_NEXT_UNSAFE(text, end, c);
    if (is_apostrophe(c)) {  // inside a word it is nothing; at its end it is a quotation mark
      UChar32 behind = 0;
      std::size_t after = end;
      if (after < text.size()) U8_NEXT_UNSAFE(text, after, behind);
      if (!is_in_word(behind)) break;
    } else if (!is_in_word(c)) {
      break;
    } else if (c != kAcute && ++count <= kWordCodePointsMax) {
      note_language(u_tolower(c), word);
      append(word.word, plain(c));
    }
    next = end;
  }
  return next;
}

std::size_t letters(std::string_view word) {
  return static_cast<std::size_t>(
      std::ranges::count_if(word, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// Longest first. What a noun, an adjective, a verb or a participle may end in; one ending is cut, so that all forms of
// a word meet, also some that are another's.
constexpr std::array kUkrainianEndings = {
    std::string_view{"уватимуть"}, std::string_view{"юватимуть"}, std::string_view{"увати"},
    std::string_view{"ювати"},     std::string_view{"уванням"},   std::string_view{"ування"},
    std::string_view{"уванні"},    std::string_view{"ованого"},   std::string_view{"ованої"},
    std::string_view{"ований"},    std::string_view{"ованих"},    std::string_view{"овану"},
    std::string_view{"остями"},    std::string_view{"остях"},     std::string_view{"остей"},
    std::string_view{"ості"},      std::string_view{"істю"},      std::string_view{"ість"},
    std::string_view{"ення"},      std::string_view{"енню"},      std::string_view{"енням"},
    std::string_view{"ання"},      std::string_view{"анню"},      std::string_view{"анням"},
    std::string_view{"ували"},     std::string_view{"ували"},     std::string_view{"увала"},
    std::string_view{"ував"},      std::string_view{"ьогодні"},   std::string_view{"ьому"},
    std::string_view{"ього"},      std::string_view{"ими"},       std::string_view{"іми"},
    std::string_view{"ому"},       std::string_view{"ого"},       std::string_view{"ами"},
    std::string_view{"ями"},       std::string_view{"ові"},       std::string_view{"еві"},
    std::string_view{"єві"},       std::string_view{"ємо"},       std::string_view{"емо"},
    std::string_view{"имо"},       std::string_view{"їмо"},       std::string_view{"єте"},
    std::string_view{"ете"},       std::string_view{"ите"},       std::string_view{"їте"},
    std::string_view{"уть"},       std::string_view{"ють"},       std::string_view{"ать"},
    std::string_view{"ять"},       std::string_view{"ить"},       std::string_view{"їть"},
    std::string_view{"ити"},       std::string_view{"ати"},       std::string_view{"яти"},
    std::string_view{"іти"},       std::string_view{"їти"},       std::string_view{"ути"},
    std::string_view{"ала"},       std::string_view{"яла"},       std::string_view{"ила"},
    std::string_view{"іла"},       std::string_view{"ало"},       std::string_view{"яло"},
    std::string_view{"ило"},       std::string_view{"іло"},       std::string_view{"али"},
    std::string_view{"яли"},       std::string_view{"или"},       std::string_view{"іли"},
    std::string_view{"ою"},        std::string_view{"ею"},        std::string_view{"єю"},
    std::string_view{"ий"},        std::string_view{"ій"},        std::string_view{"їй"},
    std::string_view{"ої"},        std::string_view{"их"},        std::string_view{"іх"},
    std::string_view{"їх"},        std::string_view{"им"},        std::string_view{"ім"},
    std::string_view{"їм"},        std::string_view{"ах"},        std::string_view{"ях"},
    std::string_view{"ам"},        std::string_view{"ям"},        std::string_view{"ом"},
    std::string_view{"ем"},        std::string_view{"єм"},        std::string_view{"ів"},
    std::string_view{"їв"},        std::string_view{"ав"},        std::string_view{"яв"},
    std::string_view{"ив"},        std::string_view{"еш"},        std::string_view{"єш"},
    std::string_view{"иш"},        std::string_view{"їш"},        std::string_view{"ей"},
    std::string_view{"єй"},        std::string_view{"а"},         std::string_view{"я"},
    std::string_view{"у"},         std::string_view{"ю"},         std::string_view{"о"},
    std::string_view{"е"},         std::string_view{"є"},         std::string_view{"и"},
    std::string_view{"і"},         std::string_view{"ї"},         std::string_view{"й"},
    std::string_view{"ь"},         std::string_view{"в"}};

constexpr std::size_t kUkrainianLettersMin = 3;

bool cut(std::string_view& word, std::string_view ending) {
  if (!word.ends_with(ending) || letters(word) - letters(ending) < kUkrainianLettersMin) return false;
  word.remove_suffix(ending.size());
  return true;
}

}  // namespace

std::vector<FoundWord> words_of(std::string_view text) {
  std::vector<FoundWord> found;
  const auto composed = nfc(text);  // й and ї as one letter
  if (!composed) return found;
  // Positions are those of the text: a text that is not in this form loses marks, not words.
  const std::string_view read = composed->size() == text.size() ? text : std::string_view{*composed};
  for (std::size_t at = 0; at < read.size();) {
    UChar32 c = 0;
    std::size_t next = at;
    U8_NEXT_UNSAFE(read, next, c);
    if (u_isalnum(c) == 0) {
      at = next;
      continue;
    }
    FoundWord word{.word = {}, .begin = at};
    at = word.end = read_word(read, at, word);
    found.push_back(std::move(word));
  }
  return found;
}

std::string ukrainian_stem(std::string_view word) {
  for (const std::string_view reflexive : {std::string_view{"ся"}, std::string_view{"сь"}})
    if (cut(word, reflexive)) break;
  for (const std::string_view ending : kUkrainianEndings)
    if (cut(word, ending)) break;
  cut(word, "ь");
  return std::string{word};
}

void Stemmer::Close::operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }

Stemmer::Stemmer() : russian_(sb_stemmer_new("russian", "UTF_8")), english_(sb_stemmer_new("english", "UTF_8")) {
  CHECK(russian_ && english_);
}

std::string Stemmer::run(const Snowball& snowball, std::string_view word) {
  const auto* const letters_in = reinterpret_cast<const sb_symbol*>(word.data());
  const sb_symbol* const stem = sb_stemmer_stem(snowball.get(), letters_in, static_cast<int>(word.size()));
  CHECK(stem != nullptr);  // it gives nothing only when there is no memory
  return {reinterpret_cast<const char*>(stem), static_cast<std::size_t>(sb_stemmer_length(snowball.get()))};
}

std::string Stemmer::stem(const FoundWord& word, Language language) const {
  if (!is_cyrillic(word.word)) return run(english_, word.word);
  const bool ukrainian = word.ukrainian || (language == Language::kUkrainian && !word.russian);
  return ukrainian ? ukrainian_stem(word.word) : run(russian_, word.word);
}

std::vector<std::string> Stemmer::meanings(const FoundWord& word) const {
  if (!is_cyrillic(word.word) || word.ukrainian || word.russian) return {stem(word, Language::kRussian)};
  std::vector<std::string> both{stem(word, Language::kRussian), stem(word, Language::kUkrainian)};
  if (both[0] == both[1]) both.pop_back();
  return both;
}

}  // namespace waymark::text
