// CourtDate: a date as a court wrote it: known, absent, or written and not a date (00.00.0000, 31.02.2023).
//
// What is written is kept, so that nothing is lost; an unreadable date is an explicit unknown and never a guess.
// Days are counted from 1970-01-01, as everywhere in Waymark, but may be negative (births before 1970).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace waymark::courts {

struct CourtDate {
  enum class Kind : std::uint8_t { kAbsent, kKnown, kUnreadable };
  Kind kind = Kind::kAbsent;
  std::int32_t day = 0;      ///< days since 1970-01-01, only for kKnown
  std::string written = {};  ///< only for kUnreadable: what stood there
  [[nodiscard]] std::optional<std::int32_t> known() const {
    return kind == Kind::kKnown ? std::optional{day} : std::nullopt;
  }
  bool operator==(const CourtDate&) const = default;
};

/// Years that a record of a court may carry; outside of them a date is unreadable.
inline constexpr int kYearMin = 1900;
inline constexpr int kYearMax = 2099;

/// Reads "21.04.2026", "2026-04-21", either followed by a time or "г."; surrounding space does not count.
CourtDate read_date(std::string_view text);
/// "21.04.2026"; what was written if unreadable; empty if absent.
std::string written_date(const CourtDate& date);
/// "2026-04-21".
std::string iso_day(std::int32_t day);
/// The day of "2026-04-21"; nothing for anything else.
std::optional<std::int32_t> day_of_iso(std::string_view text);
/// Year and month (1…12) of a day.
struct YearMonth {
  int year;
  int month;
  bool operator==(const YearMonth&) const = default;
};
YearMonth month_of(std::int32_t day);
/// Days since 1970-01-01; nothing if there is no such day.
std::optional<std::int32_t> day_of(int year, int month, int day);

}  // namespace waymark::courts
