#include "figures/compose.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include "base/check.h"
#include "figures/accounting.h"
#include "figures/audit.h"
#include "figures/system.h"
#include "figures/told.h"

namespace waymark::figures {
namespace {

constexpr double kErrorShare = 0.95;

__extension__ using Wide = unsigned __int128;

/// epsilon as a number of thousandths of thousandths, for sums that must be exact: a * b' against a' * b.
bool exceeds(std::size_t times, Fraction each, Fraction most) {
  return static_cast<Wide>(times) * each.numerator * most.denominator >
         static_cast<Wide>(most.numerator) * each.denominator;
}

class Composer {
 public:
  Composer(const Order& order, const Registry& registry, const EffectiveRows& rows, const Ledger& ledger,
           crypto::Random& random)
      : order_(order), registry_(registry), rows_(rows), ledger_(ledger), random_(random) {}

  std::expected<Release, Refusal> run() {
    release_ = {.serial = ledger_.releases().size() + 1,
                .day = order_.day,
                .zone = order_.zone,
                .calendars = {},
                .period = order_.period,
                .how = order_.how,
                .epsilon = order_.how == How::kPrivate ? order_.epsilon : Fraction{},
                .epsilon_of_month = order_.how == How::kPrivate ? order_.epsilon_of_month : Fraction{},
                .figures = {},
                .changes = {},
                .announced = order_.announced,
                .previous = ledger_.head()};
    look_at_clock();
    for (const FigureId& id : order_.figures) want(id);
    look_at_standing();
    if (!refusal_) print_anew();
    if (!refusal_) finish();
    if (!refusal_) attack();
    if (refusal_) return std::unexpected(*std::move(refusal_));
    return std::move(release_);
  }

 private:
  struct Wanted {
    Placed placed;
    Counted counted;
    std::optional<PrintedFigure> printed = {};
  };

  void refuse(std::string code, std::string figure, std::vector<std::string> combination = {}) {
    if (!refusal_) refusal_ = Refusal{std::move(code), std::move(figure), std::move(combination)};
  }

  void look_at_clock() {
    if (!ledger_.releases().empty() && order_.day < ledger_.releases().back().day)
      refuse("clock", text_of_day(ledger_.releases().back().day));
    if (Month::of_day(order_.day) < order_.period.last) refuse("impossible-period", order_.period.text());
  }

  const Metric* metric_of(const FigureId& id) const {
    for (const Metric* metric : registry_.versions(id.metric))
      if (metric->version == id.version) return metric;
    return nullptr;
  }

  const Counter& counter_of(const Metric& metric) {
    auto& counter = counters_[&metric];
    if (counter == nullptr) counter = std::make_unique<Counter>(metric, rows_);
    return *counter;
  }

  void want(const FigureId& id) {
    const Metric* metric = metric_of(id);
    if (metric == nullptr) return refuse("unknown-metric", id.text());
    if (Month::of_day(order_.day) < id.period.last) return refuse("impossible-period", id.text());
    for (const Wanted& one : wanted_)
      if (one.placed.id == id) return;
    const auto counted = counter_of(*metric).in(id.period, id.condition);
    if (!counted) return;  // nothing to say
    wanted_.push_back({.placed = {id, metric}, .counted = *counted});
  }

  const DeclaredChange* change_of(const FigureId& id) const {
    const auto found = order_.changes.find(id.text());
    return found == order_.changes.end() ? nullptr : &found->second;
  }

  /// Whether what was printed is what would be printed now.
  [[nodiscard]] static bool still_holds(const PrintedFigure& figure, const Counted& now, const Metric& metric) {
    const std::int64_t value = now.value;
    if (figure.rule == kNoiseRule) return true;
    if (figure.rule == "exact") return figure.shown == value;
    if (figure.rule == "rounded")
      return value > small_max(Mode::kRounded) ? figure.shown == shown_as(Mode::kRounded, value)
                                               : value == 0 && figure.shown == 0;
    if (figure.rule == kAtLeastRule) return figure.shown && value > *figure.shown;
    if (figure.rule == kBelowRule) return value <= kFirstStep;
    if (figure.rule == kFewRule) return !is_count(metric) && now.of < kRowsOfShareMin;
    return true;  // hidden for others' sake
  }

