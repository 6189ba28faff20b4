#include "figures/protect.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <set>

#include "figures/hiding.h"

namespace waymark::figures {
namespace {

constexpr std::int64_t kBase = 5;

Figure less(const Figure& from, const Figure& other) {
  Figure rest{.name = from.name + " - " + other.name, .parts = {}};
  std::ranges::set_difference(from.parts, other.parts, std::back_inserter(rest.parts));
  return rest;
}

Figure shared_by(const Figure& a, const Figure& b) {
  Figure both{.name = a.name + " & " + b.name, .parts = {}};
  std::ranges::set_intersection(a.parts, b.parts, std::back_inserter(both.parts));
  return both;
}

class Protection {
 public:
  Protection(const std::vector<Figure>& figures, const std::vector<Figure>& silent, Mode mode,
             const std::vector<std::int64_t>& truth, const std::vector<Known>& before)
      : figures_(figures), mode_(mode), truth_(truth), before_(before), outcome_{.figures = {}, .leak = {}} {
    for (const Figure& figure : figures) {
      const std::int64_t value = sum_of(truth, figure.parts);
      values_.push_back(value);
      outcome_.figures.push_back({.treatment = is_small(mode, value)  ? Treatment::kSmall
                                               : mode == Mode::kPlain ? Treatment::kExact
                                                                      : Treatment::kRounded,
                                  .shown = shown_as(mode, value)});
    }
    find_targets(silent);
  }

  Result<Outcome> run() {
    hide_what_completes();
    for (;;) {
      LET(const bool done, open_ranges());
      if (done) return std::move(outcome_);
    }
  }

 private:
  struct Target {
    std::string name;
    Parts parts;
    std::optional<std::size_t> figure = {};  // which of the wanted, if it is one
  };

  void add_target(std::string name, const Parts& parts, std::optional<std::size_t> figure = {}) {
    if (parts.empty() || !is_small(mode_, sum_of(truth_, parts)) || !known_targets_.insert(parts).second) return;
    targets_.push_back({std::move(name), parts, figure});
  }

  void find_targets(const std::vector<Figure>& silent) {
    std::vector<Figure> all = figures_;
    all.insert(all.end(), silent.begin(), silent.end());
    for (std::size_t i = 0; i < all.size(); ++i)
      add_target(all[i].name, all[i].parts, i < figures_.size() ? std::optional{i} : std::nullopt);
    for (const Figure& figure : small_between(all, mode_, truth_)) add_target(figure.name, figure.parts);
  }

  /// Elimination takes printed numbers as exact, those of before that were.
  void hide_what_completes() {
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < figures_.size(); ++i)
      candidates.push_back({.parts = figures_[i].parts,
                            .value = values_[i],
                            .is_protected = outcome_.figures[i].treatment == Treatment::kSmall});
    for (const Target& target : targets_)
      if (!target.figure) candidates.push_back({.parts = target.parts, .value = 0, .is_protected = true});
    for (const Known& known : before_)
      if (known.minus.empty() && known.high == known.low)
        candidates.push_back({.parts = known.parts, .value = known.low, .is_printed = true});
    const Hidden found = hide(candidates, figures_.size() < kSearchMax ? 64 : 0);
    for (std::size_t i = 0; i < figures_.size(); ++i)
      if (found.hidden[i] && outcome_.figures[i].treatment != Treatment::kSmall)
        outcome_.figures[i].treatment = Treatment::kCompletes;
  }

  /// @return whether all are open, or there is a leak
  Result<bool> open_ranges() {
    std::vector<std::size_t> printed;
    std::vector<Known> known = before_;
    for (std::size_t i = 0; i < figures_.size(); ++i) {
      if (is_hidden(outcome_.figures[i].treatment)) continue;
      printed.push_back(i);
      known.push_back(known_from(mode_, figures_[i].parts, outcome_.figures[i].shown, figures_[i].name));
    }
    Attacker attacker(truth_.size(), without_hidden(known));
    for (std::size_t i = 0; i < figures_.size(); ++i)
      if (is_hidden(outcome_.figures[i].treatment)) known.push_back(known_hidden(figures_[i].parts, figures_[i].name));
    Attacker who_knows_hidden(truth_.size(), std::move(known));
    bool all_open = true;
    for (const Target& target : targets_) {
      LET(Range range, attacker.range_of(target.parts, Ends::kLow));
      LET(Range high, who_knows_hidden.range_of(target.parts, Ends::kHigh));
      range.high = high.high;
      range.high_by = std::move(high.high_by);
      if (is_open(mode_, range)) {
        if (target.figure)
          outcome_.figures[*target.figure].range = {.low = range.low, .high = range.high, .low_by = {}, .high_by = {}};
        continue;
      }
      if (!hide_one(range, printed)) {
        outcome_.leak = leak_of(target, range, who_knows_hidden);
        return true;
      }
      all_open = false;
    }
    return all_open;
  }

