// interval_chart: estimates side by side, each a dot with its interval on one common axis. PNG and SVG from one
// drawing.
//
// The axis is logarithmic when the values span more than a factor of four and no range is given. The picture holds no
// colour that carries meaning alone: rows that are joined into the result are filled, the others are hollow; an
// interval without an upper end has an arrow. Colours and sizes are fixed, so the same input gives the same bytes with
// the same cairo and fonts.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace waymark::report {

struct IntervalRow {
  std::string label;
  std::optional<double> middle;  ///< nothing: a row with a label and a note only
  double low = 0;
  std::optional<double> high;
  bool filled = false;
  std::string note = {};  ///< shown in place of an interval
};

struct IntervalChart {
  std::string title;
  std::string axis;  ///< what the axis counts
  std::vector<IntervalRow> rows;
  std::optional<std::pair<double, double>> range = {};  ///< ends of a linear axis, e.g. 0 and 100 for shares
};

/// @error kStorage if cairo cannot draw
Result<std::string> chart_png(const IntervalChart& chart);
/// @error kStorage
Result<std::string> chart_svg(const IntervalChart& chart);

}  // namespace waymark::report
