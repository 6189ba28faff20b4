// The chart that a small page carries: bars that lie, so that a phone of 320 px shows them as they are.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "report/column_chart.h"
#include "report/html_page.h"

namespace waymark::report {
namespace {

constexpr int kWidth = 300;
constexpr int kLine = 22;
constexpr int kLabels = 72;   // to the left of the bars
constexpr int kNumbers = 70;  // to their right

constexpr std::size_t kNameMax = 36;  // letters of a name that have room; the text below the picture has all of it

constexpr int kBars = kWidth - kLabels - kNumbers;

constexpr std::array<std::string_view, 3> kDashes{"4 0", "4 2", "1 2"};

double highest(const ChartColumn& column, double so_far) { return std::max(so_far, column.value); }
double highest(const ChartLine& line, double so_far) {
  for (const auto& value : line.values) so_far = std::max(so_far, value.value_or(0));
  return so_far;
}

std::string stroke(int x, int top, std::size_t line) {
  return fmt::format("<path d=\"M{} {}v18\" stroke=\"currentColor\" stroke-width=\"2\" stroke-dasharray=\"{}\"/>", x,
                     top, kDashes[line % kDashes.size()]);
}

/// A bar's neighbours: where the numbers of others stand.
std::string strokes(const ColumnChart& chart, std::size_t column, double high, int top) {
  std::string svg;
  for (std::size_t line = 0; line < chart.lines.size(); ++line)
    if (const auto& value = chart.lines[line].values[column])
      svg += stroke(kLabels + static_cast<int>(*value / high * kBars), top + 2, line);
  return svg;
}

std::string cut(const std::string& name) {
  const auto letters = decode_utf8(name);
  if (!letters || letters->size() <= kNameMax) return name;
  std::string text;
  for (const char32_t letter : letters->substr(0, kNameMax - 1)) append_utf8(text, letter);
  return text + "…";
}

/// Whose each stroke is, a line each below the bars.
std::string names(const ColumnChart& chart, int top) {
  std::string svg;
  for (std::size_t line = 0; line < chart.lines.size(); ++line, top += kLine)
    svg += stroke(4, top + 2, line) +
           fmt::format("<text x=\"12\" y=\"{}\">{}</text>\n", top + 15, escaped(cut(chart.lines[line].name)));
  return svg;
}

}  // namespace

std::string chart_inline(const ColumnChart& chart) {
  double high = 1;
  for (const ChartColumn& column : chart.columns) high = highest(column, high);
  for (const ChartLine& line : chart.lines) high = highest(line, high);
  const int height = static_cast<int>(chart.columns.size() + chart.lines.size()) * kLine;
  std::string svg = fmt::format(
      "<svg width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"{2}\" "
      "font-size=\"13\" fill=\"currentColor\">\n",
      kWidth, height, escaped(chart.title));
  int top = 0;
  for (std::size_t at = 0; at < chart.columns.size(); ++at) {
    const ChartColumn& column = chart.columns[at];
    const int bar = column.open ? 0 : static_cast<int>(column.value / high * kBars);
    const std::string number = column.open              ? "*"
                               : !column.number.empty() ? escaped(column.number)
                                                        : shown({column.value, 0}, chart.language);
    // Readers without pictures run the texts together: the blank keeps "2025-11" and "100" from being one number.
    svg += fmt::format("<text y=\"{}\">{}:</text> ", top + 15, escaped(column.label));
    svg += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"14\" opacity=\".55\"/>", kLabels, top + 4, bar);
    svg += strokes(chart, at, high, top);
    svg += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", kLabels + bar + 6, top + 15, number);
    top += kLine;
  }
  return svg + names(chart, top) + "</svg>\n";
}

}  // namespace waymark::report
