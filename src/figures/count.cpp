#include "figures/count.h"

#include <algorithm>

namespace waymark::figures {
namespace {

/// A condition, asked of profiles.
class Asked {
 public:
  Asked(const Condition& condition, const EffectiveRows& rows) {
    for (const auto& [name, values] : condition) {
      const Property& property = rows.property(name);
      parts_.push_back({&property, property.meet(values)});
    }
  }
  [[nodiscard]] bool holds(std::uint32_t profile) const {
    return std::ranges::all_of(parts_, [&](const Part& part) { return part.meets[part.property->set_of[profile]]; });
  }

 private:
  struct Part {
    const Property* property;
    std::vector<bool> meets;  // of each set
  };
  std::vector<Part> parts_;
};

/// The value at a share of the way through, nearest rank. Sorts.
std::int64_t quantile(std::vector<std::int64_t>& values, std::size_t percent) {
  const std::size_t rank = (values.size() * percent + 99) / 100;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::ranges::nth_element(values, at);
  return *at;
}

}  // namespace

Counter::Counter(const Metric& metric, const EffectiveRows& rows) : metric_(metric), all_(rows) {
  const Asked where(metric.where, rows);
  std::vector<bool> counts;  // of each profile
  for (std::uint32_t i = 0; i < rows.profiles().size(); ++i) {
    const Profile& profile = rows.profiles()[i];
    // Persons and cases are those that are left when duplicates are joined.
    const bool is_left = !counts_once(metric) || !profile.duplicate;
    counts.push_back(metric.kinds.contains(profile.kind) && is_left && where.holds(i));
  }
  for (std::uint32_t at = 0; at < rows.size(); ++at) {
    if (!counts[rows.profile_of(at)]) continue;
    const auto month = rows.month_of(at, metric.moment);
    if (!month || *month < metric.since || (metric.until && *metric.until < *month)) continue;
    rows_.push_back({*month, at, rows.profile_of(at)});
  }
  std::ranges::stable_sort(rows_, {}, &Placed::month);
}

void Counter::each(const Period& period, const Condition& condition, const auto& visit) const {
  const Asked asked(condition, all_);
  const auto first = std::ranges::lower_bound(rows_, period.first, {}, &Placed::month);
  for (auto at = first; at != rows_.end() && at->month <= period.last; ++at)
    if (asked.holds(at->profile)) visit(*at);
}

std::vector<std::uint32_t> Counter::rows_in(const Period& period, const Condition& condition) const {
  std::vector<std::uint32_t> found;
  each(period, condition, [&](const Placed& one) { found.push_back(one.at); });
  return found;
}

std::int64_t Counter::cases_in(const Period& period, const Condition& condition) const {
  std::vector<std::uint32_t> cases;
  each(period, condition, [&](const Placed& one) { cases.push_back(all_.case_of(one.at)); });
  std::ranges::sort(cases);
  return std::ranges::unique(cases).begin() - cases.begin();
}

std::vector<std::int64_t> Counter::seconds_in(const Period& period, const Condition& condition) const {
  std::vector<std::int64_t> seconds;
  each(period, condition, [&](const Placed& one) { seconds.push_back(all_.row(one.at).seconds); });
  return seconds;
}

std::optional<Counted> Counter::in(const Period& period, const Condition& condition) const {
  if (period.last < metric_.since || (metric_.until && *metric_.until < period.first)) return std::nullopt;
  if (metric_.measure == Measure::kCount) {
    std::int64_t number = 0;
    if (counts_once(metric_)) {
      number = cases_in(period, condition);
    } else {
      each(period, condition, [&](const Placed&) { ++number; });
    }
    return Counted{number, number};
  }
  std::vector<std::int64_t> seconds = seconds_in(period, condition);
  if (seconds.empty()) return std::nullopt;
  const auto number = static_cast<std::int64_t>(seconds.size());
  if (metric_.measure == Measure::kShareWithin) {
    const std::int64_t within =
        std::ranges::count_if(seconds, [&](std::int64_t one) { return one >= 0 && one <= metric_.within_seconds; });
    return Counted{(within * 100 + number / 2) / number, number};
  }
  return Counted{quantile(seconds, metric_.measure == Measure::kMedian ? 50 : 90), number};
}

std::vector<std::string> Counter::values(const std::string& name, const Period& period) const {
  const Property& property = all_.property(name);
  std::vector<bool> seen(property.sets.size());
  each(period, {}, [&](const Placed& one) { seen[property.set_of[one.profile]] = true; });
  std::set<std::string> all;
  for (std::size_t i = 0; i < seen.size(); ++i)
    if (seen[i]) all.insert(property.sets[i].begin(), property.sets[i].end());
  return {all.begin(), all.end()};
}

}  // namespace waymark::figures
