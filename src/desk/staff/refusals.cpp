#include "desk/staff/refusals.h"

namespace waymark::desk {
namespace {

LogLine line_of_many(const std::string& who, std::uint64_t times, TimePoint now) {
  return {.at = now, .who = who, .what = "staff.sign-ins-refused", .times = times};
}

/// Of a clock that was set back a burst is over: otherwise what comes now would be told only when it has caught up.
bool lasts(TimePoint since, TimePoint now) { return since <= now && now < since + kRefusalBurst; }

}  // namespace

std::vector<LogLine> Refusals::note(const std::string& who, TimePoint now) {
  const auto known = bursts_.find(who);
  if (known != bursts_.end() && lasts(known->second.since, now)) {
    ++known->second.more;
    return {};
  }
  std::vector<LogLine> lines;
  if (known != bursts_.end() && known->second.more > 0) lines.push_back(line_of_many(who, known->second.more, now));
  lines.push_back({.at = now, .who = who, .what = "staff.sign-in-refused"});
  bursts_.insert_or_assign(who, Burst{.since = now});
  return lines;
}

std::vector<LogLine> Refusals::take(Which which, TimePoint now) {
  std::vector<LogLine> lines;
  for (auto it = bursts_.begin(); it != bursts_.end();) {
    if (which == Which::kOver && lasts(it->second.since, now)) {
      ++it;
      continue;
    }
    if (it->second.more > 0) lines.push_back(line_of_many(it->first, it->second.more, now));
    it = bursts_.erase(it);
  }
  return lines;
}

}  // namespace waymark::desk
