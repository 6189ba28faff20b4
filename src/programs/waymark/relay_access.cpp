#include "programs/waymark/relay_access.h"

#include <cstdlib>

#include "programs/waymark/speech.h"

namespace waymark::program {

std::string apart_in_words(std::int64_t seconds) {
  const std::int64_t size = std::llabs(seconds);
  if (size >= 2 * 86'400) return say("span.days", {{"n", size / 86'400}});
  if (size >= 2 * 3'600) return say("span.hours", {{"n", size / 3'600}});
  if (size >= 120) return say("span.minutes", {{"n", size / 60}});
  return say("span.seconds", {{"n", size}});
}

std::optional<Stop> clock_problem(std::optional<std::int64_t> relay_time, TimePoint now) {
  if (!relay_time) return std::nullopt;
  const std::int64_t apart = *relay_time - now.time_since_epoch().count();
  if (std::llabs(apart) <= kClockApartMax_s) return std::nullopt;
  return Stop{Exit::kClock, say(apart > 0 ? "clock.behind" : "clock.ahead", {{"apart", apart_in_words(apart)}})};
}

}  // namespace waymark::program
