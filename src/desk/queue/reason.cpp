// The one line of a row: see Speech::reason.
#include "desk/queue/sentence.h"

namespace waymark::desk::queue {

std::string Speech::reason(const Derived& derived, const Placement& placement, TimePoint now) const {
  if (placement.override_ == Override::Direction::kLowered) return about_override(derived, placement, now);
  std::string line;
  if (placement.own != OwnClock::kNone)
    line = reason_own(derived, placement, now);
  else if (!placement.clock.has_value())
    line = say("queue.why.closed");
  else if (const RunningClock& due = derived.clocks[*placement.clock]; due.due.has_value())
    line = reason_due(derived, due, now);
  else if (const RunningClock& clock = derived.clocks[*placement.clock]; clock.asks())
    line = reason_ask(derived, clock, now);
  else
    line = reason_dated(derived.situation.facts[clock.fact.value()], clock, now);
  if (placement.override_ != Override::Direction::kRaised) return line;
  const std::string raised = about_override(derived, placement, now);
  return line.empty() ? raised : raised + " " + line;
}

std::string Speech::reason_dated(const Fact& fact, const RunningClock& clock, TimePoint now) const {
  const std::string date = moment_date(fact, clock, now);
  if (clock.over < now) return say("queue.row.over", {{"date", date}});
  if (*clock.moment <= now) return say("queue.row.may_be_now", {{"date", date}});
  if (clock.latest_safe < now) return say("queue.row.no_room", {{"date", date}, {"lead", dates_.span(clock.lead)}});
  return say(clock.lead == Seconds{0} ? "queue.row.no_lead" : "queue.row.ahead",
             {{"date", date}, {"lead", dates_.span(clock.lead)}, {"moment", moment(clock.latest_safe, now)}});
}

std::string Speech::reason_due(const Derived& derived, const RunningClock& clock, TimePoint now) const {
  const Due& due = derived.situation.dues[*clock.due];
  return say(clock.over < now ? "queue.row.due.late" : "queue.row.due.ahead",
             {{"what", clock_label(clock)}, {"date", due_date(due, now)}});
}

std::string Speech::reason_ask(const Derived& derived, const RunningClock& clock, TimePoint now) const {
  const TimePoint until = latest_safe(derived, clock);
  const auto with = [&](std::string_view key) {
    return say(key, {{"until", moment(until, now)}, {"clock", clock_name(clock)}});
  };
  if (until != clock.latest_safe) return with("queue.row.ask.again");
  if (clock.doubt != Doubt::kNone) return with("queue.row.ask.doubt");
  return with(clock.of_silence() || clock.kind == kAskKind ? "queue.row.ask.danger" : "queue.row.ask.date");
}

std::string Speech::reason_own(const Derived& derived, const Placement& placement, TimePoint now) const {
  if (placement.own != OwnClock::kPromise) return about_waiting(derived, placement, now);
  const bool first = !derived.situation.first_reply_at.has_value();
  return say(first ? "queue.row.promise.first" : "queue.row.promise.next",
             {{"until", moment(placement.reply_due.value_or(placement.due), now)}});
}

}  // namespace waymark::desk::queue
