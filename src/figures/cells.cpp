#include "figures/cells.h"

#include <algorithm>

#include "base/check.h"

namespace waymark::figures {
namespace {

constexpr std::string_view kWhere = "figures/cells";

/// For each value the conditions that take it: values with the same answer everywhere cannot be told apart.
std::map<std::string, std::vector<bool>> signatures(const Dimension& dimension,
                                                    const std::set<std::set<std::string>>& conditions) {
  std::map<std::string, std::vector<bool>> found;
  for (const std::string& value : dimension.values) {
    auto& signature = found[value];
    for (const auto& condition : conditions) signature.push_back(condition.contains(value));
  }
  return found;
}

Result<void> check_names(const std::vector<Dimension>& dimensions, const std::vector<Cell>& cells) {
  for (const Cell& cell : cells) {
    for (const auto& [name, values] : cell.where) {
      const auto dimension = std::ranges::find(dimensions, name, &Dimension::name);
      if (dimension == dimensions.end()) return fail(Code::kMalformed, kWhere, name);
      for (const std::string& value : values)
        if (std::ranges::find(dimension->values, value) == dimension->values.end())
          return fail(Code::kMalformed, kWhere, name + "=" + value);
    }
  }
  return {};
}

}  // namespace

Result<Partition> Partition::of(const std::vector<Dimension>& dimensions, const std::vector<Cell>& cells) {
  TRY(check_names(dimensions, cells));
  Partition partition;
  for (const Dimension& dimension : dimensions) {
    std::set<std::set<std::string>> conditions;
    for (const Cell& cell : cells)
      if (const auto found = cell.where.find(dimension.name); found != cell.where.end())
        conditions.insert(found->second);
    Axis axis{.name = dimension.name, .group_of = {}, .stride = static_cast<std::uint32_t>(partition.size_)};
    std::map<std::vector<bool>, std::uint32_t> groups;
    for (const auto& [value, signature] : signatures(dimension, conditions))
      axis.group_of[value] = groups.try_emplace(signature, static_cast<std::uint32_t>(groups.size())).first->second;
    axis.groups = std::max<std::uint32_t>(1, static_cast<std::uint32_t>(groups.size()));
    partition.size_ *= axis.groups;
    if (partition.size_ > kPartsMax) return fail(Code::kTooLarge, kWhere, dimension.name);
    partition.axes_.push_back(std::move(axis));
  }
  return partition;
}

Parts Partition::parts_of(const Cell& cell) const {
  Parts parts{0};
  for (const Axis& axis : axes_) {
    std::set<std::uint32_t> groups;
    const auto condition = cell.where.find(axis.name);
    for (const auto& [value, group] : axis.group_of)
      if (condition == cell.where.end() || condition->second.contains(value)) groups.insert(group);
    if (axis.group_of.empty()) groups.insert(0);
    Parts more;
    more.reserve(parts.size() * groups.size());
    for (const std::uint32_t group : groups)
      for (const Part part : parts) more.push_back(part + group * axis.stride);
    parts = std::move(more);
  }
  std::ranges::sort(parts);
  return parts;
}

Part Partition::share_of(std::size_t dimension, const std::string& value) const {
  CHECK(dimension < axes_.size());
  const Axis& axis = axes_[dimension];
  const auto group = axis.group_of.find(value);
  CHECK(group != axis.group_of.end());
  return group->second * axis.stride;
}

Part Partition::part_of(const std::vector<std::string>& values) const {
  CHECK(values.size() == axes_.size());
  Part part = 0;
  for (std::size_t i = 0; i < values.size(); ++i) part += share_of(i, values[i]);
  return part;
}

}  // namespace waymark::figures
