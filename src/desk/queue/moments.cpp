#include "desk/queue/moments.h"

#include <algorithm>

namespace waymark::desk::queue {
namespace {

Moment moment_of(const Derived& derived, std::size_t index, TimePoint now) {
  const RunningClock& clock = derived.clocks[index];
  Moment moment{.clock = index};
  if (clock.asks()) {
    moment.at = latest_safe(derived, clock);
    moment.past = moment.at < now;
    return moment;
  }
  moment.at = *clock.moment;
  if (clock.latest_safe < moment.at) moment.latest_safe = clock.latest_safe;
  moment.past = clock.over < now;
  return moment;
}

}  // namespace

std::vector<Moment> moments_of(const Derived& derived, const Present& present) {
  const Situation& situation = derived.situation;
  std::vector<Moment> all;
  const auto tell = [&](Moment::Kind kind, TimePoint at, OwnClock own) {
    all.push_back({.kind = kind, .own = own, .at = at, .past = at < present.now});
  };
  tell(Moment::Kind::kReceived, situation.received_at, OwnClock::kNone);
  if (situation.first_reply_at.has_value()) tell(Moment::Kind::kAnswered, *situation.first_reply_at, OwnClock::kNone);
  // What was asked because a moment lies long ago stands beside the moment itself: one of the two is enough.
  for (std::size_t index = 0; index < derived.clocks.size(); ++index)
    if (derived.clocks[index].doubt != Doubt::kLongPast) all.push_back(moment_of(derived, index, present.now));
  const Placement placement = place(derived, present);
  if (placement.reply_due.has_value()) tell(Moment::Kind::kOwn, *placement.reply_due, OwnClock::kPromise);
  if (situation.wakes_at.has_value()) tell(Moment::Kind::kOwn, *situation.wakes_at, OwnClock::kWake);
  if (placement.own == OwnClock::kSilence) tell(Moment::Kind::kOwn, placement.due, OwnClock::kSilence);
  std::ranges::stable_sort(all, {}, &Moment::at);
  return all;
}

}  // namespace waymark::desk::queue
