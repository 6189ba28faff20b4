#include "envelope/parts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/check.h"
#include "base/utf8.h"

namespace waymark::envelope {
namespace {

constexpr std::string_view kGoesOn = "[\u2026]";
constexpr std::string_view kBlank = " \n\t";
constexpr std::size_t kPartBytesMin = 32;

/// Signs that belong to the one before: accents, variants, joiners, tones of skin.
bool joins(std::string_view letter) {
  constexpr std::array<std::pair<char32_t, char32_t>, 5> kJoined{
      {{0x300, 0x36F}, {0x200D, 0x200D}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0x1F3FB, 0x1F3FF}}};
  const auto points = decode_utf8(letter);
  return points && !points->empty() && std::ranges::any_of(kJoined, [&](const auto& range) {
           return points->front() >= range.first && points->front() <= range.second;
         });
}

bool is_one_of(std::string_view letter, std::initializer_list<std::string_view> signs) {
  return std::ranges::find(signs, letter) != signs.end();
}

bool ends_sentence(std::string_view before, std::string_view last) {
  constexpr auto ends = [](std::string_view sign) { return is_one_of(sign, {".", "!", "?", "\u2026"}); };
  return ends(last) || (is_one_of(last, {"\u00BB", "\u201D", "\"", ")"}) && ends(before));
}

/// Where a text that is longer than `room` bytes is parted, so that the first part is at least half full.
std::size_t border(std::string_view text, std::size_t room) {
  std::optional<std::size_t> paragraph;
  std::optional<std::size_t> sentence;
  std::optional<std::size_t> word;
  std::size_t whole = 0;
  std::size_t at = 0;
  for (std::string_view before, last; at < text.size();) {
    const std::size_t size = std::max<std::size_t>(code_point_bytes(text.substr(at)), 1);
    const std::string_view letter = text.substr(at, size);
    if (2 * at >= room && kBlank.contains(letter.front())) {
      word = at;
      if (letter == "\n" || ends_sentence(before, last)) sentence = at;
      if (text.substr(at).starts_with("\n\n")) paragraph = at;
    }
    if (!joins(letter) && last != "\u200D") whole = at;
    if (at + size > room) break;
    at += size;
    before = std::exchange(last, letter);
  }
  if (paragraph) return *paragraph;
  if (sentence) return *sentence;
  return word.value_or(whole > 0 ? whole : at);
}

}  // namespace

Parts split_text(std::string_view text, std::size_t bytes_max) {
  CHECK(bytes_max >= kPartBytesMin);
  if (text.size() <= bytes_max) return {.first = std::string{text}, .rest = {}};
  const std::size_t at = border(text, bytes_max - kGoesOn.size() - 1);
  const std::string_view first = text.substr(0, text.substr(0, at).find_last_not_of(kBlank) + 1);
  const std::size_t next = std::min(text.find_first_not_of(kBlank, at), text.size());
  return {.first = std::string{first} + " " + std::string{kGoesOn},
          .rest = std::string{kGoesOn} + " " + std::string{text.substr(next)}};
}

std::int64_t letters_in(std::size_t bytes, std::string_view typed, Language language) {
  std::array<std::size_t, 5> counts{};
  while (!typed.empty()) {
    const std::size_t size = std::max<std::size_t>(code_point_bytes(typed), 1);
    const char c = typed.front();
    if (size > 1 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) ++counts.at(size);
    typed.remove_prefix(size);
  }
  std::size_t size = language == Language::kEnglish ? 1 : 2;
  for (std::size_t most = 0, at = 1; at < counts.size(); ++at) {
    if (counts.at(at) == 0 || counts.at(at) < most) continue;
    most = counts.at(at);
    size = at;
  }
  return static_cast<std::int64_t>(bytes / size);
}

}  // namespace waymark::envelope
