#include "envelope/grammar.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "envelope/date_text.h"

namespace waymark::envelope {
namespace {

constexpr std::size_t kNamesOfACountry = 3;  // one a language; the rest are other ways to write it

bool is_digits(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

/// "26" and "0026" are 2026: a field for dates makes the second of the first.
int whole_year(std::string_view digits) {
  const int year = number(digits);
  return year < grammar().short_year_below ? year + grammar().short_year_add : year;
}

std::optional<std::array<std::string_view, 3>> cut(std::string_view text, char sign) {
  const std::size_t first = text.find(sign);
  const std::size_t second = first == std::string_view::npos ? first : text.find(sign, first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return std::array{text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

std::optional<std::string> date_of(std::string_view year, std::string_view month, std::string_view day) {
  if (!is_digits(year, 2, 4) || year.size() == 3 || !is_digits(month, 1, 2) || !is_digits(day, 1, 2))
    return std::nullopt;
  std::string date = fmt::format("{:04}-{:02}-{:02}", whole_year(year), number(month), number(day));
  if (!is_date_text(date)) return std::nullopt;
  return date;
}

}  // namespace

std::optional<std::string> read_typed_date(std::string_view typed) {
  if (const auto parts = cut(typed, '-'))
    return (*parts)[0].size() == 4 ? date_of((*parts)[0], (*parts)[1], (*parts)[2]) : std::nullopt;
  if (const auto parts = cut(typed, '.')) return date_of((*parts)[2], (*parts)[1], (*parts)[0]);
  return std::nullopt;
}

std::optional<std::string> read_typed_hour(std::string_view typed) {
  const std::size_t colon = typed.find(':');
  const auto hour = typed.substr(0, colon);
  const auto minute = colon == std::string_view::npos ? std::string_view{"00"} : typed.substr(colon + 1);
  if (!is_digits(hour, 1, 2) || !is_digits(minute, 2, 2) || number(hour) > 23 || number(minute) > 59)
    return std::nullopt;
  return fmt::format("{:02}:{}", number(hour), minute);
}

std::optional<std::string> read_typed_year(std::string_view typed) {
  if (!is_digits(typed, 2, 4) || typed.size() == 3) return std::nullopt;
  const int year = whole_year(typed);
  if (year < grammar().year_first || year > grammar().year_last) return std::nullopt;
  return fmt::format("{:04}", year);
}

std::string country_name(std::string_view code, Language language) {
  const auto& all = grammar().countries;
  const auto found = std::ranges::find(all, code, &Country::code);
  if (found == all.end()) return std::string{code};
  const std::size_t at = static_cast<std::size_t>(language) - static_cast<std::size_t>(Language::kRussian);
  return std::string{found->names[std::min(at, kNamesOfACountry - 1)]};
}

}  // namespace waymark::envelope
