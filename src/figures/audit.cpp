#include "figures/audit.h"

#include <algorithm>
#include <set>

#include "figures/compose.h"
#include "figures/system.h"
#include "figures/told.h"

namespace waymark::figures {
namespace {

constexpr std::string_view kWhere = "figures/audit";
constexpr std::string_view kAnswer = "answer.";
/// Findings of one system that are explained; whoever has more begins with these.
constexpr std::size_t kFindingsMax = 20;
/// Attacks for one finding, and sets of figures that are looked at between two of them.
constexpr std::size_t kTriesMax = 200;
constexpr std::size_t kSetsMax = 100'000;
/// Pairs of figures of which a reader looks at what is between them.
constexpr std::size_t kPairsOfReaderMax = 20'000;
/// Values of one question of which every set is thought of; of more, each pair and all together.
constexpr std::size_t kAllSetsOf = 5;

/// A figure that stands, with the release that printed it last.
struct Standing {
  Placed placed;
  PrintedFigure printed;
  std::uint64_t serial = 0;
  [[nodiscard]] std::string name() const {
    return placed.id.text() + (printed.shown ? " = " + std::to_string(*printed.shown) : "") + " (" +
           std::to_string(serial) + ")";
  }
};

const Metric* metric_of(const Registry& registry, const FigureId& id) {
  for (const Metric* metric : registry.versions(id.metric))
    if (metric->version == id.version) return metric;
  return nullptr;
}

/// Rows with every set of answers that a reader has to think of, so that nothing is taken for told that is not: to one
/// question somebody may give several.
EffectiveRows thinkable_rows(const std::vector<Placed>& placed) {
  std::map<std::string, std::set<std::string>> named;
  for (const Placed& one : placed)
    for (const auto* conditions : {&one.metric->where, &one.id.condition})
      for (const auto& [property, values] : *conditions)
        if (property.starts_with(kAnswer)) named[property.substr(kAnswer.size())].insert(values.begin(), values.end());
  std::vector<CountedRow> rows;
  const auto think_of = [&](const std::string& question, const std::vector<std::string>& values) {
    CountedRow request{.kind = "request", .subject = std::to_string(rows.size()), .language = {}};
    for (const std::string& value : values) request.answers.push_back(question + "=" + value);
    CountedRow row = request;
    row.kind = *placed.front().metric->kinds.begin();
    rows.push_back(std::move(request));
    rows.push_back(std::move(row));
  };
  for (const auto& [question, values] : named) {
    const std::vector<std::string> all(values.begin(), values.end());
    think_of(question, all);
    if (all.size() <= kAllSetsOf) {
      for (std::size_t set = 1; set < (std::size_t{1} << all.size()); ++set) {
        std::vector<std::string> some;
        for (std::size_t i = 0; i < all.size(); ++i)
          if ((set >> i & 1U) != 0) some.push_back(all[i]);
        think_of(question, some);
      }
      continue;
    }
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) think_of(question, {all[i], all[j]});
  }
  return EffectiveRows(std::move(rows));
}

/// What is left of one without another, and what two share, whatever it counts.
std::vector<Figure> between(const std::vector<Figure>& figures, std::size_t most) {
  std::vector<Figure> all;
  std::set<Parts> seen;
  for (const Figure& figure : figures) seen.insert(figure.parts);
  const auto add = [&](std::string name, Parts parts) {
    if (!parts.empty() && seen.insert(parts).second) all.push_back({std::move(name), std::move(parts)});
  };
  for (std::size_t i = 0; i < figures.size(); ++i)
    for (std::size_t j = 0; j < i && all.size() < most; ++j) {
      const Parts &a = figures[i].parts, &b = figures[j].parts;
      Parts shared, only_a, only_b;
      std::ranges::set_intersection(a, b, std::back_inserter(shared));
      if (shared.empty()) continue;
      std::ranges::set_difference(a, b, std::back_inserter(only_a));
      std::ranges::set_difference(b, a, std::back_inserter(only_b));
      add(figures[i].name + " - " + figures[j].name, std::move(only_a));
      add(figures[j].name + " - " + figures[i].name, std::move(only_b));
      add(figures[i].name + " & " + figures[j].name, std::move(shared));
    }
  return all;
}

/// All figures of one system under attack.
class SystemAudit {
 public:
  /// @param rows  none: what a reader can be sure of, who has nothing but what was printed
  SystemAudit(std::vector<Standing> standing, const EffectiveRows* rows)
      : standing_(std::move(standing)), rows_(rows) {}