  /// Every figure of the ledger that its rows do not bear out any more has to be changed with this release, or what is
  /// printed contradicts itself.
  void look_at_standing() {
    for (const PrintedFigure* figure : ledger_.standing()) {
      const Metric* metric = metric_of(figure->id);
      if (metric == nullptr) {
        refuse("unknown-metric", figure->id.text());
        return;
      }
      const auto now = counter_of(*metric).in(figure->id.period, figure->id.condition);
      const DeclaredChange* change = change_of(figure->id);
      if (change == nullptr) {
        const bool holds = now ? still_holds(*figure, *now, *metric) : !figure->shown;
        if (!holds)
          return refuse("changed", figure->id.text(),
                        {figure->shown ? std::to_string(*figure->shown) : "*", now ? std::to_string(now->value) : "*"});
        if (is_count(*metric)) standing_.push_back({{figure->id, metric}, figure});
        continue;
      }
      if (change->kind == Erratum::kRevision && !ledger_.is_announced(figure->id.period))
        return refuse("not-announced", figure->id.text());
      want(figure->id);  // whatever this report is about: a change that is declared is printed
      look_at_difference(*figure, now, *metric);
    }
    for (Wanted& one : wanted_)
      if (const PrintedFigure* before = ledger_.printed(one.placed.id);
          before != nullptr && change_of(one.placed.id) == nullptr)
        one.printed = *before;
  }

  /// A change by few tells that these few came or went.
  void look_at_difference(const PrintedFigure& figure, const std::optional<Counted>& now, const Metric& metric) {
    if (figure.rule != "exact" || !is_count(metric) || !now) return;
    const std::int64_t by = std::abs(now->value - *figure.shown);
    if (order_.how == How::kPlain && by >= 1 && by <= small_max(Mode::kPlain))
      refuse("one-person", figure.id.text(), {std::to_string(*figure.shown), std::to_string(now->value)});
  }

  void print_anew() {
    std::map<std::string, std::vector<Wanted*>> systems;
    for (Wanted& one : wanted_) {
      if (one.printed) continue;
      if (!is_count(*one.placed.metric)) {
        print_measure(one);
      } else if (order_.how == How::kFloor) {
        const auto least = floor_step(one.counted.value);
        one.printed = PrintedFigure{one.placed.id, std::string(least ? kAtLeastRule : kBelowRule), least};
      } else if (order_.how == How::kPrivate) {
        print_noise(one);
      } else {
        systems[system_of(*one.placed.metric)].push_back(&one);
      }
    }
    for (const auto& [name, members] : systems)
      if (!refusal_) print_system(name, members);
  }

  static void print_measure(Wanted& one) {
    const bool few = one.counted.of < kRowsOfShareMin;
    one.printed = PrintedFigure{one.placed.id, few ? std::string(kFewRule) : "exact",
                                few ? std::nullopt : std::optional{one.counted.value}};
  }

  /// The noise of a longer period is that of its months: they add up.
  void print_noise(Wanted& one) {
    const bool once = counts_once(*one.placed.metric);
    if (one.placed.id.period.length() == 1 || once) {
      one.printed = noisy(one.placed, one.counted.value);
      return;
    }
    PrintedFigure sum{one.placed.id, std::string(kNoiseRule), 0};
    for (const Month month : one.placed.id.period.months()) {
      const PrintedFigure* of_month = noisy_month(one.placed, month);
      if (of_month == nullptr || !of_month->shown) continue;
      *sum.shown += *of_month->shown;
    }
    const double months = one.placed.id.period.length();
    sum.error = static_cast<std::int64_t>(std::ceil(std::sqrt(months) * static_cast<double>(radius())));
    one.printed = sum;
  }

