#include "figures/count.h"

#include <algorithm>
#include <unordered_set>

namespace waymark::figures {
namespace {

bool holds(const Effective& row, const Condition& condition) {
  return std::ranges::all_of(condition, [&](const auto& one) {
    const auto values = row.values(one.first);
    return std::ranges::any_of(values, [&](const std::string& value) { return one.second.contains(value); });
  });
}

/// The value at a share of the way through, nearest rank. Sorts.
std::int64_t quantile(std::vector<std::int64_t>& values, std::size_t percent) {
  const std::size_t rank = (values.size() * percent + 99) / 100;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::ranges::nth_element(values, at);
  return *at;
}

}  // namespace

Counter::Counter(const Metric& metric, const std::vector<Effective>& rows) : metric_(metric) {
  for (const Effective& row : rows) {
    if (!metric.kinds.contains(row.row.kind)) continue;
    // Persons and cases are those that are left when duplicates are joined.
    if (counts_once(metric) && row.duplicate) continue;
    const auto day = row.day(metric.moment);
    if (!day.has_value() || !holds(row, metric.where)) continue;
    const Month month = Month::of_day(*day);
    if (month < metric.since || (metric.until && *metric.until < month)) continue;
    rows_.push_back({month, &row});
  }
  std::ranges::stable_sort(rows_, {}, &Placed::month);
}

std::vector<const Effective*> Counter::rows_in(const Period& period, const Condition& condition) const {
  std::vector<const Effective*> found;
  const auto first = std::ranges::lower_bound(rows_, period.first, {}, &Placed::month);
  for (auto at = first; at != rows_.end() && at->month <= period.last; ++at)
    if (condition.empty() || holds(*at->row, condition)) found.push_back(at->row);
  return found;
}

std::optional<Counted> Counter::in(const Period& period, const Condition& condition) const {
  if (period.last < metric_.since || (metric_.until && *metric_.until < period.first)) return std::nullopt;
  const std::vector<const Effective*> rows = rows_in(period, condition);
  const auto number = static_cast<std::int64_t>(rows.size());
  if (metric_.measure == Measure::kCount) {
    if (!counts_once(metric_)) return Counted{number, number};
    std::unordered_set<std::string_view> subjects;
    for (const Effective* row : rows) subjects.insert(row->row.subject);
    const auto each = static_cast<std::int64_t>(subjects.size());
    return Counted{each, each};
  }
  if (rows.empty()) return std::nullopt;
  std::vector<std::int64_t> seconds;
  for (const Effective* row : rows) seconds.push_back(row->row.seconds);
  if (metric_.measure == Measure::kShareWithin) {
    const std::int64_t within =
        std::ranges::count_if(seconds, [&](std::int64_t one) { return one >= 0 && one <= metric_.within_seconds; });
    return Counted{(within * 100 + number / 2) / number, number};
  }
  return Counted{quantile(seconds, metric_.measure == Measure::kMedian ? 50 : 90), number};
}

std::vector<std::string> Counter::values(const std::string& property, const Period& period) const {
  std::set<std::string> all;
  for (const Effective* row : rows_in(period))
    for (std::string& value : row->values(property)) all.insert(std::move(value));
  return {all.begin(), all.end()};
}

}  // namespace waymark::figures