  Result<void> run(Audit& audit) {
    std::vector<Placed> placed;
    for (const Standing& one : standing_) placed.push_back(one.placed);
    const std::vector<Placed> months = single_months(placed);
    placed.insert(placed.end(), months.begin(), months.end());
    const EffectiveRows thinkable = rows_ == nullptr ? thinkable_rows(placed) : EffectiveRows{};
    LET(const System system, System::of(placed, rows_ == nullptr ? thinkable : *rows_));
    truth_ = rows_ == nullptr ? std::vector<std::int64_t>(system.parts(), 0) : system.truth(*rows_);
    std::vector<Figure> figures;
    for (const Placed& one : placed) figures.push_back({one.id.text(), system.parts_of(one)});
    know(system.bounds(), figures);
    return attack(figures, audit);
  }

 private:
  /// Rounded series promise that one to seven stay hidden; where anything is printed exactly, one to four.
  [[nodiscard]] Mode mode() const {
    const bool any = std::ranges::any_of(standing_, [](const Standing& one) { return one.printed.rule == "rounded"; });
    const bool exact = std::ranges::any_of(standing_, [](const Standing& one) { return one.printed.rule == "exact"; });
    return any && !exact ? Mode::kRounded : Mode::kPlain;
  }

  void know(const std::vector<Known>& bounds, const std::vector<Figure>& figures) {
    known_ = bounds;
    figure_of_.assign(bounds.size(), std::nullopt);
    for (std::size_t i = 0; i < standing_.size(); ++i) {
      const PrintedFigure& printed = standing_[i].printed;
      const std::int64_t now = rows_ == nullptr ? as_printed(printed) : sum_of(truth_, figures[i].parts);
      auto one = known_of(printed, figures[i].parts, now);
      if (!one) continue;
      one->name = standing_[i].name();
      known_.push_back(*std::move(one));
      figure_of_.push_back(i);
    }
  }

  /// What a reader takes a figure for: true, as of the day on which it was printed.
  static std::int64_t as_printed(const PrintedFigure& printed) {
    if (printed.rule == kBelowRule) return 0;
    return printed.rule == kHiddenRule ? 1 : printed.shown.value_or(0) + 1;
  }

  [[nodiscard]] std::vector<Figure> targets_among(const std::vector<Figure>& figures) const {
    std::vector<Figure> targets;
    for (const Figure& figure : figures)
      if (rows_ == nullptr || is_small(mode(), sum_of(truth_, figure.parts))) targets.push_back(figure);
    const std::vector<Figure> more =
        rows_ == nullptr ? between(figures, kPairsOfReaderMax) : small_between(figures, mode(), truth_);
    targets.insert(targets.end(), more.begin(), more.end());
    return targets;
  }

  /// Whether a range tells that somebody is few. Who has the rows knows that they are; a reader has to prove it.
  [[nodiscard]] bool tells(const Range& range) const {
    if (rows_ != nullptr) return !is_open(mode(), range);
    return range.low >= 1 && range.high && *range.high <= small_max(mode());
  }

  Result<void> attack(const std::vector<Figure>& figures, Audit& audit) {
    const std::vector<Figure> targets = targets_among(figures);
    Attacker low_end(truth_.size(), for_the_low_end(known_));
    Attacker high_end(truth_.size(), known_);
    std::set<Parts> seen;
    std::size_t found = 0;
    for (const Figure& target : targets) {
      if (!seen.insert(target.parts).second) continue;
      ++audit.protected_;
      LET(Range range, range_by(low_end, high_end, target.parts));
      if (!tells(range) || found++ >= kFindingsMax) continue;
      audit.findings.push_back(explain(target, range));
    }
    return {};
  }

  /// A reader takes into account that who is hidden is somebody: that makes a proof of it.
  [[nodiscard]] std::vector<Known> for_the_low_end(std::vector<Known> known) const {
    return rows_ == nullptr ? known : without_hidden(std::move(known));
  }

  static Result<Range> range_by(Attacker& low_end, Attacker& high_end, const Parts& parts) {
    LET(Range range, low_end.range_of(parts, Ends::kLow));
    LET(Range high, high_end.range_of(parts, Ends::kHigh));
    range.high = high.high;
    range.high_by = std::move(high.high_by);
    return range;
  }

  using Set = std::vector<std::size_t>;  // places among the known

  /// What tells a target, if it is told.
  [[nodiscard]] std::optional<Set> told_by(Range range) const {
    if (!tells(range)) return std::nullopt;
    Set by = range.low > 1 || rows_ == nullptr ? range.low_by : Set{};
    if (range.high && *range.high <= small_max(mode())) by.insert(by.end(), range.high_by.begin(), range.high_by.end());
    std::ranges::sort(by);
    by.erase(std::unique(by.begin(), by.end()), by.end());
    return by;
  }

