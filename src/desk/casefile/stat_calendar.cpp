#include "desk/casefile/stat_calendar.h"

#include <algorithm>

namespace waymark::desk {
namespace {

std::uint32_t day_in(const text::Zone* zone, TimePoint at) {
  if (zone == nullptr) return unix_day(at);
  const auto days = std::chrono::sys_days{zone->to_local(at).day}.time_since_epoch().count();
  return days < 0 ? 0 : static_cast<std::uint32_t>(days);
}

Result<StatCalendar::Span> span_of(std::int64_t since, std::string_view name) {
  LET(text::Zone zone, text::Zone::named(name));
  return StatCalendar::Span{TimePoint{Seconds{since}}, std::make_shared<const text::Zone>(std::move(zone))};
}

}  // namespace

Result<StatCalendar> StatCalendar::read(store::Connection& store) {
  LET(store::Rows rows, store.query("SELECT since, zone FROM stat_calendar ORDER BY since"));
  StatCalendar calendar;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return calendar;
    LET(Span span, span_of(rows.integer(0), rows.text(1)));
    calendar.spans_.push_back(std::move(span));
  }
}

Result<bool> StatCalendar::change(store::Connection& store, const std::string& zone, TimePoint now) {
  if (!spans_.empty() && spans_.back().zone->name() == zone) return false;
  LET(const std::int64_t counted, store.number("SELECT count(*) FROM stat_row"));
  if (spans_.empty() && counted > 0 && zone == kUtcZone) return false;
  // Of this second some may be counted already.
  std::int64_t since = spans_.empty() && counted == 0 ? 0 : now.time_since_epoch().count() + 1;
  // A clock that was set back does not put a calendar before the one that it follows.
  if (!spans_.empty()) since = std::max(since, spans_.back().since.time_since_epoch().count() + 1);
  LET(Span span, span_of(since, zone));
  TRY(store.execute("INSERT INTO stat_calendar VALUES (?, ?)", since, zone));
  spans_.push_back(std::move(span));
  return true;
}

const text::Zone* StatCalendar::in_force(TimePoint at) const {
  const auto after = std::ranges::upper_bound(spans_, at, {}, &Span::since);
  return after == spans_.begin() ? nullptr : std::prev(after)->zone.get();
}

void StatCalendar::stamp(StatRow& row, TimePoint at, TimePoint received) const {
  const text::Zone* zone = in_force(at);
  row.zone = zone_at(at);
  row.day = day_in(zone, at);
  row.received_day = day_in(zone, received);
}

std::string StatCalendar::zone_at(TimePoint at) const {
  const text::Zone* zone = in_force(at);
  return zone == nullptr ? std::string(kUtcZone) : std::string(zone->name());
}

std::uint32_t StatCalendar::day_at(TimePoint at) const { return day_in(in_force(at), at); }

}  // namespace waymark::desk
