#include "mailbox/typed_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace waymark::mailbox {
namespace {

// The same keys on three layouts (docs/spec/mailbox.md). The last Latin key is the one left of 1.
constexpr std::u32string_view kLatinKeys = U"qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
constexpr std::u32string_view kRussianKeys = U"йцукенгшщзхъфывапролджэячсмитьбюё";
constexpr std::u32string_view kUkrainianKeys = U"йцукенгшщзхїфівапролджєячсмитьбю'";
static_assert(kLatinKeys.size() == kRussianKeys.size() && kLatinKeys.size() == kUkrainianKeys.size());

constexpr std::u32string_view kApostrophes = U"'`´ʼ‘’‛′";

/// Lower case of Latin, Cyrillic and Ukrainian letters; others stay.
char32_t lower(char32_t c) {
  if (c >= U'A' && c <= U'Z') return c + 32;
  if (c >= U'А' && c <= U'Я') return c + 32;
  if (c >= 0x0400 && c <= 0x040F) return c + 80;  // Ѐ … Џ, among them Ё Є І Ї
  if (c == U'Ґ') return U'ґ';
  return c;
}

std::u32string lower(std::u32string_view text) {
  std::u32string lowered{text};
  std::ranges::transform(lowered, lowered.begin(), [](char32_t c) { return lower(c); });
  return lowered;
}

bool is_accent(char32_t c) { return c >= 0x0300 && c <= 0x036F; }

/// Soft hyphen, zero-width characters, byte order mark and marks of direction: what copying brings along.
bool is_invisible(char32_t c) {
  return c == 0x00AD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) ||
         c == 0xFEFF;
}

bool is_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= 0x00C0 && c <= 0x024F && c != 0x00D7 && c != 0x00F7) ||
         (c >= 0x0370 && c <= 0x052F && c != 0x037E && c != 0x0482) || (c >= 0x0531 && c <= 0x1FFF) ||
         (c >= 0x3040 && c <= 0xD7FF);
}

/// A letter and the accent after it as one letter, where our lists know one.
std::optional<char32_t> composed(char32_t letter, char32_t accent) {
  if (letter == U'и' && accent == 0x0306) return U'й';
  if (letter == U'і' && accent == 0x0308) return U'ї';
  return std::nullopt;  // е with a diaeresis is ё, which compares as е: dropping the accent is enough
}

char32_t compared(char32_t c) {
  if (c == U'ё') return U'е';
  if (c == U'ґ') return U'г';
  return c;
}

std::u32string mapped(std::u32string_view text, std::u32string_view from, std::u32string_view to) {
  std::u32string result{text};
  for (char32_t& c : result) {
    const std::size_t key = from.find(c);
    if (key != std::u32string_view::npos) c = to[key];
  }
  return result;
}

// Letters that look the same in both alphabets; the same as kLatinTwins in web/shared/protocol/words.ts.
constexpr std::u32string_view kLatinTwins = U"aceopxyikmhtb";
constexpr std::u32string_view kCyrillicTwins = U"асеорхуікмнтв";
static_assert(kLatinTwins.size() == kCyrillicTwins.size());

/// A word with letters of both alphabets means the one that most of it is of: "oрхидея" with a Latin o.
std::u32string of_one_alphabet(std::u32string word) {
  constexpr std::u32string_view kUkrainianOnly = U"іїєґ";
  const auto is_latin = [](char32_t c) { return c >= U'a' && c <= U'z'; };
  const auto is_cyrillic = [&](char32_t c) {
    return (c >= U'а' && c <= U'я') || kUkrainianOnly.find(c) != std::u32string_view::npos;
  };
  const auto latin = std::ranges::count_if(word, is_latin);
  const auto cyrillic = std::ranges::count_if(word, is_cyrillic);
  if (latin == 0 || cyrillic == 0) return word;
  return cyrillic >= latin ? mapped(word, kLatinTwins, kCyrillicTwins) : mapped(word, kCyrillicTwins, kLatinTwins);
}

}  // namespace

std::u32string fold(std::u32string_view text) {
  std::u32string folded;
  folded.reserve(text.size());
  for (const char32_t typed : text) {
    const char32_t c = lower(typed);
    if (is_accent(c)) {
      const auto whole = folded.empty() ? std::nullopt : composed(folded.back(), c);
      if (whole) folded.back() = *whole;
    } else if (!is_invisible(c) && kApostrophes.find(c) == std::u32string_view::npos) {
      folded.push_back(compared(c));
    }
  }
  return folded;
}

std::vector<std::u32string> split_words(std::u32string_view folded) {
  std::vector<std::u32string> words;
  std::u32string word;
  for (const char32_t c : folded) {
    if (is_letter(c)) {
      word.push_back(c);
    } else if (!word.empty()) {
      words.push_back(of_one_alphabet(std::move(word)));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(of_one_alphabet(std::move(word)));
  return words;
}

std::vector<std::u32string> layout_variants(std::u32string_view text) {
  const std::u32string low = lower(text);
  std::vector<std::u32string> variants{low};
  const std::array layouts{
      std::pair{kLatinKeys, kRussianKeys},     std::pair{kLatinKeys, kUkrainianKeys},
      std::pair{kRussianKeys, kLatinKeys},     std::pair{kUkrainianKeys, kLatinKeys},
      std::pair{kRussianKeys, kUkrainianKeys}, std::pair{kUkrainianKeys, kRussianKeys},
  };
  for (const auto& [from, to] : layouts) {
    std::u32string variant = mapped(low, from, to);
    if (std::ranges::find(variants, variant) == variants.end()) variants.push_back(std::move(variant));
  }
  return variants;
}

}  // namespace waymark::mailbox
