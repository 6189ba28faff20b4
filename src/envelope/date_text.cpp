#include "envelope/date_text.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "envelope/grammar.h"

namespace waymark::envelope {
namespace {

constexpr std::size_t kDayBytes = 10;   // YYYY-MM-DD
constexpr std::size_t kTimeBytes = 16;  // YYYY-MM-DDThh:mm

std::optional<int> number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool is_day(std::string_view text) {
  if (text[4] != '-' || text[7] != '-') return false;
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(5, 2));
  const auto day = number(text.substr(8, 2));
  if (!year || !month || !day || *year < grammar().year_first || *year > grammar().year_last) return false;
  return std::chrono::year_month_day{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                     std::chrono::day{static_cast<unsigned>(*day)}}
      .ok();
}

bool is_time(std::string_view text) {
  if (text[0] != 'T' || text[3] != ':') return false;
  const auto hour = number(text.substr(1, 2));
  const auto minute = number(text.substr(4, 2));
  return hour && minute && *hour < 24 && *minute < 60;
}

}  // namespace

bool is_date_text(std::string_view text) {
  if (text.size() != kDayBytes && text.size() != kTimeBytes) return false;
  return is_day(text.substr(0, kDayBytes)) && (text.size() == kDayBytes || is_time(text.substr(kDayBytes)));
}

}  // namespace waymark::envelope