  /// The same when some are left out. Whatever cannot be worked out counts as told by nothing that can be helped.
  [[nodiscard]] std::optional<Set> told_without(const Parts& target, const Set& left_out) const {
    std::vector<Known> known = known_;
    for (const std::size_t at : left_out) known[at] = known_hidden(known[at].parts, known[at].name);
    Attacker low_end(truth_.size(), for_the_low_end(known));
    Attacker high_end(truth_.size(), std::move(known));
    auto range = range_by(low_end, high_end, target);
    return range.has_value() ? told_by(*std::move(range)) : Set{};
  }

  Finding explain(const Figure& target, const Range& range) {
    Finding finding{.kind = Finding::Kind::kTold, .figure = target.name, .range = range};
    const Set by = *told_by(range);
    for (const std::size_t at : by) finding.combination.push_back(known_[at].name);
    leave_out(target.parts, by, finding);
    return finding;
  }

  /// Those of a combination that could have stayed unprinted: the newest first, the least of them before others. What
  /// has just been printed is the cheapest to leave out.
  [[nodiscard]] Set printed_in(const Set& combination) const {
    Set printed;
    for (const std::size_t at : combination)
      if (figure_of_[at] && !is_of_hidden(known_[at])) printed.push_back(at);
    std::ranges::stable_sort(printed, [&](std::size_t a, std::size_t b) {
      const Standing& x = standing_[*figure_of_[a]];
      const Standing& y = standing_[*figure_of_[b]];
      return std::pair{y.serial, x.printed.shown.value_or(0)} < std::pair{x.serial, y.printed.shown.value_or(0)};
    });
    return printed;
  }

  /// The smallest set that meets every combination that tells it. They are found one by one: each set that was not
  /// enough brings the combination that it missed.
  void leave_out(const Parts& target, const Set& combination, Finding& finding) {
    std::vector<Set> combinations{printed_in(combination)};
    for (std::size_t tries = 0; tries < kTriesMax && !combinations.back().empty(); ++tries) {
      const auto enough = smallest_that_meets(combinations);
      if (!enough) break;
      auto other = told_without(target, *enough);
      if (!other) return name(*enough, finding);
      // That those left out are hidden may tell as well: that cannot be helped by leaving them out again.
      std::erase_if(*other, [&](std::size_t at) { return std::ranges::find(*enough, at) != enough->end(); });
      combinations.push_back(printed_in(*other));
    }
    finding.is_smallest = false;
    Set all;
    for (const Set& one : combinations) all.insert(all.end(), one.begin(), one.end());
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    name(all, finding);
  }

  /// Every set of one figure, then of two, and so on, those that come first in the combinations before others.
  static std::optional<Set> smallest_that_meets(const std::vector<Set>& combinations) {
    Set all;
    for (const Set& one : combinations)
      for (const std::size_t at : one)
        if (std::ranges::find(all, at) == all.end()) all.push_back(at);
    std::size_t tries = 0;
    for (std::size_t size = 1; size <= all.size(); ++size) {
      std::vector<bool> chosen(all.size(), false);
      std::fill_n(chosen.begin(), size, true);
      do {
        if (++tries > kSetsMax) return std::nullopt;
        Set set;
        for (std::size_t i = 0; i < all.size(); ++i)
          if (chosen[i]) set.push_back(all[i]);
        const auto is_met = [&](const Set& one) {
          return std::ranges::any_of(one, [&](std::size_t at) { return std::ranges::find(set, at) != set.end(); });
        };
        if (std::ranges::all_of(combinations, is_met)) return set;
      } while (std::prev_permutation(chosen.begin(), chosen.end()));
    }
    return std::nullopt;
  }

  void name(const std::vector<std::size_t>& left_out, Finding& finding) const {
    for (const std::size_t at : left_out) finding.leave_out.push_back(standing_[*figure_of_[at]].placed.id);
  }

