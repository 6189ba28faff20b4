#include "desk/queue/hours.h"

#include <algorithm>

namespace waymark::desk::queue {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

using Zones = std::vector<std::shared_ptr<const text::Zone>>;

Zones known(const std::vector<pack::NamedZone>& named) {
  Zones zones;
  for (const pack::NamedZone& one : named)
    if (one.zone != nullptr) zones.push_back(one.zone);
  return zones;
}

Zones of_country(const std::string& country) {
  Zones zones;
  for (const std::string& name : text::zones_of_country(country))
    if (auto zone = text::Zone::named(name); zone.has_value())
      zones.push_back(std::make_shared<const text::Zone>(std::move(*zone)));
  return zones;
}

/// The zones that one answer speaks of; none if it says nothing of where somebody lives.
Zones said_by(const pack::Pack& pack, const Fact& fact) {
  const pack::Question* question = pack.question(fact.key);
  const pack::Answer* answer = question == nullptr ? nullptr : question->answer(fact.value);
  if (answer == nullptr) return {};
  if (!answer->zones.empty()) return known(answer->zones);
  const auto country = fact.attributes.find("country");
  return answer->country && country != fact.attributes.end() ? of_country(country->second) : Zones{};
}

text::LocalTime midnight(sys_days day) { return {std::chrono::year_month_day{day}, minutes{0}}; }

std::optional<text::LocalTime> stated(const Fact& fact) {
  const auto found = fact.attributes.find("date");
  if (fact.precision == Precision::kUnknown || found == fact.attributes.end()) return std::nullopt;
  const auto local = text::local_time_from(found->second);
  return local.has_value() ? std::optional(*local) : std::nullopt;
}

/// Where the last moment ends that the date can mean.
text::LocalTime last_local(const text::LocalTime& local, Precision precision) {
  switch (precision) {
    case Precision::kDay: return midnight(sys_days{local.day} + days{1});
    case Precision::kAbout: return midnight(sys_days{local.day} + days{2});
    case Precision::kMonth:
      return midnight(sys_days{local.day.year() / local.day.month() / std::chrono::last} + days{1});
    case Precision::kExact:
    case Precision::kHour:
    case Precision::kUnknown: break;
  }
  return local;
}

}  // namespace

Hours::Hours(const pack::Pack& pack, const std::vector<Fact>& facts, const std::vector<std::size_t>& weighing,
             const text::Zone& home) {
  for (const std::size_t index : weighing)
    for (auto& zone : said_by(pack, facts[index])) zones_.push_back(std::move(zone));
  told_ = !zones_.empty();
  if (zones_.empty()) zones_ = known(pack.zones);
  if (zones_.empty()) zones_.emplace_back(std::shared_ptr<void>{}, &home);  // borrowed, not owned
}

std::shared_ptr<const text::Zone> Hours::leading(const text::LocalTime& local) const {
  return *std::min_element(zones_.begin(), zones_.end(),
                           [&local](const auto& a, const auto& b) { return a->to_utc(local) < b->to_utc(local); });
}

TimePoint Hours::earliest(const text::LocalTime& local) const { return leading(local)->to_utc(local); }

TimePoint Hours::latest(const text::LocalTime& local) const {
  TimePoint last = zones_.front()->to_utc(local);
  for (const auto& zone : zones_) last = std::max(last, zone->to_utc(local));
  return last;
}

TimePoint Hours::days_later(TimePoint at, int count) const {
  const auto later = [&](const text::Zone& zone) {
    const text::LocalTime local = zone.to_local(at);
    return zone.to_utc({std::chrono::year_month_day{sys_days{local.day} + days{count}}, local.of_day});
  };
  TimePoint first = later(*zones_.front());
  for (const auto& zone : zones_) first = std::min(first, later(*zone));
  return first;
}

std::optional<text::LocalTime> first_local(const Fact& fact) {
  const auto local = stated(fact);
  if (!local.has_value()) return std::nullopt;
  switch (fact.precision) {
    case Precision::kDay: return midnight(sys_days{local->day});
    case Precision::kAbout: return midnight(sys_days{local->day} - days{1});
    case Precision::kMonth: return midnight(sys_days{local->day.year() / local->day.month() / 1});
    case Precision::kExact:
    case Precision::kHour:
    case Precision::kUnknown: break;
  }
  return local;
}

std::optional<Window> window_of(const Fact& fact, const Hours& hours) {
  const auto first = first_local(fact);
  if (!first.has_value()) return std::nullopt;
  return Window{hours.earliest(*first), hours.latest(last_local(*stated(fact), fact.precision))};
}

}  // namespace waymark::desk::queue
