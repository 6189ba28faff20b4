#include "figures/period.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <optional>

#include "base/check.h"

namespace waymark::figures {
namespace {

using namespace std::chrono;
constexpr std::string_view kWhere = "figures/period";

std::unexpected<Error> bad(std::string_view text) {
  return fail(Code::kMalformed, kWhere, std::string(text.substr(0, 40)));
}

/// Exactly `count` digits at the front, which are taken away.
std::optional<int> digits_of(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + count, value);
  if (error != std::errc{} || end != text.data() + count || value < 0) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

bool takes(std::string_view& text, std::string_view what) {
  if (!text.starts_with(what)) return false;
  text.remove_prefix(what.size());
  return true;
}

constexpr int kFirstYear = 1970;

/// The months of a named part of a year.
std::optional<Period> part_of_year(int year, std::string_view name) {
  struct Part {
    std::string_view name;
    int first;
    int length;
  };
  constexpr std::array kParts{Part{"Q1", 0, 3},     Part{"Q2", 3, 3},     Part{"Q3", 6, 3},     Part{"Q4", 9, 3},
                              Part{"spring", 2, 3}, Part{"summer", 5, 3}, Part{"autumn", 8, 3}, Part{"winter", 11, 3}};
  for (const Part& part : kParts)
    if (part.name == name) return Period{{year * 12 + part.first}, {year * 12 + part.first + part.length - 1}};
  return std::nullopt;
}

}  // namespace

std::string Month::text() const { return fmt::format("{:04}-{:02}", year(), month()); }

Month Month::of_day(std::int64_t day) {
  const year_month_day date{sys_days{days{day}}};
  const int year = static_cast<int>(date.year());
  CHECK(year >= 1 && year <= 9'999);
  return {year * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1};
}

Result<Month> Month::parse(std::string_view text) {
  std::string_view rest = text;
  const auto year = digits_of(rest, 4);
  const bool dash = takes(rest, "-");
  const auto month = digits_of(rest, 2);
  if (!year || !dash || !month || !rest.empty() || *year < kFirstYear || *month < 1 || *month > 12) return bad(text);
  return Month{*year * 12 + *month - 1};
}

Result<Period> Period::parse(std::string_view text) {
  if (const std::size_t dots = text.find(".."); dots != std::string_view::npos) {
    LET(const Month first, Month::parse(text.substr(0, dots)));
    LET(const Month last, Month::parse(text.substr(dots + 2)));
    if (last < first || last.number - first.number >= kPeriodMonthsMax) return bad(text);
    return Period{first, last};
  }
  if (const auto month = Month::parse(text); month.has_value()) return Period{*month, *month};
  std::string_view rest = text;
  const auto year = digits_of(rest, 4);
  if (!year || *year < kFirstYear) return bad(text);
  if (rest.empty()) return Period{{*year * 12}, {*year * 12 + 11}};
  if (!takes(rest, "-")) return bad(text);
  const auto part = part_of_year(*year, rest);
  if (!part.has_value()) return bad(text);
  return *part;
}

std::string Period::text() const { return first == last ? first.text() : first.text() + ".." + last.text(); }

std::vector<Month> Period::months() const {
  std::vector<Month> all;
  for (std::int32_t at = first.number; at <= last.number; ++at) all.push_back({at});
  return all;
}

Result<std::int64_t> day_of_text(std::string_view text) {
  std::string_view rest = text;
  const auto y = digits_of(rest, 4);
  const bool dash = takes(rest, "-");
  const auto m = digits_of(rest, 2);
  const bool second = takes(rest, "-");
  const auto d = digits_of(rest, 2);
  if (!y || !dash || !m || !second || !d || !rest.empty()) return bad(text);
  const year_month_day date{std::chrono::year{*y}, std::chrono::month{static_cast<unsigned>(*m)},
                            std::chrono::day{static_cast<unsigned>(*d)}};
  if (!date.ok() || *y < kFirstYear) return bad(text);
  return sys_days{date}.time_since_epoch().count();
}

std::string text_of_day(std::int64_t day) {
  const year_month_day date{sys_days{days{day}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace waymark::figures
