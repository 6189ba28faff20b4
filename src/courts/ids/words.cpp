#include "courts/ids/words.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace waymark::courts {
namespace {

/// All begin with one of the bytes that may_be_blank() lets through.
constexpr std::array<std::string_view, 6> kBlanks = {"\u00a0", "\u200b", "\ufeff", "\u2009", "\u202f", "\u2003"};

/// Whether white space may begin with this byte: hardly any byte of a page does.
constexpr bool may_be_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == '\xc2' || c == '\xe2' || c == '\xef';
}

/// Bytes of the white space that `text` begins with; 0 if it begins with none.
std::size_t blank_at(std::string_view text) {
  const char c = text.front();
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (!may_be_blank(c)) return 0;
  for (const std::string_view blank : kBlanks) {
    if (text.starts_with(blank)) return blank.size();
  }
  return 0;
}

constexpr std::array<std::string_view, 26> kLookAlikes = {"а", "в", "с", "", "е", "", "",  "н", "", "", "к", "",  "м",
                                                          "",  "о", "р", "", "",  "", "т", "",  "", "", "х", "у", ""};

bool is_latin(char c) { return c >= 'a' && c <= 'z'; }

/// One word with its look-alikes replaced; as it is when it is Latin.
std::string cyrillic_word(std::string_view word) {
  const bool all = std::all_of(word.begin(), word.end(), [](char c) {
    return !is_latin(c) || !kLookAlikes[static_cast<std::size_t>(c - 'a')].empty();
  });
  const bool partly =
      std::any_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xd0; });
  if (!all || (!partly && word.size() != 1)) return std::string{word};
  std::string out;
  for (const char c : word) {
    if (is_latin(c))
      out += kLookAlikes[static_cast<std::size_t>(c - 'a')];
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string cyrillic(std::string_view text) {
  if (std::none_of(text.begin(), text.end(), is_latin)) return std::string{text};
  std::string out;
  while (!text.empty()) {
    std::size_t end = 0;
    while (end < text.size() && is_word_byte(text[end]) && !is_digit(text[end])) ++end;
    if (end == 0) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    out += cyrillic_word(text.substr(0, end));
    text.remove_prefix(end);
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty()) {
    const std::size_t blank = blank_at(text);
    if (blank == 0) break;
    text.remove_prefix(blank);
  }
  while (!text.empty()) {
    std::size_t start = text.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xc0) == 0x80) --start;
    if (blank_at(text.substr(start)) != text.size() - start) break;
    text.remove_suffix(text.size() - start);
  }
  return text;
}

std::string squeezed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  while (!text.empty()) {
    if (const std::size_t blank = blank_at(text); blank > 0) {
      gap = !out.empty();
      text.remove_prefix(blank);
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    std::size_t run = 1;  // the byte at the front is none, whatever it may begin
    while (run < text.size() && !may_be_blank(text[run])) ++run;
    out.append(text.substr(0, run));
    text.remove_prefix(run);
  }
  return out;
}

std::string lowered(std::string_view text) {
  std::string out{text};
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto c = static_cast<unsigned char>(out[i]);
    if (c >= 'A' && c <= 'Z') out[i] = static_cast<char>(c + 32);
    if (c != 0xd0 || i + 1 == out.size()) continue;
    const auto next = static_cast<unsigned char>(out[i + 1]);
    if (next >= 0x90 && next <= 0x9f) out[i + 1] = static_cast<char>(next + 0x20);  // А…П
    if (next >= 0xa0 && next <= 0xaf) {                                             // Р…Я
      out[i] = static_cast<char>(0xd1);
      out[i + 1] = static_cast<char>(next - 0x20);
    }
    if (next == 0x81) {  // Ё
      out[i] = static_cast<char>(0xd1);
      out[i + 1] = static_cast<char>(0x91);
    }
    ++i;
  }
  return out;
}

std::string plain(std::string_view text) {
  std::string out = lowered(squeezed(text));
  for (std::size_t i = 0; i + 1 < out.size(); ++i) {
    if (out[i] != '\xd1' || out[i + 1] != '\x91') continue;
    out[i] = '\xd0';
    out[i + 1] = '\xb5';
  }
  return out;
}

bool holds(std::string_view text, std::string_view word) {
  // string_view::find() stops at every first byte, and half of all bytes of Russian are the same one.
  return ::memmem(text.data(), text.size(), word.data(), word.size()) != nullptr;
}

bool holds_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return holds(text, word); });
}

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

bool begins_with_capital(std::string_view text) {
  if (text.size() < 2 || text[0] != '\xd0') return false;
  const auto second = static_cast<unsigned char>(text[1]);
  return second == 0x81 || (second >= 0x90 && second <= 0xaf);  // Ё, and А to Я
}

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
  for (std::size_t at = text.find(word, from); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word_byte(text[at - 1])) && (end == text.size() || !is_word_byte(text[end]))) return at;
  }
  return std::string_view::npos;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    if (const auto piece = trimmed(text.substr(0, end)); !piece.empty()) pieces.push_back(piece);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return pieces;
}

}  // namespace waymark::courts
