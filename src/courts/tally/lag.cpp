#include "courts/tally/lag.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "courts/ids/court_date.h"

namespace waymark::courts {
namespace {

constexpr double kZ = 1.959963984540054;
constexpr double kEndless = std::numeric_limits<double>::infinity();
constexpr double kFullFrom = 1.005;  // half a percent more to come is as good as full

/// What all months together tell about one step of delay.
struct Step {
  double from = 0;    ///< Σ C(m,d)
  double to = 0;      ///< Σ C(m,d+1)
  int pairs = 0;      ///< months with C(m,d) > 0 that were observed at both
  double sigma2 = 0;  ///< σ²(d)
  [[nodiscard]] double factor() const { return from > 0 ? to / from : 1; }
};

std::optional<double> at(const std::vector<std::optional<double>>& row, std::size_t d) {
  return d < row.size() ? row[d] : std::nullopt;
}

Step step_of(const ReportingTriangle& triangle, std::size_t d) {
  Step step;
  for (const auto& row : triangle.rows) {
    const auto from = at(row, d);
    const auto to = at(row, d + 1);
    if (!from || !to) continue;
    step.from += *from;
    step.to += *to;
    if (*from > 0) ++step.pairs;
  }
  double squares = 0;
  for (const auto& row : triangle.rows) {
    const auto from = at(row, d);
    const auto to = at(row, d + 1);
    if (from && to && *from > 0) squares += std::pow(*to - step.factor() * *from, 2) / *from;
  }
  if (step.pairs > 1) step.sigma2 = squares / (step.pairs - 1);
  return step;
}

/// The steps up to the last one that anything is known of. Mack 1993, p. 217: the last σ² continues the earlier ones.
std::vector<Step> steps_of(const ReportingTriangle& triangle) {
  std::vector<Step> steps;
  std::size_t columns = 0;
  for (const auto& row : triangle.rows) columns = std::max(columns, row.size());
  for (std::size_t d = 0; d + 1 < columns; ++d) {
    steps.push_back(step_of(triangle, d));
    Step& now = steps.back();
    if (now.pairs > 1 || d < 2) continue;
    const double before = steps[d - 1].sigma2;
    const double earlier = steps[d - 2].sigma2;
    now.sigma2 = earlier > 0 ? std::min({before * before / earlier, before, earlier}) : before;
  }
  while (!steps.empty() && steps.back().from <= 0) steps.pop_back();
  return steps;
}

void set_interval(NowCast& cast, double mse) {
  cast.error = std::sqrt(mse);
  const double s2 = std::log1p(mse / (cast.expected * cast.expected));
  const double middle = std::log(cast.expected) - s2 / 2;
  cast.low = std::max(cast.seen, std::exp(middle - kZ * std::sqrt(s2)));
  cast.high = std::max(cast.seen, std::exp(middle + kZ * std::sqrt(s2)));
}

NowCast cast_of(const std::vector<std::optional<double>>& row, const std::vector<Step>& steps) {
  std::size_t now = row.size();
  while (now > 0 && !row[now - 1]) --now;
  if (now == 0) return {};
  NowCast cast{
      .seen = *row[now - 1], .expected = *row[now - 1], .error = 0, .low = *row[now - 1], .high = *row[now - 1]};
  double sum = 0;
  double factor = 1;
  for (std::size_t d = now - 1; d < steps.size(); ++d) {
    const double f = std::max(1.0, steps[d].factor());  // a count that shrank (a record moved) is not a trend
    if (cast.expected > 0) sum += steps[d].sigma2 / (f * f) * (1 / cast.expected + 1 / steps[d].from);
    cast.expected *= f;
    factor *= f;
  }
  cast.filling = factor >= kFullFrom;
  if (!cast.filling) {
    cast.expected = cast.low = cast.high = cast.seen;
    return cast;
  }
  if (cast.seen <= 0) {
    cast.possible = false;
    cast.high = kEndless;
    return cast;
  }
  set_interval(cast, std::max(cast.expected * cast.expected * sum, cast.expected - cast.seen));
  return cast;
}

/// Months of observation that end on the day of the month of the newest day.
class Periods {
 public:
  explicit Periods(std::int32_t newest) {
    if (month_of(newest + 1) == month_of(newest)) closing_day_ = day_of_month(newest);
  }
  [[nodiscard]] int of(std::int32_t day) const {
    return month_number(day) + (day_of_month(day) > closing_day_ ? 1 : 0);
  }

