// Language: the three languages of Waymark as they stand on the wire (1 ru, 2 uk, 3 en; docs/spec/envelope.md).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace waymark {

enum class Language : std::uint8_t { kRussian = 1, kUkrainian = 2, kEnglish = 3 };

inline constexpr std::array kLanguages{Language::kRussian, Language::kUkrainian, Language::kEnglish};

/// "ru", "uk" or "en".
constexpr std::string_view code_of(Language language) {
  return language == Language::kRussian ? "ru" : language == Language::kUkrainian ? "uk" : "en";
}

/// Nothing for a byte that names no language.
constexpr std::optional<Language> language_from_byte(std::uint8_t byte) {
  if (byte < 1 || byte > 3) return std::nullopt;
  return static_cast<Language>(byte);
}

/// Nothing for anything but "ru", "uk", "en".
constexpr std::optional<Language> language_from_code(std::string_view code) {
  for (const Language language : kLanguages)
    if (code_of(language) == code) return language;
  return std::nullopt;
}

}  // namespace waymark
