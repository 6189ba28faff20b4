// The chart that a small page carries: bars that lie, so that a phone of 320 px shows them as they are.
#include <fmt/format.h>

#include <algorithm>

#include "report/column_chart.h"
#include "report/html_page.h"

namespace waymark::report {
namespace {

constexpr int kWidth = 300;
constexpr int kLine = 22;
constexpr int kLabels = 72;   // to the left of the bars
constexpr int kNumbers = 70;  // to their right

}  // namespace

std::string chart_inline(const ColumnChart& chart) {
  double high = 1;
  for (const ChartColumn& column : chart.columns) high = std::max(high, column.value);
  const int height = static_cast<int>(chart.columns.size()) * kLine;
  std::string svg = fmt::format(
      "<svg width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"{2}\" "
      "font-size=\"13\" fill=\"currentColor\">\n",
      kWidth, height, escaped(chart.title));
  int top = 0;
  for (const ChartColumn& column : chart.columns) {
    const int bar = column.open ? 0 : static_cast<int>(column.value / high * (kWidth - kLabels - kNumbers));
    const std::string number = column.open              ? "*"
                               : !column.number.empty() ? escaped(column.number)
                                                        : shown({column.value, 0}, chart.language);
    // Readers without pictures run the texts together: the blank keeps "2025-11" and "100" from being one number.
    svg += fmt::format("<text y=\"{}\">{}:</text> ", top + 15, escaped(column.label));
    svg += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"14\" opacity=\".55\"/>", kLabels, top + 4, bar);
    svg += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", kLabels + bar + 6, top + 15, number);
    top += kLine;
  }
  return svg + "</svg>\n";
}

}  // namespace waymark::report
