// column_chart: counts side by side, one column each. What is still to be expected stands on top as a hollow column
// with its interval, so that nobody takes the newest months for a decline. PNG and SVG from one drawing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/language.h"
#include "base/result.h"

namespace waymark::report {

struct ChartColumn {
  std::string label;
  double value = 0;
  std::string number = {};              ///< what it says, such as "≈100"; empty: the value itself
  bool open = false;                    ///< not complete; drawn lighter and marked with a star
  std::optional<double> expected = {};  ///< drawn hollow above `value`
  double low = 0;                       ///< interval of `expected`
  double high = 0;
};

/// Somebody else's numbers over the columns: dashed, each in a colour and with dashes of its own, never added to them.
struct ChartLine {
  std::string name;                           ///< stands in the picture
  std::vector<std::optional<double>> values;  ///< one a column; nothing: a gap
};

struct ColumnChart {
  Language language = Language::kEnglish;
  std::string title;
  std::string note;  ///< under the picture: what the star means, where the numbers are from
  std::vector<ChartColumn> columns;
  std::vector<ChartLine> lines = {};
};

/// @error kStorage if cairo cannot draw
Result<std::string> chart_png(const ColumnChart& chart);
/// @error kStorage
Result<std::string> chart_svg(const ColumnChart& chart);

/// The same as markup that stands in a page: one bar a line, in the page's own letters and colours, a kilobyte instead
/// of a picture's thirty. What is open has no bar and a star.
std::string chart_inline(const ColumnChart& chart);

}  // namespace waymark::report