  /// The least figure of this release that holds the end which is too tight. Where one of them was hidden in this round
  /// already, the next round tells whether that was enough.
  bool hide_one(const Range& range, const std::vector<std::size_t>& printed) {
    std::optional<std::size_t> least;
    bool hidden_now = false;
    const auto look = [&](const std::vector<std::size_t>& by) {
      for (const std::size_t at : by) {
        if (at < before_.size() || at - before_.size() >= printed.size()) continue;
        const std::size_t figure = printed[at - before_.size()];
        if (values_[figure] == 0) continue;  // zeros are printed
        hidden_now = hidden_now || is_hidden(outcome_.figures[figure].treatment);
        if (!least.has_value() || values_[figure] < values_[*least]) least = figure;
      }
    };
    if (range.high.has_value() && *range.high <= small_max(mode_)) look(range.high_by);
    if (!least.has_value() && range.low > 1) look(range.low_by);
    if (!least.has_value() || hidden_now) return hidden_now;
    outcome_.figures[*least].treatment = Treatment::kBoundsTight;
    return true;
  }

  static Leak leak_of(const Target& target, const Range& range, const Attacker& attacker) {
    Leak leak{.figure = target.name, .range = range, .combination = {}};
    std::vector<std::size_t> by = range.low_by;
    by.insert(by.end(), range.high_by.begin(), range.high_by.end());
    std::ranges::sort(by);
    by.erase(std::unique(by.begin(), by.end()), by.end());
    for (const std::size_t at : by) leak.combination.push_back(attacker.known()[at].name);
    return leak;
  }

  static constexpr std::size_t kSearchMax = 400;  // above, the first order of hiding has to do

  const std::vector<Figure>& figures_;
  Mode mode_;
  const std::vector<std::int64_t>& truth_;
  const std::vector<Known>& before_;
  std::vector<std::int64_t> values_;
  std::vector<Target> targets_;
  std::set<Parts> known_targets_;
  Outcome outcome_;
};

}  // namespace

std::int64_t shown_as(Mode mode, std::int64_t value) {
  return mode == Mode::kPlain ? value : (value + kBase / 2) / kBase * kBase;
}

Known known_from(Mode mode, const Parts& parts, std::int64_t shown, std::string name) {
  Known known{.parts = parts, .minus = {}, .low = shown, .high = shown, .name = std::move(name)};
  if (mode == Mode::kPlain || shown == 0) return known;  // a rounded zero is a zero: one to seven are hidden
  known.low = std::max(small_max(mode) + 1, shown - kBase / 2);
  known.high = shown + kBase / 2;
  return known;
}

Known known_hidden(const Parts& parts, std::string name) {
  return {.parts = parts, .minus = {}, .low = 1, .high = {}, .name = std::move(name)};
}

bool is_of_hidden(const Known& known) { return !known.high && known.low == 1 && known.minus.empty(); }

std::vector<Known> without_hidden(std::vector<Known> known) {
  for (Known& one : known)
    if (is_of_hidden(one)) one.low = 0;
  return known;
}

bool is_open(Mode mode, const Range& range) {
  return range.low <= 1 && (!range.high.has_value() || *range.high > small_max(mode));
}

std::int64_t sum_of(const std::vector<std::int64_t>& truth, const Parts& parts) {
  return std::accumulate(parts.begin(), parts.end(), std::int64_t{0},
                         [&](std::int64_t so_far, Part part) { return so_far + truth[part]; });
}

std::vector<Figure> small_between(const std::vector<Figure>& figures, Mode mode,
                                  const std::vector<std::int64_t>& truth) {
  std::map<Part, std::vector<std::size_t>> with;
  std::vector<std::int64_t> values;
  std::vector<Figure> all;
  std::size_t pairs = 0;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    values.push_back(sum_of(truth, figures[i].parts));
    std::map<std::size_t, std::int64_t> shared;  // with whom, and how many
    for (const Part part : figures[i].parts) {
      for (const std::size_t j : with[part]) shared[j] += truth[part];
      with[part].push_back(i);
    }
    pairs += shared.size();
    if (pairs > kPairsMax) return all;
    for (const auto& [j, both] : shared) {
      if (is_small(mode, values[i] - both)) all.push_back(less(figures[i], figures[j]));
      if (is_small(mode, values[j] - both)) all.push_back(less(figures[j], figures[i]));
      if (is_small(mode, both)) all.push_back(shared_by(figures[i], figures[j]));
    }
  }
  return all;
}

std::string_view name_of(Treatment treatment) {
  switch (treatment) {
    case Treatment::kExact: return "exact";
    case Treatment::kRounded: return "rounded";
    case Treatment::kSmall: return "small";
    case Treatment::kCompletes: return "completes";
    case Treatment::kBoundsTight: return "bounds-tight";
  }
  return "";
}

Result<Outcome> protect(const std::vector<Figure>& figures, const std::vector<Figure>& silent, Mode mode,
                        const std::vector<std::int64_t>& truth, const std::vector<Known>& before) {
  return Protection(figures, silent, mode, truth, before).run();
}

}  // namespace waymark::figures
