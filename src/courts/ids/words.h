// Words of court pages: trimming, lower case and search in Russian UTF-8, quickly and without a locale.
//
// Only what court records need: ASCII and the Russian alphabet. Bytes that are not UTF-8 pass through unchanged.
// For names and normal forms see src/text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace waymark::courts {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Without white space (also no-break space and zero-width characters) at both ends; borrowed.
std::string_view trimmed(std::string_view text);
/// Runs of white space (also no-break space) become one space, none at the ends.
std::string squeezed(std::string_view text);
/// ASCII and Russian letters in lower case; ё stays ё.
std::string lowered(std::string_view text);
/// lowered() with ё → е and squeezed: what headers and phrases are compared by.
std::string plain(std::string_view text);
/// Latin look-alikes ("cудья", "УK" lowered) as the Cyrillic letters they stand for: in words that are partly Cyrillic,
/// and single letters. @param text  already plain()
std::string cyrillic(std::string_view text);
/// Whether `word` stands anywhere in `text`, quickly also where both are Russian.
bool holds(std::string_view text, std::string_view word);
/// Whether `text` holds any of the words; all are already plain().
bool holds_any(std::string_view text, std::initializer_list<std::string_view> words);
/// Whether the byte begins or continues a letter (ASCII letters, digits, anything past ASCII).
bool is_word_byte(char c);
/// Whether `text` begins with a Russian capital; Ё is one.
bool begins_with_capital(std::string_view text);
/// Position of `word` in `text` from `from` on where it stands as a whole word; npos if nowhere.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from = 0);
/// Non-empty trimmed pieces between any of the separator characters (ASCII).
std::vector<std::string_view> split(std::string_view text, std::string_view separators);

}  // namespace waymark::courts
