#include "figures/protect.h"

#include <algorithm>

#include "figures/hiding.h"

namespace waymark::figures {
namespace {

constexpr std::int64_t kBase = 5;

bool is_small(Mode mode, std::int64_t value) { return value >= 1 && value <= small_max(mode); }

/// Whether a reader cannot tell that it is small, nor that it is more than one.
bool is_open(Mode mode, const Range& range) {
  return range.low <= 1 && (!range.high.has_value() || *range.high > small_max(mode));
}

class Protection {
 public:
  Protection(const std::vector<Figure>& figures, Mode mode, std::size_t parts, const std::vector<Known>& before)
      : figures_(figures), mode_(mode), parts_(parts), before_(before), outcome_{.figures = {}, .leak = {}} {
    for (const Figure& figure : figures)
      outcome_.figures.push_back({.treatment = mode == Mode::kPlain ? Treatment::kExact : Treatment::kRounded,
                                  .shown = shown_as(mode, figure.value)});
  }

  Result<Outcome> run() {
    hide_small();
    hide_what_completes();
    for (;;) {
      LET(const bool done, open_ranges());
      if (done) return std::move(outcome_);
    }
  }

 private:
  void hide_small() {
    for (std::size_t i = 0; i < figures_.size(); ++i)
      if (is_small(mode_, figures_[i].value)) outcome_.figures[i].treatment = Treatment::kSmall;
  }

  /// Elimination takes printed numbers as exact, those of before that were.
  void hide_what_completes() {
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < figures_.size(); ++i)
      candidates.push_back({.parts = figures_[i].parts,
                            .value = figures_[i].value,
                            .is_protected = outcome_.figures[i].treatment == Treatment::kSmall});
    for (const Known& known : before_)
      if (known.minus.empty() && known.high == known.low)
        candidates.push_back({.parts = known.parts, .value = known.low, .is_printed = true});
    const Hidden found = hide(candidates);
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
    Attacker attacker(parts_, std::move(known));
    for (std::size_t i = 0; i < figures_.size(); ++i) {
      if (outcome_.figures[i].treatment != Treatment::kSmall) continue;
      LET(Range range, attacker.range_of(figures_[i].parts));
      if (is_open(mode_, range)) {
        outcome_.figures[i].range = {.low = range.low, .high = range.high, .low_by = {}, .high_by = {}};
        continue;
      }
      if (hide_one(range, printed)) return false;
      outcome_.leak = leak_of(figures_[i], range, attacker);
      return true;
    }
    return true;
  }

  /// The least figure of this release that holds the end which is too tight.
  bool hide_one(const Range& range, const std::vector<std::size_t>& printed) {
    std::optional<std::size_t> least;
    const auto look = [&](const std::vector<std::size_t>& by) {
      for (const std::size_t at : by) {
        if (at < before_.size()) continue;
        const std::size_t figure = printed[at - before_.size()];
        if (!least.has_value() || figures_[figure].value < figures_[*least].value) least = figure;
      }
    };
    if (range.high.has_value() && *range.high <= small_max(mode_)) look(range.high_by);
    if (!least.has_value() && range.low > 1) look(range.low_by);
    if (!least.has_value()) return false;
    outcome_.figures[*least].treatment = Treatment::kBoundsTight;
    return true;
  }

  static Leak leak_of(const Figure& figure, const Range& range, const Attacker& attacker) {
    Leak leak{.figure = figure.name, .range = range, .combination = {}};
    std::vector<std::size_t> by = range.low_by;
    by.insert(by.end(), range.high_by.begin(), range.high_by.end());
    std::ranges::sort(by);
    by.erase(std::ranges::unique(by).begin(), by.end());
    for (const std::size_t at : by) leak.combination.push_back(attacker.known()[at].name);
    return leak;
  }

  const std::vector<Figure>& figures_;
  Mode mode_;
  std::size_t parts_;
  const std::vector<Known>& before_;
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

Result<Outcome> protect(const std::vector<Figure>& figures, Mode mode, std::size_t parts,
                        const std::vector<Known>& before) {
  return Protection(figures, mode, parts, before).run();
}

}  // namespace waymark::figures
