#include "desk/queue/placement.h"

#include <algorithm>
#include <tuple>

#include "desk/queue/court.h"
#include "desk/queue/labels.h"

namespace waymark::desk::queue {
namespace {

constexpr Seconds kSixHours{6 * 3600};
constexpr Seconds kTwoDays{48 * 3600};
constexpr Seconds kWeek{7 * 86400};
/// Closed cases without a new message stand at the end.
constexpr TimePoint kNever = TimePoint::max();

bool is_closed(const Situation& situation) {
  return (situation.stage == Stage::kClosed || situation.stage == Stage::kAnonymised) && situation.unread == 0;
}

Band band_of(TimePoint due, const Present& present) {
  if (due < present.now) return Band::kPast;
  if (due - present.now < kSixHours) return Band::kUnder6h;
  if (due < present.end_of_today) return Band::kToday;
  if (due - present.now < kTwoDays) return Band::kUnder48h;
  if (due - present.now < kWeek) return Band::kWeek;
  return Band::kWaiting;
}

Section section_of(Band band) {
  switch (band) {
    case Band::kPast: return Section::kPast;
    case Band::kUnder6h: return Section::kUnder6h;
    case Band::kToday: return Section::kToday;
    case Band::kUnder48h: return Section::kUnder48h;
    case Band::kWeek: return Section::kWeek;
    case Band::kAsk:
    case Band::kWaiting: break;
  }
  return Section::kWaiting;
}

/// Whether another clock of the same chain and fact comes before this one: the first that is not surely past counts, or
/// the last when all are past.
bool chain_prefers_another(const std::vector<RunningClock>& clocks, std::size_t index, TimePoint now) {
  const RunningClock& clock = clocks[index];
  if (clock.chain.empty() || clock.asks()) return false;
  const auto key = [now](const RunningClock& one) {
    const bool past = one.over < now;
    // first those ahead, nearest first; then the past ones, newest first
    return std::pair(past, past ? now - one.over : one.over - now);
  };
  for (std::size_t other = 0; other < clocks.size(); ++other) {
    const RunningClock& rival = clocks[other];
    if (other == index || rival.chain != clock.chain || rival.fact != clock.fact || rival.asks()) continue;
    if (key(rival) < key(clock)) return true;
  }
  return false;
}

/// Nobody of us has written since it was said and since it passed.
bool is_unattended(const Derived& derived, const RunningClock& clock) {
  const auto& replied = derived.situation.last_reply_at;
  return !replied.has_value() || *replied < std::max(derived.situation.facts[*clock.fact].said_at, clock.over);
}

bool is_near(const Derived& derived, std::size_t index, TimePoint now);

bool has_near_date(const Derived& derived, TimePoint now) {
  for (std::size_t index = 0; index < derived.clocks.size(); ++index)
    if (is_near(derived, index, now)) return true;
  return false;
}

bool counts(const Derived& derived, std::size_t index, TimePoint now) {
  const RunningClock& clock = derived.clocks[index];
  if (clock.due.has_value()) {
    const DueRule* rule = due_rule(clock.kind);
    return rule != nullptr && (rule->counts_on < Seconds{0} || clock.over + rule->counts_on >= now);
  }
  if (clock.doubt == Doubt::kLongPast) return clock.over + kPastCountsFor < now && is_unattended(derived, clock);
  if (clock.asks()) return !clock.of_silence() || !has_near_date(derived, now);
  return clock.over + kPastCountsFor >= now && !chain_prefers_another(derived.clocks, index, now);
}

/// A moment inside a week, of a date that was said.
bool is_near(const Derived& derived, std::size_t index, TimePoint now) {
  const RunningClock& clock = derived.clocks[index];
  return !clock.asks() && clock.zone != nullptr && clock.latest_safe < now + kWeek && counts(derived, index, now);
}

/// Tasks and calls of ours whose hour, or whole day, has passed.
void note_overdue(const Derived& derived, TimePoint now, Placement& placement) {
  for (const RunningClock& clock : derived.clocks) {
    if (!clock.due.has_value() || clock.over >= now || !stays_until_done(clock.kind)) continue;
    placement.overdue += 1;
    placement.overdue_since = std::min(clock.over, placement.overdue_since.value_or(clock.over));
  }
}

void note_court(const Derived& derived, TimePoint now, Placement& placement) {
  for (const CourtDay& day : court_days(derived, now)) {
    if (day.done) continue;
    placement.court_since = std::min(day.since, placement.court_since.value_or(day.since));
    if (day.step == kCourtSteps.back())
      placement.court_late_since = std::min(day.since, placement.court_late_since.value_or(day.since));
  }
}

std::optional<std::size_t> first_clock(const Derived& derived, TimePoint now) {
  std::optional<std::size_t> first;
  for (std::size_t index = 0; index < derived.clocks.size(); ++index) {
    if (!counts(derived, index, now)) continue;
    if (!first.has_value() ||
        latest_safe(derived, derived.clocks[index]) < latest_safe(derived, derived.clocks[*first]))
      first = index;
  }
  return first;
}

std::optional<TimePoint> waiting_since(const Situation& situation) {
  if (situation.oldest_unread_at.has_value()) return situation.oldest_unread_at;
  if (!situation.first_reply_at.has_value() && !is_closed(situation)) return situation.received_at;
  const bool attended = situation.attended_at.has_value() && situation.last_message_at.has_value() &&
                        *situation.attended_at >= *situation.last_message_at;
  const bool unanswered = situation.last_message_at.has_value() && situation.last_reply_at.has_value() &&
                          *situation.last_message_at > *situation.last_reply_at && !attended;
  if (unanswered && !is_closed(situation)) return situation.last_message_at;
  return std::nullopt;
}

/// Nobody has read what the person wrote for longer than we promise.
bool is_unread_late(const Situation& situation, TimePoint now) {
  return situation.oldest_unread_at.has_value() && *situation.oldest_unread_at + kReplyPromise < now;
}

struct OwnDue {
  OwnClock own;
  TimePoint due;
};

/// What we owe a case whatever the pack says: an answer, or another look.
OwnDue own_due(const Derived& derived, const Placement& placement) {
  const Situation& situation = derived.situation;
  if (placement.waiting_since.has_value()) return {OwnClock::kPromise, *placement.waiting_since + kReplyPromise};
  if (is_closed(situation)) return {OwnClock::kNone, kNever};
  if (situation.wakes_at.has_value()) return {OwnClock::kWake, *situation.wakes_at};
  // Who was written to and is waited for: from the later of the two on.
  const TimePoint since = std::max(situation.last_reply_at.value_or(situation.received_at),
                                   situation.attended_at.value_or(situation.received_at));
  return {OwnClock::kSilence, since + derived.silence.after};
}

std::optional<Override::Direction> override_in_force(const Situation& situation, TimePoint now) {
  if (!situation.override_.has_value()) return std::nullopt;
  const bool over =
      situation.override_->direction == Override::Direction::kLowered && situation.override_->at + kLoweredFor <= now;
  return over ? std::nullopt : std::optional(situation.override_->direction);
}

/// Whether our own promise leads, before a clock that is due later: once it is broken, before a far date, and where
/// somebody may be in danger and there is only a question, or something that we have set ourselves: writing a task down
/// must not move anybody below others in danger.
/// @param mild  the clock is a question or a task, not a date of the person's
bool own_leads(const OwnDue& own, const Placement& placement, bool alarm, bool mild, const Present& present) {
  if (!placement.clock.has_value()) return true;
  if (own.own == OwnClock::kNone || own.due >= placement.due) return false;
  const bool broken = own.own == OwnClock::kPromise && own.due < present.now;
  return broken || placement.section == Section::kWaiting || (alarm && mild);
}

void lower(const Situation& situation, Placement& placement) {
  placement.section = Section::kWaiting;
  placement.due = situation.override_->at + kLoweredFor;
  placement.own = OwnClock::kWake;
}

/// To where a person has raised it: never below where it would stand by itself.
void raise(const Override& raised, const Present& present, Placement& placement) {
  const TimePoint due = raised.to.value_or(raised.at);
  const Section section = raised.to.has_value() ? section_of(band_of(due, present)) : Section::kDanger;
  const bool higher = rank_of(section) < rank_of(placement.section);
  if (!higher && (rank_of(section) > rank_of(placement.section) || due >= placement.due)) return;
  placement.section = section;
  placement.due = due;
  placement.own = OwnClock::kRaised;
}

/// The band of the same name.
Band band_of(Section section) {
  switch (section) {
    case Section::kPast: return Band::kPast;
    case Section::kUnder6h: return Band::kUnder6h;
    case Section::kToday: return Band::kToday;
    case Section::kUnder48h: return Band::kUnder48h;
    case Section::kWeek: return Band::kWeek;
    case Section::kDanger:
    case Section::kUnread:
    case Section::kWaiting: break;
  }
  return Band::kWaiting;
}

/// Clock, band and section as far as no danger and no person moves the case.
/// @param alarm  our own promise leads before a mere question
Placement place_by_clock(const Derived& derived, const Present& present, bool alarm) {
  const Situation& situation = derived.situation;
  Placement placement;
  placement.received_at = situation.received_at;
  placement.waiting_since = waiting_since(situation);
  placement.clock = first_clock(derived, present.now);
  const OwnDue own = own_due(derived, placement);
  if (own.own == OwnClock::kPromise) placement.reply_due = own.due;
  if (own.own == OwnClock::kSilence && own.due <= present.now) placement.silent_since = own.due;
  note_overdue(derived, present.now, placement);
  note_court(derived, present.now, placement);
  bool mild = false;
  if (placement.clock.has_value()) {
    const RunningClock& clock = derived.clocks[*placement.clock];
    mild = clock.asks() || clock.due.has_value();
    placement.due = latest_safe(derived, clock);
    placement.band = clock.asks() ? Band::kAsk : band_of(placement.due, present);
    placement.section = section_of(band_of(placement.due, present));
  }
  if (own_leads(own, placement, alarm, mild, present)) {
    placement.own = own.own;
    placement.due = own.due;
    // An answer that we owe is late like a moment that has passed; other looks of ours have no place among the dates.
    if (own.own == OwnClock::kPromise && own.due < present.now) placement.section = Section::kPast;
  }
  return placement;
}

}  // namespace

std::string_view name_of(Band band) {
  switch (band) {
    case Band::kPast: return "past";
    case Band::kUnder6h: return "under_6h";
    case Band::kToday: return "today";
    case Band::kUnder48h: return "under_48h";
    case Band::kWeek: return "week";
    case Band::kAsk: return "ask";
    case Band::kWaiting: break;
  }
  return "waiting";
}

std::string_view name_of(Section section) {
  switch (section) {
    case Section::kDanger: return "danger";
    case Section::kUnread: return "unread";
    case Section::kPast: return "past";
    case Section::kUnder6h: return "under_6h";
    case Section::kToday: return "today";
    case Section::kUnder48h: return "under_48h";
    case Section::kWeek: return "week";
    case Section::kWaiting: break;
  }
  return "waiting";
}

int rank_of(Section section) {
  switch (section) {
    case Section::kDanger: return 0;
    case Section::kUnread: return 1;
    case Section::kWaiting: return 3;
    default: return 2;
  }
}

Present Present::at(TimePoint now, const text::Zone& zone) {
  const text::LocalTime today = zone.to_local(now);
  return {now, zone.to_utc({std::chrono::sys_days{today.day} + std::chrono::days{1}, std::chrono::minutes{0}})};
}

Derived derive(const pack::Pack& pack, Situation situation, const text::Zone& zone) {
  Derived derived{.situation = std::move(situation), .clocks = {}};
  derived.clocks = running_clocks(pack, derived.situation, zone);
  derived.clocks.shrink_to_fit();  // kept for every case of the office
  derived.danger = !is_closed(derived.situation) && !danger_facts(pack, derived.situation.facts).empty();
  derived.third_person = third_person(pack, derived.situation.facts);
  derived.unsaid = !is_closed(derived.situation) && danger_unsaid(pack, derived.situation);
  derived.silence = silence_of(pack, derived.situation.facts, derived.danger || derived.unsaid);
  return derived;
}

TimePoint latest_safe(const Derived& derived, const RunningClock& clock) {
  const auto& asked = derived.situation.last_reply_at;
  const TimePoint since =
      clock.fact.has_value() ? derived.situation.facts[*clock.fact].said_at : derived.situation.received_at;
  const bool was_asked = clock.asks() && asked.has_value() && *asked >= since;
  return was_asked ? std::max(clock.latest_safe, *asked + kAskAgainAfter) : clock.latest_safe;
}

std::vector<std::size_t> leading_clocks(const Derived& derived, TimePoint now) {
  std::vector<std::size_t> all;
  for (std::size_t index = 0; index < derived.clocks.size(); ++index)
    if (counts(derived, index, now)) all.push_back(index);
  std::stable_sort(all.begin(), all.end(), [&derived](std::size_t a, std::size_t b) {
    return latest_safe(derived, derived.clocks[a]) < latest_safe(derived, derived.clocks[b]);
  });
  return all;
}

Placement place(const Derived& derived, const Present& present) {
  const Situation& situation = derived.situation;
  const auto override_ = override_in_force(situation, present.now);
  const bool alarm = derived.danger || (derived.unsaid && !has_near_date(derived, present.now));
  Placement placement = place_by_clock(derived, present, alarm);
  placement.danger = derived.danger;
  placement.override_ = override_;
  if (alarm)
    placement.section = Section::kDanger;
  else if (is_unread_late(situation, present.now))
    placement.section = Section::kUnread;
  if (override_ == Override::Direction::kLowered) lower(situation, placement);
  if (override_ == Override::Direction::kRaised && !is_closed(situation))
    raise(*situation.override_, present, placement);
  return placement;
}

Placement place_untold(const Derived& derived, const Present& present) {
  Placement placement = place_by_clock(derived, present, false);
  placement.band = band_of(placement.section);
  placement.reply_due.reset();
  placement.waiting_since.reset();
  placement.silent_since.reset();
  placement.overdue_since.reset();
  placement.overdue = 0;
  placement.court_since.reset();
  placement.court_late_since.reset();
  placement.received_at = {};
  return placement;
}
bool before(const Placement& a, const Placement& b) {
  return std::tuple(rank_of(a.section), a.due, a.received_at) < std::tuple(rank_of(b.section), b.due, b.received_at);
}

}  // namespace waymark::desk::queue
