// Count: numbers of a metric from effective rows: one for each month, or for a whole period, for a condition more.
//
// A person or a case counts once in a period, however often it appears: the quarter of a metric of persons is not the
// sum of its months, and is counted by itself.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "figures/metric.h"
#include "figures/rows.h"

namespace waymark::figures {

/// A number with what it rests on.
struct Counted {
  std::int64_t value = 0;  ///< rows, persons, cases; seconds; whole per cent
  std::int64_t of = 0;     ///< how many rows it rests on: the same for a count
};

/// A further condition, as of Metric::where.
using Condition = std::map<std::string, std::set<std::string>>;

/// Rows of one metric version, ready to be counted in many ways. Borrows the rows.
class Counter {
 public:
  Counter(const Metric& metric, const EffectiveRows& rows);
  Counter(const Metric& metric, EffectiveRows&& rows) = delete;

  /// In the months of the period that this version counts; nothing if it counts none of them, or if a median has no
  /// row.
  [[nodiscard]] std::optional<Counted> in(const Period& period, const Condition& condition = {}) const;
  /// Values that a property has in a period, ascending.
  [[nodiscard]] std::vector<std::string> values(const std::string& property, const Period& period) const;
  /// The places of the rows behind a number, by month and in their order; for whoever may see rows.
  [[nodiscard]] std::vector<std::uint32_t> rows_in(const Period& period, const Condition& condition = {}) const;
  [[nodiscard]] const Metric& metric() const { return metric_; }

 private:
  struct Placed {
    Month month;
    std::uint32_t at;
    std::uint32_t profile;
  };
  /// Calls for each row of the period that meets the condition.
  void each(const Period& period, const Condition& condition, const auto& visit) const;
  [[nodiscard]] std::int64_t cases_in(const Period& period, const Condition& condition) const;
  [[nodiscard]] std::vector<std::int64_t> seconds_in(const Period& period, const Condition& condition) const;
  const Metric& metric_;
  const EffectiveRows& all_;
  std::vector<Placed> rows_;  // by month
};

}  // namespace waymark::figures