  std::vector<Standing> standing_;
  const EffectiveRows* rows_;
  std::vector<std::int64_t> truth_;
  std::vector<Known> known_;
  std::vector<std::optional<std::size_t>> figure_of_;  // which of the standing each of the known is of
};

/// Whether one counts everything that the other does: then what is left between them is a number too.
bool contains(const FigureId& whole, const FigureId& part) {
  if (whole.metric != part.metric || whole.version != part.version) return false;
  if (part.period.first < whole.period.first || whole.period.last < part.period.last) return false;
  return std::ranges::all_of(whole.condition, [&](const auto& one) {
    const auto narrower = part.condition.find(one.first);
    return narrower != part.condition.end() && std::ranges::includes(one.second, narrower->second);
  });
}

/// Changes of exact figures by few, and of what is left between two that overlap.
void look_at_changes(const Release& release, const std::map<std::string, PrintedFigure>& before,
                     std::vector<Finding>& findings) {
  struct Step {
    FigureId id;
    std::int64_t from = 0, to = 0;
    [[nodiscard]] std::int64_t by() const { return to - from; }
    [[nodiscard]] std::string text() const {
      return id.text() + " " + std::to_string(from) + " -> " + std::to_string(to);
    }
  };
  std::vector<Step> steps;
  for (const Change& change : release.changes) {
    const auto old = before.find(change.id.text());
    const auto now = std::ranges::find(release.figures, change.id, &PrintedFigure::id);
    if (old == before.end() || now == release.figures.end()) continue;
    if (old->second.rule != "exact" || now->rule != "exact" || !old->second.shown || !now->shown) continue;
    steps.push_back({change.id, *old->second.shown, *now->shown});
  }
  const auto few = [](std::int64_t by) { return by != 0 && std::abs(by) <= small_max(Mode::kPlain); };
  const auto add = [&](std::string figure, std::int64_t by, std::vector<std::string> combination, FigureId out) {
    findings.push_back({.kind = Finding::Kind::kChange,
                        .figure = std::move(figure),
                        .range = {.low = by, .high = by, .low_by = {}, .high_by = {}},
                        .combination = std::move(combination),
                        .leave_out = {std::move(out)}});
  };
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (few(steps[i].by())) add(steps[i].id.text(), steps[i].by(), {steps[i].text()}, steps[i].id);
    for (std::size_t j = 0; j < i; ++j) {
      const Step& a = steps[i];
      const Step& b = steps[j];
      if ((contains(a.id, b.id) || contains(b.id, a.id)) && few(a.by() - b.by()))
        add(a.id.text() + " - " + b.id.text(), a.by() - b.by(), {a.text(), b.text()}, a.id);
    }
  }
}

}  // namespace

namespace {

/// @param rows  none: as a reader
Result<Audit> audit_with(const Ledger& ledger, const Registry& registry, const EffectiveRows* rows) {
  Audit audit;
  std::map<std::string, PrintedFigure> before;
  std::map<std::string, Standing> newest;
  for (const Release& release : ledger.releases()) {
    look_at_changes(release, before, audit.findings);
    for (const PrintedFigure& figure : release.figures) {
      const Metric* metric = metric_of(registry, figure.id);
      if (metric == nullptr) return fail(Code::kNotFound, kWhere, figure.id.text());
      const std::string name = figure.id.text();
      const auto known = newest.find(name);
      const bool again = known != newest.end() && known->second.printed == figure;
      if (!again) newest.insert_or_assign(name, Standing{{figure.id, metric}, figure, release.serial});
      before.insert_or_assign(name, figure);
    }
  }
  audit.figures = newest.size();
  std::map<std::string, std::vector<Standing>> systems;
  std::map<const Metric*, Counter> counters;  // of what is no count
  for (auto& [name, one] : newest) {
    if (is_count(*one.placed.metric)) {
      systems[system_of(*one.placed.metric)].push_back(std::move(one));
      continue;
    }
    if (rows == nullptr) continue;
    const auto counter = counters.try_emplace(one.placed.metric, *one.placed.metric, *rows).first;
    const auto counted = counter->second.in(one.placed.id.period, one.placed.id.condition);
    if (one.printed.shown && counted && counted->of < kRowsOfShareMin)
      audit.findings.push_back({.kind = Finding::Kind::kFew,
                                .figure = name,
                                .range = {.low = counted->of, .high = counted->of, .low_by = {}, .high_by = {}},
                                .combination = {one.name()},
                                .leave_out = {one.placed.id}});
  }
  for (auto& [name, standing] : systems) {
    const std::string first = standing.front().placed.id.text();
    const auto done = SystemAudit(std::move(standing), rows).run(audit);
    if (!done.has_value()) return fail(done.error().code, kWhere, first);
  }
  return audit;
}

}  // namespace

Result<Audit> audit(const Ledger& ledger, const Registry& registry, const EffectiveRows& rows) {
  return audit_with(ledger, registry, &rows);
}

Result<Audit> audit_as_reader(const Ledger& ledger, const Registry& registry) {
  return audit_with(ledger, registry, nullptr);
}

}  // namespace waymark::figures
