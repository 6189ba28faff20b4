#include "figures/system.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

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
  for (auto& [name, values] : named) properties_.push_back({name, {values.begin(), values.end()}});
}

std::string System::pattern_of(const Property& property, const std::vector<std::string>& values) const {
  std::string pattern;
  for (const std::string& value : property.named)
    if (has(values, value)) pattern += (pattern.empty() ? "" : "\n") + value;
  return pattern;
}

std::vector<Dimension> System::dimensions(const std::vector<Placed>& placed, const std::vector<Effective>& rows) const {
  std::set<std::string> times;
  for (const Placed& one : placed) {
    if (!months_add_up_) times.insert(one.id.period.text());
    for (const Month month : one.id.period.months())
      if (months_add_up_) times.insert(month.text());
  }
  std::vector<Dimension> all{{std::string(kTime), {times.begin(), times.end()}}};
  std::unordered_map<std::string, const Effective*> examples;  // one of each kind of rows
  std::string profile;
  for (const Effective& row : rows) {
    if (!any_->kinds.contains(row.row.kind)) continue;
    profile.clear();
    row.add_profile(profile);
    examples.try_emplace(profile, &row);
  }
  for (const Property& property : properties_) {
    // None of the named ones, each alone, and the sets that rows have.
    std::set<std::string> patterns{""};
    patterns.insert(property.named.begin(), property.named.end());
    for (const auto& [name, row] : examples) patterns.insert(pattern_of(property, row->values(property.name)));
    all.push_back({property.name, {patterns.begin(), patterns.end()}});
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
  for (const Property& property : properties_) {
    const auto of_metric = placed.metric->where.find(property.name);
    const auto of_figure = placed.id.condition.find(property.name);
    const bool in_metric = of_metric != placed.metric->where.end();
    const bool in_figure = of_figure != placed.id.condition.end();
    if (!in_metric && !in_figure) continue;
    std::set<std::string>& taken = cell.where[property.name];
    for (const std::string& pattern : patterns_.at(property.name))
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

std::vector<std::int64_t> System::truth(const std::vector<Effective>& rows) const {
  std::vector<std::int64_t> truth(partition_.size(), 0);
  std::set<std::pair<Part, std::string_view>> seen;  // of those that count once
  std::unordered_map<std::string, Part> part_of;     // of a time and a profile
  std::string profile;
  const auto find_part = [&](const Effective& row, const std::string& time) {
    std::vector<std::string> values{time};
    for (const Property& property : properties_) values.push_back(pattern_of(property, row.values(property.name)));
    return partition_.part_of(values);
  };
  const auto count = [&](const Effective& row, const std::string& time) {
    profile = time + "\n";
    row.add_profile(profile);
    const auto known = part_of.find(profile);
    const Part part =
        known != part_of.end() ? known->second : part_of.emplace(profile, find_part(row, time)).first->second;
    if (months_add_up_ || seen.insert({part, row.row.subject}).second) ++truth[part];
  };
  for (const Effective& row : rows) {
    const auto day = row.day(any_->moment);
    if (!any_->kinds.contains(row.row.kind) || !day || (!months_add_up_ && row.duplicate)) continue;
    const Month month = Month::of_day(*day);
    const auto holds = [&](const Period& period) { return period.holds(month); };
    if (months_add_up_) {
      if (std::ranges::any_of(periods_, holds)) count(row, month.text());
      continue;
    }
    for (const Period& period : periods_)
      if (holds(period)) count(row, period.text());
  }
  return truth;
}

Result<System> System::of(const std::vector<Placed>& placed, const std::vector<Effective>& rows) {
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
