#include "base/clock.h"

#include "base/check.h"

namespace waymark {

TimePoint SystemClock::now() const { return std::chrono::time_point_cast<Seconds>(std::chrono::system_clock::now()); }

std::uint32_t unix_day(TimePoint time) {
  const auto days = std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
  CHECK(days >= 0);
  return static_cast<std::uint32_t>(days);
}

TimePoint start_of_day(std::uint32_t day) { return TimePoint{std::chrono::days{day}}; }

}  // namespace waymark