  const PrintedFigure* noisy_month(const Placed& placed, Month month) {
    FigureId id = placed.id;
    id.period = {month, month};
    if (const PrintedFigure* before = ledger_.printed(id)) return before;
    if (const auto made = months_.find(id.text()); made != months_.end()) return &made->second;
    const auto counted = counter_of(*placed.metric).in(id.period, id.condition);
    if (!counted) return nullptr;
    return &months_.emplace(id.text(), noisy({id, placed.metric}, counted->value)).first->second;
  }

  PrintedFigure noisy(const Placed& placed, std::int64_t value) {
    if (const auto made = months_.find(placed.id.text()); made != months_.end()) return made->second;
    const Fraction scale{order_.epsilon.denominator, order_.epsilon.numerator};
    PrintedFigure figure{placed.id, std::string(kNoiseRule), value + discrete_laplace(scale, random_), radius()};
    months_.emplace(placed.id.text(), figure);
    return figure;
  }
  [[nodiscard]] std::int64_t radius() const {
    return laplace_radius(
        static_cast<double>(order_.epsilon.denominator) / static_cast<double>(order_.epsilon.numerator), kErrorShare);
  }

  void print_system(const std::string& name, const std::vector<Wanted*>& members) {
    std::vector<Placed> placed;
    for (const Wanted* one : members) placed.push_back(one->placed);
    std::vector<const PrintedFigure*> before;
    for (const auto& [of_before, figure] : standing_) {
      if (system_of(*of_before.metric) != name) continue;
      placed.push_back(of_before);
      before.push_back(figure);
    }
    const std::vector<Placed> months = single_months(placed);
    placed.insert(placed.end(), months.begin(), months.end());
    const auto system = System::of(placed, rows_);
    if (!system.has_value()) return refuse("too-fine", members.front()->placed.id.text());
    const std::vector<std::int64_t> truth = system->truth(rows_);
    std::vector<Figure> figures;
    for (const Wanted* one : members) {
      figures.push_back({one->placed.id.text(), system->parts_of(one->placed)});
      CHECK(sum_of(truth, figures.back().parts) == one->counted.value);  // the parts are those of the figure
    }
    std::vector<Known> known = system->bounds();
    std::vector<Figure> silent;
    for (std::size_t i = members.size(); i < placed.size(); ++i) {
      silent.push_back({placed[i].id.text(), system->parts_of(placed[i])});
      if (i - members.size() >= before.size()) continue;
      const Parts& parts = silent.back().parts;
      if (auto one = known_of(*before[i - members.size()], parts, sum_of(truth, parts)))
        known.push_back(*std::move(one));
    }
    protect_system(members, figures, silent, truth, known);
  }

  void protect_system(const std::vector<Wanted*>& members, const std::vector<Figure>& figures,
                      const std::vector<Figure>& silent, const std::vector<std::int64_t>& truth,
                      const std::vector<Known>& known) {
    const Mode mode = order_.how == How::kPlain ? Mode::kPlain : Mode::kRounded;
    auto outcome = protect(figures, silent, mode, truth, known);
    if (!outcome.has_value())
      return refuse(outcome.error().code == Code::kTooLarge ? "too-fine" : "changed",
                    members.front()->placed.id.text());
    if (outcome->leak) return refuse("leak", outcome->leak->figure, outcome->leak->combination);
    for (std::size_t i = 0; i < members.size(); ++i) {
      const Protected& made = outcome->figures[i];
      members[i]->printed =
          is_hidden(made.treatment)
              ? PrintedFigure{members[i]->placed.id, std::string(kHiddenRule), std::nullopt}
              : PrintedFigure{members[i]->placed.id, std::string(name_of(made.treatment)), made.shown};
    }
  }

