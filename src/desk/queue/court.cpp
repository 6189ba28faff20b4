#include "desk/queue/court.h"

#include <algorithm>

namespace waymark::desk::queue {
namespace {

constexpr Seconds kDay{86'400};
/// A day, on the morning on which the clocks change: what is known less sharply is no day yet.
constexpr Seconds kOneDay{25 * 3'600};

/// The nearest step that has come; nothing before the first.
std::optional<int> step_at(TimePoint at, TimePoint now) {
  std::optional<int> step;
  for (const int days : kCourtSteps)
    if (at - days * kDay <= now) step = days;
  return step;
}

CourtDay day_of(const Situation& situation, TimePoint at, int step) {
  CourtDay day{.at = at, .step = step, .since = at - step * kDay};
  for (const CourtSeen& one : situation.court_seen)
    if (one.at == at && one.step == step) day.seen.push_back(one.by);
  day.wanted = step == kCourtSteps.back() ? 2 : 1;
  const bool has_owner =
      !situation.owner.has_value() || std::ranges::find(day.seen, *situation.owner) != day.seen.end();
  day.done = day.seen.size() >= day.wanted && (day.wanted == 1 || has_owner);
  return day;
}

}  // namespace

bool is_court(std::string_view kind) { return kind == "court" || kind == "hearing"; }

std::vector<CourtDay> court_days(const Derived& derived, TimePoint now) {
  std::vector<CourtDay> days;
  for (const RunningClock& clock : derived.clocks) {
    if (!is_court(clock.kind) || clock.asks() || clock.over < now || clock.over - *clock.moment > kOneDay) continue;
    const std::optional<int> step = step_at(*clock.moment, now);
    if (!step.has_value() || std::ranges::find(days, *clock.moment, &CourtDay::at) != days.end()) continue;
    days.push_back(day_of(derived.situation, *clock.moment, *step));
  }
  std::ranges::sort(days, {}, &CourtDay::at);
  return days;
}

std::optional<CourtDay> next_court_day(const Derived& derived, TimePoint now) {
  const std::vector<CourtDay> days = court_days(derived, now);
  if (days.empty()) return std::nullopt;
  const auto open = std::ranges::find(days, false, &CourtDay::done);
  return open == days.end() ? days.front() : *open;
}

}  // namespace waymark::desk::queue
