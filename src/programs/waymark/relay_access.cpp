#include "programs/waymark/relay_access.h"

#include <cstdlib>

namespace waymark::program {

std::string apart_in_words(std::int64_t seconds) {
  const std::int64_t size = std::llabs(seconds);
  const auto count = [](std::int64_t number, const char* unit) {
    return std::to_string(number) + " " + unit + (number == 1 ? "" : "s");
  };
  if (size >= 2 * 86'400) return count(size / 86'400, "day");
  if (size >= 2 * 3'600) return count(size / 3'600, "hour");
  if (size >= 120) return count(size / 60, "minute");
  return count(size, "second");
}

std::optional<Stop> clock_problem(std::optional<std::int64_t> relay_time, TimePoint now) {
  if (!relay_time) return std::nullopt;
  const std::int64_t apart = *relay_time - now.time_since_epoch().count();
  if (std::llabs(apart) <= kClockApartMax_s) return std::nullopt;
  return Stop{Exit::kClock,
              "This machine's clock is " + apart_in_words(apart) + (apart > 0 ? " behind" : " ahead of") +
                  " the relay's. Set the clock (UTC), then try again; nothing can be fetched or sent until then."};
}

}  // namespace waymark::program
