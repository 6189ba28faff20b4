// Dates in rosters: the calendar part of roster/lines.h.
#include <fmt/format.h>

#include <chrono>

#include "base/check.h"
#include "roster/lines.h"

namespace waymark::roster {
namespace {

constexpr std::string_view kWhere = "roster/date";
constexpr int kYearMin = 1970;
constexpr int kYearMax = 2999;

Result<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return fail(Code::kMalformed, kWhere);
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

Result<std::uint32_t> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return fail(Code::kMalformed, kWhere);
  LET(const int year, digits(text.substr(0, 4)));
  LET(const int month, digits(text.substr(5, 2)));
  LET(const int day, digits(text.substr(8, 2)));
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || year < kYearMin || year > kYearMax) return fail(Code::kMalformed, kWhere);
  return static_cast<std::uint32_t>(std::chrono::sys_days{date}.time_since_epoch().count());
}

std::string write_date(std::uint32_t unix_day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{unix_day}}};
  CHECK(int{date.year()} <= kYearMax);
  return fmt::format("{:04}-{:02}-{:02}", int{date.year()}, unsigned{date.month()}, unsigned{date.day()});
}

}  // namespace waymark::roster
