#include "desk/queue/docket.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace waymark::desk::queue {
namespace {

bool is_long_past(TimePoint last, TimePoint now) { return last < now - kPastCountsFor; }

std::string kind_of(const DocketEntry& entry) {
  return entry.clock.has_value() ? entry.of->derived.clocks[*entry.clock].kind : std::string{name_of(entry.own)};
}

TimePoint stands_at(const DocketEntry& entry, bool by_date) {
  return by_date ? entry.date.value_or(entry.begin_by) : entry.begin_by;
}

void add_own(std::vector<DocketEntry>& all, const std::shared_ptr<const BoardCase>& one, OwnClock own, TimePoint due,
             TimePoint now) {
  if (!is_long_past(due, now)) all.push_back({.of = one, .own = own, .begin_by = due, .date = due});
}

/// Late, and shown in any window that holds the present: a task must not vanish by growing old.
bool is_late_task(const DocketEntry& entry, TimePoint now) {
  if (!entry.clock.has_value()) return false;
  const RunningClock& clock = entry.of->derived.clocks[*entry.clock];
  return clock.due.has_value() && stays_until_done(clock.kind) && clock.over < now;
}

bool is_mine(const DocketEntry& entry, std::string_view reader) {
  const Situation& situation = entry.of->derived.situation;
  if (situation.owner == reader) return true;
  if (!entry.clock.has_value()) return false;
  const auto& due = entry.of->derived.clocks[*entry.clock].due;
  return due.has_value() && situation.dues[*due].owner == reader;
}

/// Days that come after one another on the zone's clock begin at these moments.
std::chrono::sys_days day_of(TimePoint time, const text::Zone& zone) {
  return std::chrono::sys_days{zone.to_local(time).day};
}

}  // namespace

std::string_view name_of(OwnClock own) {
  switch (own) {
    case OwnClock::kPromise: return "promise";
    case OwnClock::kSilence: return "silence";
    case OwnClock::kWake: return "wake";
    case OwnClock::kRaised: return "raised";
    case OwnClock::kNone: break;
  }
  return "";
}

std::vector<DocketEntry> docket_of(const std::shared_ptr<const BoardCase>& one, const Present& present) {
  const Derived& derived = one->derived;
  std::vector<DocketEntry> all;
  for (std::size_t at = 0; at < derived.clocks.size(); ++at) {
    const RunningClock& clock = derived.clocks[at];
    const TimePoint begin_by = latest_safe(derived, clock);
    const bool stays = clock.due.has_value() && stays_until_done(clock.kind);
    if (!stays && is_long_past(clock.asks() ? begin_by : std::max({begin_by, clock.over, *clock.moment}), present.now))
      continue;
    all.push_back({.of = one, .clock = at, .begin_by = begin_by, .date = clock.moment});
  }
  const Placement placement = place(derived, present);
  if (placement.reply_due.has_value()) add_own(all, one, OwnClock::kPromise, *placement.reply_due, present.now);
  if (placement.own == OwnClock::kSilence) add_own(all, one, OwnClock::kSilence, placement.due, present.now);
  if (derived.situation.wakes_at.has_value())
    add_own(all, one, OwnClock::kWake, *derived.situation.wakes_at, present.now);
  return all;
}

Docket docket(const Board& board, const DocketAsk& ask, const text::Zone& zone) {
  const Present present = Present::at(ask.now, zone);
  Docket found;
  const bool holds_now = ask.from <= ask.now && ask.now < ask.until;
  board.each_open(ask.reader, ask.sight, [&](const std::shared_ptr<const BoardCase>& one) {
    std::set<std::pair<std::string, TimePoint>> dates;
    for (const DocketEntry& entry : docket_of(one, present)) {
      const TimePoint at = stands_at(entry, ask.by_date);
      const bool kept = holds_now && at < ask.from && is_late_task(entry, ask.now);
      if ((at < ask.from && !kept) || at >= ask.until) continue;
      if (ask.mine && !is_mine(entry, ask.reader)) continue;
      const std::string kind = kind_of(entry);
      // Several leads to one date are several moments to begin, but one date.
      if (ask.by_date && !dates.emplace(kind, at).second) continue;
      found.kinds[kind] += 1;
      if (!ask.kind.empty() && ask.kind != kind) continue;
      found.days[day_of(at, zone)] += 1;
      found.past += entry.begin_by < ask.now ? 1U : 0U;
      found.entries.push_back(entry);
    }
  });
  found.total = found.entries.size();
  const auto shown = static_cast<std::ptrdiff_t>(std::min(ask.limit, found.total));
  std::partial_sort(found.entries.begin(), found.entries.begin() + shown, found.entries.end(),
                    [&ask](const DocketEntry& a, const DocketEntry& b) {
                      const auto key = [&ask](const DocketEntry& one) {
                        return std::tuple(stands_at(one, ask.by_date), one.begin_by, one.of->id, one.clock);
                      };
                      return key(a) < key(b);
                    });
  found.entries.resize(static_cast<std::size_t>(shown));
  return found;
}

}  // namespace waymark::desk::queue
