#include "desk/queue/steady.h"

#include <algorithm>
#include <array>

#include "desk/queue/court.h"

namespace waymark::desk::queue {
namespace {

constexpr Seconds kDay{86'400};
/// Where a band begins, so long before what is due.
constexpr std::array kBands{Seconds{0}, Seconds{6 * 3600}, Seconds{48 * 3600}, 7 * kDay};

/// The nearest of the moments that lie ahead.
class Nearest {
 public:
  explicit Nearest(TimePoint now) : now_(now) {}
  /// A comparison with this moment, strict or not: it turns at the moment or a second after it.
  void turns_at(TimePoint moment) {
    if (moment > now_) until_ = std::min(until_, moment);
    if (moment == now_) until_ = std::min(until_, moment + Seconds{1});
  }
  void turns_at(const std::optional<TimePoint>& moment, Seconds after = Seconds{0}) {
    if (moment.has_value()) turns_at(*moment + after);
  }
  /// What is due then goes through the bands.
  void is_due(TimePoint due) {
    for (const Seconds before : kBands) turns_at(due - before);
  }
  [[nodiscard]] TimePoint until() const { return until_; }

 private:
  TimePoint now_;
  TimePoint until_ = TimePoint::max();
};

void note_clock(const Derived& derived, const RunningClock& clock, Nearest& nearest) {
  nearest.is_due(clock.latest_safe);
  nearest.is_due(latest_safe(derived, clock));
  nearest.turns_at(clock.over);
  nearest.turns_at(clock.over + kPastCountsFor);
  const DueRule* rule = clock.due.has_value() ? due_rule(clock.kind) : nullptr;
  if (rule != nullptr) nearest.turns_at(clock.over + rule->counts_on);
  if (!is_court(clock.kind)) return;
  for (const int days : kCourtSteps) nearest.turns_at(clock.moment, -days * kDay);
}

}  // namespace

TimePoint steady_until(const Derived& derived, const Present& present) {
  const Situation& situation = derived.situation;
  Nearest nearest(present.now);
  nearest.turns_at(present.end_of_today);  // what is due today
  for (const RunningClock& clock : derived.clocks) note_clock(derived, clock, nearest);
  // An answer that we owe, silence after ours, and another look.
  nearest.turns_at(situation.oldest_unread_at, kReplyPromise);
  nearest.turns_at(situation.last_message_at, kReplyPromise);
  nearest.turns_at(situation.received_at + kReplyPromise);
  nearest.turns_at(situation.received_at + derived.silence.after);
  nearest.turns_at(situation.last_reply_at, derived.silence.after);
  nearest.turns_at(situation.attended_at, derived.silence.after);
  nearest.turns_at(situation.wakes_at);
  if (situation.override_.has_value()) {
    nearest.turns_at(situation.override_->at + kLoweredFor);
    nearest.is_due(situation.override_->to.value_or(situation.override_->at));
  }
  return nearest.until();
}

}  // namespace waymark::desk::queue
