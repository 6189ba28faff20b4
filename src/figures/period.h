// Period: whole months on the organisation's calendar; quarters, seasons and years are runs of them.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waymark::figures {

/// Months since year 0: arithmetic is plain. Text: "2023-09".
struct Month {
  std::int32_t number = 0;
  [[nodiscard]] int year() const { return number / 12; }
  [[nodiscard]] unsigned month() const { return static_cast<unsigned>(number % 12) + 1; }
  [[nodiscard]] std::string text() const;
  /// Of a day since 1970. CHECKs years 1…9999.
  static Month of_day(std::int64_t day);
  /// @error kMalformed for anything but YYYY-MM in the years 1970…9999
  static Result<Month> parse(std::string_view text);
  auto operator<=>(const Month&) const = default;
};

inline constexpr std::int32_t kPeriodMonthsMax = 600;

struct Period {
  Month first;
  Month last;  ///< the last one that belongs to it
  /// "2023-09", "2023-09..2023-11", "2023-Q3", "2023-autumn" (winter begins in December of that year), "2023".
  /// @error kMalformed for another form, an impossible month, an end before its beginning, or more than 600 months
  static Result<Period> parse(std::string_view text);
  /// "2023-09" or "2023-09..2023-11", which parse() reads back.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::int32_t length() const { return last.number - first.number + 1; }
  [[nodiscard]] bool holds(Month month) const { return first <= month && month <= last; }
  [[nodiscard]] bool overlaps(const Period& other) const { return first <= other.last && other.first <= last; }
  [[nodiscard]] std::vector<Month> months() const;
  bool operator==(const Period&) const = default;
};

/// "2023-09-17" as days since 1970. @error kMalformed for an impossible day
Result<std::int64_t> day_of_text(std::string_view text);
std::string text_of_day(std::int64_t day);

}  // namespace waymark::figures
