#include "overlaps/share.h"

#include <algorithm>
#include <cstdlib>

#include "figures/protect.h"

namespace waymark::overlaps {
namespace {

using estimate::HiddenCount;
using estimate::OverlapTable;
using estimate::Pattern;
using figures::Figure;
using figures::Known;
using figures::Parts;

constexpr figures::Mode kMode = figures::Mode::kPlain;
/// The proof goes over every combination that somebody is on.
constexpr std::size_t kCellsMax = 4'096;

std::string lists_of(const std::vector<std::string>& names, Pattern pattern) {
  std::string text;
  for (std::size_t list = 0; list < names.size(); ++list)
    if ((pattern >> list & 1U) != 0) text += (text.empty() ? "" : " + ") + names[list];
  return text;
}

/// What is known of a table before anything is printed: who is on each list, and in all.
struct Totals {
  std::vector<Figure> figures;
  std::vector<Known> known;
};

Totals totals_of(const OverlapTable& table, const std::vector<Pattern>& patterns,
                 const std::vector<std::int64_t>& truth) {
  Totals totals;
  const auto add = [&](const std::string& name, auto belongs) {
    Parts parts;
    for (std::size_t i = 0; i < patterns.size(); ++i)
      if (belongs(patterns[i])) parts.push_back(static_cast<figures::Part>(i));
    const std::int64_t people = figures::sum_of(truth, parts);
    totals.known.push_back({.parts = parts, .low = people, .high = people, .name = name});
    totals.figures.push_back({name, std::move(parts)});
  };
  for (int list = 0; list < table.lists(); ++list)
    add(table.names()[static_cast<std::size_t>(list)], [&](Pattern pattern) { return (pattern >> list & 1U) != 0; });
  add("", [](Pattern) { return true; });
  return totals;
}

Shared shell_of(const OverlapTable& table) {
  Shared shared{.lists = table.names(), .people = {}, .in_all = table.observed(), .cells = {}};
  for (int list = 0; list < table.lists(); ++list) shared.people.push_back(table.on_all(Pattern{1} << list));
  return shared;
}

/// What a reader can tell of each hidden count, from all that is printed.
OrRefusal<void> add_ranges(Shared& shared, const std::vector<Known>& printed) {
  figures::Attacker attacker(shared.cells.size(), printed);
  for (std::size_t i = 0; i < shared.cells.size(); ++i) {
    if (shared.cells[i].low == shared.cells[i].high) continue;
    const auto range = attacker.range_of({static_cast<figures::Part>(i)});
    if (!range) return std::unexpected(Refusal{.why = Refusal::Why::kTooLarge});
    shared.cells[i].low = range->low;
    shared.cells[i].high = range->high.value_or(shared.in_all);
  }
  return {};
}

std::int64_t count_of(const Shared& shared, Pattern pattern, bool& hidden) {
  const auto cell = std::ranges::find(shared.cells, pattern, &HiddenCount::pattern);
  if (cell == shared.cells.end()) return 0;
  hidden = hidden || cell->low != cell->high;
  return cell->low;
}

/// Changes that a reader of both can tell: of each count that both print, and for each list of what the counts that one
/// of them hides have changed by together.
OrRefusal<void> compare(const Shared& now, const Shared& before) {
  if (now.lists != before.lists) return std::unexpected(Refusal{.why = Refusal::Why::kOtherLists});
  const auto few = [](std::int64_t change) { return figures::is_small(kMode, std::abs(change)); };
  const auto told = [](const std::string& name, std::int64_t change) {
    return std::unexpected(Refusal{.why = Refusal::Why::kChangedByFew, .name = name, .low = std::abs(change)});
  };
  std::vector<Pattern> patterns;
  for (const Shared* shared : {&now, &before})
    for (const HiddenCount& cell : shared->cells) patterns.push_back(cell.pattern);
  std::ranges::sort(patterns);
  patterns.erase(std::ranges::unique(patterns).begin(), patterns.end());
  std::vector<std::int64_t> left;  // of each list's change, and of that in all
  for (std::size_t list = 0; list < now.lists.size(); ++list) left.push_back(now.people[list] - before.people[list]);
  left.push_back(now.in_all - before.in_all);
  for (std::size_t i = 0; i < left.size(); ++i)
    if (few(left[i])) return told(i < now.lists.size() ? now.lists[i] : "", left[i]);
  for (const Pattern pattern : patterns) {
    bool hidden = false;
    const std::int64_t change = count_of(now, pattern, hidden) - count_of(before, pattern, hidden);
    if (hidden) continue;
    if (few(change)) return told(lists_of(now.lists, pattern), change);
    for (std::size_t list = 0; list < now.lists.size(); ++list)
      if ((pattern >> list & 1U) != 0) left[list] -= change;
    left.back() -= change;
  }
  for (std::size_t i = 0; i < left.size(); ++i)
    if (few(left[i])) return told(i < now.lists.size() ? now.lists[i] : "", left[i]);
  return {};
}

}  // namespace

std::size_t Shared::hidden() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(cells, [](const HiddenCount& cell) { return cell.low != cell.high; }));
}