  void finish() {
    for (const Wanted& one : wanted_) {
      release_.figures.push_back(*one.printed);
      const PrintedFigure* before = ledger_.printed(one.placed.id);
      const DeclaredChange* change = change_of(one.placed.id);
      if (before != nullptr && change != nullptr && *before != *one.printed)
        release_.changes.push_back({one.placed.id, change->kind, before->shown, change->reason});
    }
    for (const auto& [name, figure] : months_)
      if (std::ranges::find(release_.figures, figure.id, &PrintedFigure::id) == release_.figures.end())
        release_.figures.push_back(figure);
    name_calendars();
    look_at_budget();
  }

  /// Those that a month of this release may have days of.
  void name_calendars() {
    if (release_.figures.empty()) return;
    const auto first =
        std::ranges::min(release_.figures, {}, [](const PrintedFigure& figure) { return figure.id.period.first; });
    for (const PastCalendar& one : order_.calendars)
      if (first.id.period.first <= Month::of_day(one.until)) release_.calendars.push_back(one);
  }

  /// In a month every figure that was drawn anew costs epsilon, whatever it is of: no overlap is argued away.
  void look_at_budget() {
    if (order_.how != How::kPrivate) return;
    std::map<Month, std::size_t> spent;
    std::set<std::pair<std::string, std::int64_t>> drawn;  // a figure that is printed again costs nothing
    const auto spend = [&](const PrintedFigure& figure) {
      const Metric* metric = metric_of(figure.id);
      const bool once = metric != nullptr && counts_once(*metric);
      if (figure.rule != kNoiseRule || (!once && figure.id.period.length() > 1)) return;  // sums of months cost nothing
      if (!drawn.insert({figure.id.text(), *figure.shown}).second) return;
      for (const Month month : figure.id.period.months()) ++spent[month];
    };
    for (const Release& release : ledger_.releases()) {
      if (release.how != How::kPrivate) continue;
      if (release.epsilon != order_.epsilon || release.epsilon_of_month != order_.epsilon_of_month)
        return refuse("budget", "epsilon");
      for (const PrintedFigure& figure : release.figures) spend(figure);
    }
    for (const PrintedFigure& figure : release_.figures) spend(figure);
    for (const auto& [month, times] : spent)
      if (exceeds(times, order_.epsilon, order_.epsilon_of_month)) return refuse("budget", month.text());
  }

  /// What earlier releases tell by themselves cannot be taken back by refusing this one.
  void attack() {
    Ledger with = ledger_;
    if (const auto added = with.add(release_); !added.has_value()) return refuse("changed", added.error().detail);
    const auto after = audit(with, registry_, rows_);
    if (!after.has_value())
      return refuse(after.error().code == Code::kTooLarge ? "too-fine" : "changed", after.error().detail);
    if (after->findings.empty()) return;
    const auto before = audit(ledger_, registry_, rows_);
    for (const Finding& finding : after->findings) {
      const auto is_it = [&](const Finding& one) { return one.kind == finding.kind && one.figure == finding.figure; };
      if (before.has_value() && std::ranges::any_of(before->findings, is_it)) continue;
      refuse(finding.kind == Finding::Kind::kChange ? "one-person" : "leak", finding.figure, finding.combination);
      for (const FigureId& id : finding.leave_out) refusal_->leave_out.push_back(id.text());
      return;
    }
  }

  const Order& order_;
  const Registry& registry_;
  const EffectiveRows& rows_;
  const Ledger& ledger_;
  crypto::Random& random_;
  std::map<const Metric*, std::unique_ptr<Counter>> counters_;
  std::vector<Wanted> wanted_;
  std::vector<std::pair<Placed, const PrintedFigure*>> standing_;  // counts that were printed and still hold
  std::map<std::string, PrintedFigure> months_;                    // drawn in this release
  Release release_;
  std::optional<Refusal> refusal_;
};

}  // namespace

std::expected<Release, Refusal> compose(const Order& order, const Registry& registry, const EffectiveRows& rows,
                                        const Ledger& ledger, crypto::Random& random) {
  return Composer(order, registry, rows, ledger, random).run();
}

}  // namespace waymark::figures
