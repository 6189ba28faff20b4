// System: all figures that count the same rows, as sums of common parts. Inside of compose.
//
// Rows are told apart by month and, for each property that any figure names, by which of the named values they have.
// Of persons and cases, which count once in a period, each period is a row of parts of its own; the parts of a longer
// period are no fewer than those of each of its months and no more than all of them together.
#pragma once

#include <string>
#include <vector>

#include "figures/attacker.h"
#include "figures/cells.h"
#include "figures/metric.h"
#include "figures/release.h"

namespace waymark::figures {

/// What tells systems apart: metrics with the same one count the same rows, under different conditions.
std::string system_of(const Metric& metric);

struct Placed {
  FigureId id;
  const Metric* metric = nullptr;  ///< of that id and version
};

/// Every month of a longer period of the figures that is not among them: nobody may tell it if it is small, though
/// nobody asked for it. Of persons and cases none: their months do not add up.
std::vector<Placed> single_months(const std::vector<Placed>& placed);

class System {
 public:
  /// @param placed  all figures that take part, printed before or wanted now; of one system, not empty
  /// @param rows    which sets of answers there are
  /// @error kTooLarge if the figures tell too many parts apart
  static Result<System> of(const std::vector<Placed>& placed, const EffectiveRows& rows);

  [[nodiscard]] std::size_t parts() const { return partition_.size(); }
  [[nodiscard]] Parts parts_of(const Placed& placed) const { return partition_.parts_of(cell_of(placed)); }
  /// How many there are in each part. @param rows  all of them
  [[nodiscard]] std::vector<std::int64_t> truth(const EffectiveRows& rows) const;
  /// How periods bound each other; empty where months add up.
  [[nodiscard]] const std::vector<Known>& bounds() const { return bounds_; }

 private:
  struct Asked {
    std::string property;
    std::vector<std::string> named;  // values, ascending
  };
  void find_properties(const std::vector<Placed>& placed);
  [[nodiscard]] std::vector<Dimension> dimensions(const std::vector<Placed>& placed, const EffectiveRows& rows) const;
  /// Which profiles have rows that this system counts.
  [[nodiscard]] std::vector<bool> counted(const EffectiveRows& rows) const;
  /// What all that is not time adds to the part of a row; of profiles that are counted.
  [[nodiscard]] std::vector<Part> parts_of_profiles(const EffectiveRows& rows) const;
  [[nodiscard]] std::string pattern_of(const Asked& asked, const std::vector<std::string>& values) const;
  [[nodiscard]] Cell cell_of(const Placed& placed) const;
  void bound_periods(const std::vector<Placed>& placed);

  const Metric* any_ = nullptr;  // says which rows there are
  bool months_add_up_ = true;
  std::vector<Period> periods_;
  std::vector<Asked> asked_;
  std::map<std::string, std::set<std::string>> patterns_;  // of each property, as dimension values
  Partition partition_;
  std::vector<Known> bounds_;
};

}  // namespace waymark::figures
