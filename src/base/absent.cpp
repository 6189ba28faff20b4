#include "base/absent.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/csv_shape.h"
#include "base/utf8.h"

namespace waymark {
namespace {

constexpr std::array<std::string_view, 14> kOfPrograms{"NA",   "<NA>", "N/A",  "n/a",  "NaN", "nan", "NAN",
                                                       "NULL", "null", "None", "none", "NIL", "nil", "NaT"};
// "Нет", "missing" and the like are not among them: they are answers too.
constexpr std::array<std::string_view, 35> kTyped{"unknown",          "not known",
                                                  "not available",    "not stated",
                                                  "not specified",    "н/д",
                                                  "нет данных",       "нет сведений",
                                                  "без отчества",     "б/о",
                                                  "не указан",        "не указана",
                                                  "не указано",       "не указаны",
                                                  "не установлен",    "не установлена",
                                                  "не установлено",   "неизвестен",
                                                  "неизвестна",       "неизвестно",
                                                  "не известен",      "не известна",
                                                  "не известно",      "немає даних",
                                                  "немає відомостей", "без по батькові",
                                                  "не вказано",       "не вказаний",
                                                  "не вказана",       "не встановлено",
                                                  "не встановлений",  "не встановлена",
                                                  "невідомо",         "невідомий",
                                                  "невідома"};

/// Lower case of Latin and Cyrillic letters; ё as е.
std::string lower(std::string_view cell) {
  std::string small;
  for (char32_t letter : decode_utf8(cell).value_or(std::u32string{})) {
    if ((letter >= 'A' && letter <= 'Z') || (letter >= 0x410 && letter <= 0x42F)) letter += 32;
    if (letter >= 0x400 && letter <= 0x40F) letter += 80;
    append_utf8(small, letter == 0x451 ? 0x435 : letter);
  }
  return small;
}

/// A dash, question marks, full stops: no letter and no digit.
bool is_marks_alone(std::string_view cell) {
  constexpr std::array<std::string_view, 3> kDashes{"\u2013", "\u2014", "\u2026"};
  while (!cell.empty()) {
    const auto dash = std::ranges::find_if(kDashes, [&](std::string_view one) { return cell.starts_with(one); });
    if (dash == kDashes.end() && std::string_view("-?._").find(cell.front()) == std::string_view::npos) return false;
    cell.remove_prefix(dash == kDashes.end() ? 1 : dash->size());
  }
  return true;
}

/// "#N/A", "#Н/Д", "#REF!", "#ЗНАЧ!", "#ИМЯ?": what spreadsheets show where a formula failed.
bool is_spreadsheet_error(std::string_view cell) {
  return cell.starts_with('#') &&
         (cell.ends_with('!') || cell.ends_with('?') || cell == "#N/A" || cell == "#Н/Д" || cell == "#NUM");
}

}  // namespace

bool means_absent(std::string_view cell) {
  constexpr std::size_t kLongest = 40;  // bytes; no word above is longer, and most cells are told by this alone
  const std::string_view bare = cell_of(cell);
  if (bare.size() > kLongest) return false;
  if (is_marks_alone(bare) || is_spreadsheet_error(bare)) return true;
  if (std::ranges::find(kOfPrograms, bare) != kOfPrograms.end()) return true;
  return std::ranges::find(kTyped, lower(bare)) != kTyped.end();
}

}  // namespace waymark
