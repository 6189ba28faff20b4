#include "courts/ids/court_date.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

/// Digits from the front, at most `most`; nothing if there is none.
std::optional<int> take_number(std::string_view& text, std::size_t most) {
  int number = 0;
  std::size_t count = 0;
  while (count < most && count < text.size() && is_digit(text[count])) number = number * 10 + (text[count++] - '0');
  if (count == 0) return std::nullopt;
  text.remove_prefix(count);
  return number;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

struct Parts {
  int first, second, third;
};

std::optional<Parts> take_parts(std::string_view& text, char separator, std::array<std::size_t, 3> sizes) {
  const auto first = take_number(text, sizes[0]);
  if (!first || !take(text, separator)) return std::nullopt;
  const auto second = take_number(text, sizes[1]);
  if (!second || !take(text, separator)) return std::nullopt;
  const auto third = take_number(text, sizes[2]);
  if (!third) return std::nullopt;
  return Parts{*first, *second, *third};
}

/// After a date may stand a time, "г.", a bracket; never another digit or letter glued to it.
bool may_follow(std::string_view rest) {
  return rest.empty() || rest.front() == ' ' || rest.front() == 'T' || rest.front() == ',' || rest.front() == ';' ||
         rest.starts_with("г") || rest.starts_with("\u00a0");
}

/// "2024-03-12T21:00:00Z" is the thirteenth where the court sits; at which hour its day begins nobody says.
bool is_another_days(std::string_view rest) {
  const bool of_utc = rest.ends_with('Z') || rest.ends_with("+00:00") || rest.ends_with("+0000");
  return of_utc && rest.starts_with('T') && !rest.starts_with("T00:00");
}

CourtDate unreadable(std::string_view text) {
  return {.kind = CourtDate::Kind::kUnreadable, .day = 0, .written = std::string{text}};
}

}  // namespace

std::optional<std::int32_t> day_of(int year, int month, int day) {
  if (year < kYearMin || year > kYearMax || month < 1 || day < 1) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count());
}

CourtDate read_date(std::string_view text) {
  const std::string_view whole = trimmed(text);
  if (whole.empty()) return {};
  std::string_view rest = whole;
  std::optional<std::int32_t> day;
  if (const auto parts = take_parts(rest, '.', {2, 2, 4}); parts && may_follow(rest)) {
    day = day_of(parts->third, parts->second, parts->first);
  } else {
    rest = whole;
    if (const auto iso = take_parts(rest, '-', {4, 2, 2}); iso && may_follow(rest) && !is_another_days(rest)) {
      day = day_of(iso->first, iso->second, iso->third);
    }
  }
  if (!day) return unreadable(whole);
  return {.kind = CourtDate::Kind::kKnown, .day = *day, .written = {}};
}

YearMonth month_of(std::int32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month()))};
}

std::string iso_day(std::int32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::optional<std::int32_t> day_of_iso(std::string_view text) {
  const auto parts = take_parts(text, '-', {4, 2, 2});
  if (!parts || !text.empty()) return std::nullopt;
  return day_of(parts->first, parts->second, parts->third);
}

std::string written_date(const CourtDate& date) {
  if (date.kind == CourtDate::Kind::kAbsent) return {};
  if (date.kind == CourtDate::Kind::kUnreadable) return date.written;
  const std::chrono::year_month_day parts{std::chrono::sys_days{std::chrono::days{date.day}}};
  return fmt::format("{:02}.{:02}.{:04}", static_cast<unsigned>(parts.day()), static_cast<unsigned>(parts.month()),
                     static_cast<int>(parts.year()));
}

}  // namespace waymark::courts
