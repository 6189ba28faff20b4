#include "estimate/table.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

#include "base/check.h"
#include "estimate/lattice.h"

namespace waymark::estimate {

OverlapTable::OverlapTable(std::vector<std::string> lists, std::vector<std::int64_t> counts)
    : names_(std::move(lists)), counts_(std::move(counts)) {
  CHECK(names_.size() <= static_cast<std::size_t>(kListsMax));
  CHECK(counts_.size() == std::size_t{1} << names_.size());
  counts_[0] = 0;
  for (const std::int64_t count : counts_) {
    CHECK(count >= 0 && count <= kCountMax);
    observed_ += count;
  }
}

std::int64_t OverlapTable::on_all(Pattern lists) const {
  std::int64_t sum = 0;
  for (Pattern pattern = 1; pattern < counts_.size(); ++pattern)
    if ((pattern & lists) == lists) sum += counts_[pattern];
  return sum;
}

std::vector<std::int64_t> OverlapTable::margins() const {
  auto sums = counts_;
  sum_supersets(sums);
  return sums;
}

std::int64_t OverlapTable::overlapping() const {
  std::int64_t sum = 0;
  for (Pattern pattern = 1; pattern < counts_.size(); ++pattern)
    if (std::popcount(pattern) >= 2) sum += counts_[pattern];
  return sum;
}

OverlapTable OverlapTable::keeping(Pattern kept, Pattern required) const {
  std::vector<std::string> names;
  for (int list = 0; list < lists(); ++list)
    if ((kept >> list & 1U) != 0) names.push_back(names_[static_cast<std::size_t>(list)]);
  std::vector<std::int64_t> counts(std::size_t{1} << names.size(), 0);
  for (Pattern pattern = 1; pattern < counts_.size(); ++pattern) {
    if ((pattern & required) != required) continue;
    Pattern squeezed = 0;
    int place = 0;
    for (int list = 0; list < lists(); ++list)
      if ((kept >> list & 1U) != 0) squeezed |= (pattern >> list & 1U) << place++;
    counts[squeezed] += counts_[pattern];
  }
  return {std::move(names), std::move(counts)};
}

OverlapTable OverlapTable::conditioned_on(int condition) const {
  const Pattern all = (Pattern{1} << lists()) - 1;
  const Pattern bit = Pattern{1} << condition;
  return keeping(all & ~bit, bit);
}

OverlapTable OverlapTable::without(int list) const {
  const Pattern all = (Pattern{1} << lists()) - 1;
  return keeping(all & ~(Pattern{1} << list), 0);
}

OverlapTable OverlapTable::without_empty_lists() const {
  Pattern kept = 0;
  for (int list = 0; list < lists(); ++list)
    if (on_all(Pattern{1} << list) > 0) kept |= Pattern{1} << list;
  return keeping(kept, 0);
}

OverlapTable OverlapTable::with_counts(std::vector<std::int64_t> counts) const { return {names_, std::move(counts)}; }

namespace {

struct Pair {
  int inner = 0;
  int outer = 0;
};

/// The smallest list that lies within another.
std::optional<Pair> smallest_within(const OverlapTable& table) {
  std::optional<Pair> found;
  const auto margins = table.margins();
  const auto people = [&](int list) { return margins[Pattern{1} << list]; };
  for (int inner = table.lists() - 1; inner >= 0; --inner)
    for (int outer = 0; outer < table.lists(); ++outer) {
      if (inner == outer || people(inner) == 0) continue;
      const bool within = people(inner) == margins[Pattern{1} << inner | Pattern{1} << outer];
      if (within && (!found || people(inner) < people(found->inner))) found = Pair{inner, outer};
    }
  return found;
}

}  // namespace

Looks independent_looks(OverlapTable table) {
  Looks looks{.table = std::move(table), .left_out = {}};
  while (const auto pair = smallest_within(looks.table)) {
    const auto& names = looks.table.names();
    looks.left_out.push_back({.list = names[static_cast<std::size_t>(pair->inner)],
                              .within = names[static_cast<std::size_t>(pair->outer)],
                              .people = looks.table.on_all(Pattern{1} << pair->inner)});
    looks.table = looks.table.without(pair->inner);
  }
  return looks;
}

Refused<void> check_nobody_alone(const OverlapTable& table) {
  if (table.lists() < kListsMin || table.overlapping() == 0) return {};  // check_table says so of all together
  for (int list = 0; list < table.lists(); ++list) {
    const Pattern alone = Pattern{1} << list;
    const std::int64_t people = table.on_all(alone);
    if (people > 0 && people == table.count(alone))
      return refuse(Reason::kListAlone, people, table.names()[static_cast<std::size_t>(list)]);
  }
  return {};
}

Refused<void> check_table(const OverlapTable& table) {
  if (table.observed() == 0) return refuse(Reason::kEmpty);
  if (table.lists() < kListsMin) return refuse(Reason::kOnlyTwoLists, table.lists());
  if (table.lists() > kListsMax) return refuse(Reason::kTooManyLists, table.lists());
  if (std::ranges::count_if(table.counts(), [](std::int64_t count) { return count > 0; }) == 1)
    return refuse(Reason::kOnePattern);
  for (int list = 0; list < table.lists(); ++list)
    if (table.on_all(Pattern{1} << list) == 0)
      return refuse(Reason::kEmptyList, 0, table.names()[static_cast<std::size_t>(list)]);
  if (table.overlapping() == 0) return refuse(Reason::kNoOverlap);
  const auto looks = independent_looks(table);
  if (looks.table.lists() < kListsMin) {
    const auto& last = looks.left_out.back();
    return refuse(Reason::kContainedList, last.people, last.list, last.within);
  }
  if (looks.table.overlapping() < kOverlapMin) return refuse(Reason::kLittleOverlap, looks.table.overlapping());
  return {};
}

}  // namespace waymark::estimate