std::string_view name_of(Refusal::Why why) {
  switch (why) {
    case Refusal::Why::kFewOnAList: return "few-on-a-list";
    case Refusal::Why::kTold: return "told";
    case Refusal::Why::kChangedByFew: return "changed-by-few";
    case Refusal::Why::kOtherLists: return "other-lists";
    case Refusal::Why::kTooLarge: return "too-large";
    case Refusal::Why::kHiddenAlready: return "hidden-already";
    case Refusal::Why::kNotShared: return "not-shared";
  }
  return "unknown";
}

OrRefusal<Shared> share(const OverlapTable& table, const std::vector<Shared>& earlier) {
  std::vector<Pattern> patterns;
  std::vector<std::int64_t> truth;
  for (Pattern pattern = 1; pattern < table.counts().size(); ++pattern) {
    if (table.count(pattern) == 0) continue;
    patterns.push_back(pattern);
    truth.push_back(table.count(pattern));
  }
  if (patterns.size() > kCellsMax) return std::unexpected(Refusal{.why = Refusal::Why::kTooLarge});
  Totals totals = totals_of(table, patterns, truth);
  for (const Known& known : totals.known)
    if (figures::is_small(kMode, known.low))
      return std::unexpected(Refusal{.why = Refusal::Why::kFewOnAList, .name = known.name, .low = known.low});
  std::vector<Figure> cells;
  for (std::size_t i = 0; i < patterns.size(); ++i)
    cells.push_back({lists_of(table.names(), patterns[i]), {static_cast<figures::Part>(i)}});
  const auto outcome = figures::protect(cells, totals.figures, kMode, truth, totals.known);
  if (!outcome) return std::unexpected(Refusal{.why = Refusal::Why::kTooLarge});
  if (outcome->leak)
    return std::unexpected(Refusal{.why = Refusal::Why::kTold,
                                   .name = outcome->leak->figure,
                                   .low = outcome->leak->range.low,
                                   .high = outcome->leak->range.high.value_or(table.observed())});
  Shared shared = shell_of(table);
  std::vector<Known> printed = totals.known;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const bool hides = figures::is_hidden(outcome->figures[i].treatment);
    // Two ends that differ until add_ranges() knows them.
    shared.cells.push_back({patterns[i], hides ? 0 : truth[i], hides ? table.observed() : truth[i]});
    printed.push_back(hides ? figures::known_hidden(cells[i].parts, cells[i].name)
                            : figures::known_from(kMode, cells[i].parts, truth[i], cells[i].name));
  }
  if (auto done = add_ranges(shared, printed); !done) return std::unexpected(done.error());
  for (const Shared& one : earlier)
    if (auto done = compare(shared, one); !done) return std::unexpected(done.error());
  return shared;
}

}  // namespace waymark::overlaps