 private:
  static int day_of_month(std::int32_t day) {
    const YearMonth month = month_of(day);
    return day - *day_of(month.year, month.month, 1) + 1;
  }
  int closing_day_ = 31;
};

using Increments = std::map<std::pair<int, int>, double>;  // by month of the event and delay in months

/// Months between looks if they are always the same, else 0. What a site showed between two looks nobody knows, so
/// only months that were looked at at the same ages can be compared.
int even_gap(const std::set<int>& looks) {
  if (static_cast<int>(looks.size()) < kObservedMonthsMin) return 0;
  const int gap = *std::next(looks.begin()) - *looks.begin();
  for (auto look = looks.begin(); std::next(look) != looks.end(); ++look)
    if (*std::next(look) - *look != gap) return 0;
  return gap;
}

struct Looks {
  int first;  ///< period
  int last;   ///< period
  int gap;    ///< months from look to look
  int age;    ///< months that are so old at a look: 0 … gap-1, gap+age, …
};

/// The months whose age at every look is looks.age plus a multiple of the gap: one triangle.
void cast_ages(const Increments& increments, const Looks& looks, std::map<int, NowCast>& casts) {
  ReportingTriangle triangle;
  std::vector<int> months;
  for (int month = looks.last - looks.age; month >= looks.first - kDelayMonthsMax; month -= looks.gap) {
    std::vector<std::optional<double>> row;
    double seen = 0;
    for (int delay = 0; delay <= looks.last - month; ++delay) {
      if (const auto found = increments.find({month, delay}); found != increments.end()) seen += found->second;
      if (delay % looks.gap != looks.age) continue;
      row.push_back(month + delay >= looks.first ? std::optional{seen} : std::nullopt);
    }
    triangle.rows.push_back(std::move(row));
    months.push_back(month);
  }
  const auto found = now_cast(triangle);
  for (std::size_t i = 0; i < months.size(); ++i) casts[months[i]] = found[i];
}

/// The newest months, about which nothing can be told.
std::vector<LagCounter::Month> marked(const Increments& increments, int last) {
  std::vector<LagCounter::Month> months;
  for (int month = last - kMonthsMarked + 1; month <= last; ++month) {
    double seen = 0;
    for (auto one = increments.lower_bound({month, 0}); one != increments.end() && one->first.first == month; ++one)
      seen += one->second;
    months.push_back({month,
                      {.seen = seen,
                       .expected = seen,
                       .error = 0,
                       .low = seen,
                       .high = kEndless,
                       .filling = true,
                       .possible = false}});
  }
  return months;
}

}  // namespace

std::vector<NowCast> now_cast(const ReportingTriangle& triangle) {
  const std::vector<Step> steps = steps_of(triangle);
  std::vector<NowCast> casts;
  for (const auto& row : triangle.rows) casts.push_back(cast_of(row, steps));
  return casts;
}

int month_number(std::int32_t day) {
  const YearMonth month = month_of(day);
  return month.year * 12 + month.month - 1;
}

std::string iso_month(int month) { return fmt::format("{:04}-{:02}", month / 12, month % 12 + 1); }

void LagCounter::add(const LagCounter& other) {
  for (const auto& [month, days] : other.counts_) {
    std::vector<std::int64_t>& mine = counts_[month];
    mine.resize(std::max(mine.size(), days.size()));
    for (std::size_t i = 0; i < days.size(); ++i) mine[i] += days[i];
  }
}

std::vector<LagCounter::Month> LagCounter::months(std::int32_t oldest, std::int32_t newest) const {
  const Periods periods(newest);
  Increments increments;
  std::set<int> looks{periods.of(oldest), periods.of(newest)};
  for (const auto& [month, days] : counts_) {
    for (std::size_t i = 0; i < days.size(); ++i) {
      if (days[i] == 0) continue;
      const int seen = periods.of(kSeenMin + static_cast<std::int32_t>(i));
      looks.insert(seen);
      increments[{month, std::max(0, seen - month)}] += static_cast<double>(days[i]);
    }
  }
  const int gap = even_gap(looks);
  if (gap == 0) return marked(increments, *looks.rbegin());
  std::map<int, NowCast> casts;
  for (int age = 0; age < gap; ++age) cast_ages(increments, {*looks.begin(), *looks.rbegin(), gap, age}, casts);
  std::vector<Month> months;
  for (const auto& [month, cast] : casts) months.push_back({month, cast});
  return months;
}

}  // namespace waymark::courts
