#include "figures/system.h"

#include <algorithm>
#include <map>
#include <set>

namespace waymark::figures {
namespace {

constexpr std::string_view kTime = "time";

bool has(const std::vector<std::string>& values, const std::string& value) {
  return std::ranges::find(values, value) != values.end();
}

/// The values of a pattern, which are joined by line feeds: no code has one.
bool meets(const std::string& pattern, const std::set<std::string>& values) {
  std::string_view rest = pattern;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (values.contains(std::string(rest.substr(0, end)))) return true;
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return false;
}

}  // namespace

std::string system_of(const Metric& metric) {
  std::string text;
  for (const std::string& kind : metric.kinds) text += kind + ",";
  text += metric.moment == Moment::kDay ? "day" : metric.moment == Moment::kReceived ? "received" : "date";
  if (counts_once(metric)) text += ",once";
  return text;
}

std::vector<Placed> single_months(const std::vector<Placed>& placed) {
  std::vector<Placed> all;
  std::set<std::string> seen;
  for (const Placed& one : placed) seen.insert(one.id.text());
  for (const Placed& one : placed) {
    if (counts_once(*one.metric)) continue;
    for (const Month month : one.id.period.months()) {
      Placed of_month = one;
      of_month.id.period = {month, month};
      if (seen.insert(of_month.id.text()).second) all.push_back(std::move(of_month));
    }
  }
  return all;
}

void System::find_properties(const std::vector<Placed>& placed) {
  std::map<std::string, std::set<std::string>> named;
  for (const Placed& one : placed)
    for (const auto* conditions : {&one.metric->where, &one.id.condition})
      for (const auto& [name, values] : *conditions) named[name].insert(values.begin(), values.end());
  for (auto& [name, values] : named) asked_.push_back({name, {values.begin(), values.end()}});
}

std::string System::pattern_of(const Asked& asked, const std::vector<std::string>& values) const {
  std::string pattern;
  for (const std::string& value : asked.named)
    if (has(values, value)) pattern += (pattern.empty() ? "" : "\n") + value;
  return pattern;
}

std::vector<Dimension> System::dimensions(const std::vector<Placed>& placed, const EffectiveRows& rows) const {
  std::set<std::string> times;
  for (const Placed& one : placed) {
    if (!months_add_up_) times.insert(one.id.period.text());
    for (const Month month : one.id.period.months())
      if (months_add_up_) times.insert(month.text());
  }
  std::vector<Dimension> all{{std::string(kTime), {times.begin(), times.end()}}};
  const std::vector<bool> counts = counted(rows);
  for (const Asked& asked : asked_) {
    // None of the named ones, each alone, and the sets that rows have.
    std::set<std::string> patterns{""};
    patterns.insert(asked.named.begin(), asked.named.end());
    const Property& property = rows.property(asked.property);
    std::set<std::uint32_t> sets;
    for (std::size_t i = 0; i < counts.size(); ++i)
      if (counts[i]) sets.insert(property.set_of[i]);
    for (const std::uint32_t set : sets) patterns.insert(pattern_of(asked, property.sets[set]));
    all.push_back({asked.property, {patterns.begin(), patterns.end()}});
  }
  return all;
}

Cell System::cell_of(const Placed& placed) const {
  Cell cell;
  std::set<std::string>& times = cell.where[std::string(kTime)];
  if (months_add_up_) {
    for (const Month month : placed.id.period.months())
      if (placed.metric->since <= month && (!placed.metric->until || month <= *placed.metric->until))
        times.insert(month.text());
  } else {
    times.insert(placed.id.period.text());
  }
  for (const Asked& asked : asked_) {
    const auto of_metric = placed.metric->where.find(asked.property);
    const auto of_figure = placed.id.condition.find(asked.property);
    const bool in_metric = of_metric != placed.metric->where.end();
    const bool in_figure = of_figure != placed.id.condition.end();
    if (!in_metric && !in_figure) continue;
    std::set<std::string>& taken = cell.where[asked.property];
    for (const std::string& pattern : patterns_.at(asked.property))
      if ((!in_metric || meets(pattern, of_metric->second)) && (!in_figure || meets(pattern, of_figure->second)))
        taken.insert(pattern);
  }
  return cell;
}

void System::bound_periods(const std::vector<Placed>& placed) {
  std::map<std::string, Period> periods;
  for (const Placed& one : placed) periods[one.id.period.text()] = one.id.period;
  const auto parts_at = [&](const std::string& time) {
    Cell cell;
    cell.where[std::string(kTime)] = {time};
    return partition_.parts_of(cell);
  };
  for (const auto& [name, period] : periods) {
    if (period.length() == 1) continue;
    const Parts whole = parts_at(name);
    std::vector<Parts> months;
    for (const Month month : period.months())
      if (periods.contains(month.text())) months.push_back(parts_at(month.text()));
    // The parts of all times stand in the same order.
    for (std::size_t i = 0; i < whole.size(); ++i) {
      Known all{.parts = {}, .minus = {whole[i]}, .low = 0, .high = {}, .name = name};
      for (const Parts& month : months) {
        bounds_.push_back({.parts = {whole[i]}, .minus = {month[i]}, .low = 0, .high = {}, .name = name});
        all.parts.push_back(month[i]);
      }
      if (months.size() == static_cast<std::size_t>(period.length())) bounds_.push_back(std::move(all));
    }
  }
}

std::vector<bool> System::counted(const EffectiveRows& rows) const {
  std::vector<bool> counts;
  counts.reserve(rows.profiles().size());
  for (const Profile& profile : rows.profiles()) counts.push_back(any_->kinds.contains(profile.kind));
  return counts;
}

std::vector<Part> System::parts_of_profiles(const EffectiveRows& rows) const {
  const std::vector<bool> counts = counted(rows);
  std::vector<Part> parts(counts.size(), 0);
  for (std::size_t i = 0; i < asked_.size(); ++i) {
    const Property& property = rows.property(asked_[i].property);
    std::map<std::uint32_t, Part> shares;  // of each set
    for (std::size_t profile = 0; profile < counts.size(); ++profile) {
      if (!counts[profile]) continue;
      const std::uint32_t set = property.set_of[profile];
      auto share = shares.find(set);
      if (share == shares.end())
        share = shares.emplace(set, partition_.share_of(i + 1, pattern_of(asked_[i], property.sets[set]))).first;
      parts[profile] += share->second;
    }
  }
  return parts;
}

std::vector<std::int64_t> System::truth(const EffectiveRows& rows) const {
  const std::vector<bool> counts = counted(rows);
  const std::vector<Part> parts = parts_of_profiles(rows);
  std::map<Month, std::vector<Part>> times;  // of each month: what the times add that it is of
  for (const Period& period : periods_)
    for (const Month month : period.months()) {
      std::vector<Part>& of_month = times[month];
      if (!months_add_up_) of_month.push_back(partition_.share_of(0, period.text()));
      if (months_add_up_ && of_month.empty()) of_month.push_back(partition_.share_of(0, month.text()));
    }
  std::vector<std::int64_t> truth(partition_.size(), 0);
  std::vector<std::pair<Part, std::uint32_t>> seen;  // cases, of those that count once
  for (std::uint32_t at = 0; at < rows.size(); ++at) {
    const std::uint32_t profile = rows.profile_of(at);
    if (!counts[profile] || (!months_add_up_ && rows.profiles()[profile].duplicate)) continue;
    const auto month = rows.month_of(at, any_->moment);
    if (!month) continue;
    const auto of_month = times.find(*month);
    if (of_month == times.end()) continue;
    for (const Part time : of_month->second) {
      if (months_add_up_) ++truth[parts[profile] + time];
      if (!months_add_up_) seen.emplace_back(parts[profile] + time, rows.case_of(at));
    }
  }
  std::ranges::sort(seen);
  seen.erase(std::ranges::unique(seen).begin(), seen.end());
  for (const auto& [part, its_case] : seen) ++truth[part];
  return truth;
}

Result<System> System::of(const std::vector<Placed>& placed, const EffectiveRows& rows) {
  System system;
  system.any_ = placed.front().metric;
  system.months_add_up_ = !counts_once(*system.any_);
  for (const Placed& one : placed)
    if (std::ranges::find(system.periods_, one.id.period) == system.periods_.end())
      system.periods_.push_back(one.id.period);
  system.find_properties(placed);
  const std::vector<Dimension> dimensions = system.dimensions(placed, rows);
  for (const Dimension& dimension : dimensions)
    if (dimension.name != kTime) system.patterns_[dimension.name] = {dimension.values.begin(), dimension.values.end()};
  std::vector<Cell> cells;
  cells.reserve(placed.size());
  for (const Placed& one : placed) cells.push_back(system.cell_of(one));
  LET(system.partition_, Partition::of(dimensions, cells));
  if (!system.months_add_up_) system.bound_periods(placed);
  return system;
}

}  // namespace waymark::figures
