// Zone: between UTC, in which everything is kept, and the clock on the wall of the person a case is about.
//
// A moment that the wall clock skips or shows twice counts as the earlier one: a deadline is never computed late.
// Thread rule: const calls from any thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace waymark::text {

/// A date and time as a person says it, without a zone.
struct LocalTime {
  std::chrono::year_month_day day;
  std::chrono::minutes of_day{0};  ///< 0 … 1,439
  bool operator==(const LocalTime&) const = default;
};

/// The years a stated date may lie in.
inline constexpr int kYearMin = 1970;
inline constexpr int kYearMax = 2200;

/// Parses "YYYY-MM-DD" or "YYYY-MM-DDThh:mm"; a date alone is its 00:00.
/// @error kMalformed for another form, a day that does not exist or a year outside kYearMin…kYearMax
Result<LocalTime> local_time_from(std::string_view text);

class Zone {
 public:
  /// @error kMalformed if ICU does not know the IANA name
  static Result<Zone> named(std::string_view name);

  Zone(Zone&&) noexcept;
  Zone& operator=(Zone&&) noexcept;
  ~Zone();

  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] TimePoint to_utc(const LocalTime& local) const;
  [[nodiscard]] LocalTime to_local(TimePoint time) const;
  /// How far the wall clock is ahead of UTC at that moment.
  [[nodiscard]] Seconds offset(TimePoint time) const;

 private:
  struct Handle;
  Zone(std::string name, std::unique_ptr<Handle> handle);
  std::string name_;
  std::unique_ptr<Handle> handle_;
};

/// IANA names of the zones that are in use in a country, by ICU; empty for a code that it does not know.
/// @param country  ISO 3166-1 alpha-2, such as "KZ"
std::vector<std::string> zones_of_country(std::string_view country);

/// The same wall time `months` later; the last day of the month if that day does not exist.
LocalTime add_months(const LocalTime& local, int months);

}  // namespace waymark::text
