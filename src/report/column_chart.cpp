#include "report/column_chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "report/drawing.h"
#include "report/table.h"

namespace waymark::report {
namespace {

constexpr double kWidth = 900;
constexpr double kHeight = 420;
constexpr double kLeft = 70;
constexpr double kRight = 20;
constexpr double kTop = 60;
constexpr double kBottom = 90;
constexpr double kLabelWidth = 34;      // labels closer than this are left out
constexpr double kNumberSize = 11;      // of the letters, where they fit the column
constexpr std::size_t kSpokenMax = 30;  // up to so many columns each says its number

struct Frame {
  double high = 1;  ///< top of the scale
  double step = 1;  ///< from column to column
  [[nodiscard]] double x(std::size_t i) const { return kLeft + step * (static_cast<double>(i) + 0.5); }
  [[nodiscard]] double y(double value) const {
    return kHeight - kBottom - std::min(value, high) / high * (kHeight - kTop - kBottom);
  }
  [[nodiscard]] double half() const { return std::min(step * 0.38, 28.0); }
};

Frame frame_of(const ColumnChart& chart) {
  Frame frame;
  double values = 0;
  for (const ChartColumn& column : chart.columns)
    values = std::max({values, column.value, column.expected.value_or(0)});
  for (const ChartColumn& column : chart.columns)  // a very wide interval is cut off rather than flattening the rest
    if (column.expected) frame.high = std::max(frame.high, std::min(column.high, 2 * values));
  for (const ChartLine& line : chart.lines)
    for (const auto& value : line.values) values = std::max(values, value.value_or(0));
  frame.high = std::max(frame.high, values) * 1.08;
  frame.step = (kWidth - kLeft - kRight) / static_cast<double>(std::max<std::size_t>(1, chart.columns.size()));
  return frame;
}

void draw_expected(cairo_t* pen, const Frame& frame, const ChartColumn& column, double x) {
  cairo_set_source_rgb(pen, 0.12, 0.44, 0.36);
  cairo_set_line_width(pen, 1);
  cairo_rectangle(pen, x - frame.half(), frame.y(*column.expected), 2 * frame.half(),
                  frame.y(column.value) - frame.y(*column.expected));
  cairo_stroke(pen);
  draw_line(pen, x, frame.y(column.low), x, frame.y(column.high), 1.5, 0.2);
  for (const double end : {column.low, column.high}) draw_line(pen, x - 5, frame.y(end), x + 5, frame.y(end), 1.5, 0.2);
}

void draw_number(cairo_t* pen, const Frame& frame, const ChartColumn& column, double x) {
  std::string text = column.number.empty() ? shown({column.value, 0}, Language::kEnglish) : column.number;
  if (column.open) text += "*";
  cairo_set_source_rgb(pen, 0.1, 0.1, 0.1);
  cairo_set_font_size(pen, kNumberSize);
  cairo_text_extents_t extents;
  cairo_text_extents(pen, text.c_str(), &extents);
  const double room = frame.step - 2;
  if (extents.x_advance > room) cairo_set_font_size(pen, kNumberSize * room / extents.x_advance);
  write_text(pen, x, frame.y(0) + 15, text, 0.5);
}

void draw_column(cairo_t* pen, const Frame& frame, const ChartColumn& column, double x, bool speaks) {
  const double strength = column.open ? 0.55 : 0;
  cairo_set_source_rgb(pen, 0.12 + strength * 0.88, 0.44 + strength * 0.56, 0.36 + strength * 0.64);
  cairo_rectangle(pen, x - frame.half(), frame.y(column.value), 2 * frame.half(), frame.y(0) - frame.y(column.value));
  cairo_fill(pen);
  if (column.expected) draw_expected(pen, frame, column, x);
  if (speaks) draw_number(pen, frame, column, x);
}

struct LineLook {
  double red, green, blue;
  std::array<double, 2> dash;
};
/// Told apart without colours too.
constexpr std::array<LineLook, 3> kLooks{
    {{0.75, 0.35, 0.05, {8, 4}}, {0.25, 0.30, 0.70, {3, 3}}, {0.55, 0.15, 0.45, {12, 3}}}};

void take_look(cairo_t* pen, std::size_t number) {
  const LineLook& look = kLooks[number % kLooks.size()];
  cairo_set_source_rgb(pen, look.red, look.green, look.blue);
  cairo_set_line_width(pen, 2);
  cairo_set_dash(pen, look.dash.data(), static_cast<int>(look.dash.size()), 0);
}

/// The line, and its name above the columns.
void draw_series(cairo_t* pen, const Frame& frame, const ChartLine& line, std::size_t number) {
  take_look(pen, number);
  bool drawing = false;
  for (std::size_t i = 0; i < line.values.size(); ++i) {
    if (line.values[i] && drawing)
      cairo_line_to(pen, frame.x(i), frame.y(*line.values[i]));
    else if (line.values[i])
      cairo_move_to(pen, frame.x(i), frame.y(*line.values[i]));
    drawing = line.values[i].has_value();
  }
  cairo_stroke(pen);
  cairo_set_dash(pen, nullptr, 0, 0);
  for (std::size_t i = 0; i < line.values.size(); ++i) {
    if (!line.values[i]) continue;
    cairo_arc(pen, frame.x(i), frame.y(*line.values[i]), 3, 0, 2 * M_PI);
    cairo_fill(pen);
  }
  const double y = kTop - 14 + 14 * (static_cast<double>(number) - 1);
  take_look(pen, number);
  cairo_move_to(pen, kLeft, y - 4);
  cairo_line_to(pen, kLeft + 40, y - 4);
  cairo_stroke(pen);
  cairo_set_dash(pen, nullptr, 0, 0);
  cairo_set_source_rgb(pen, 0.2, 0.2, 0.2);
  cairo_set_font_size(pen, 11);
  write_text(pen, kLeft + 48, y, line.name, 0);
}

void draw_label(cairo_t* pen, const std::string& label, double x, double room) {
  cairo_set_source_rgb(pen, 0.2, 0.2, 0.2);
  cairo_set_font_size(pen, 11);
  cairo_text_extents_t extents;
  cairo_text_extents(pen, label.c_str(), &extents);
  const double y = kHeight - kBottom + 32;
  if (extents.x_advance < room) return write_text(pen, x, y, label, 0.5);
  cairo_save(pen);
  cairo_translate(pen, x + 4, y - 6);
  cairo_rotate(pen, -M_PI / 5);
  write_text(pen, 0, 0, label, 1);
  cairo_restore(pen);
}

void draw(cairo_t* pen, const ColumnChart& chart) {
  const Frame frame = frame_of(chart);
  cairo_set_source_rgb(pen, 0.1, 0.1, 0.1);
  cairo_set_font_size(pen, 15);
  write_text(pen, 16, 28, chart.title, 0);
  cairo_set_font_size(pen, 12);
  for (const double tick : round_ticks(0, frame.high, 5)) {
    draw_line(pen, kLeft, frame.y(tick), kWidth - kRight, frame.y(tick), 1, 0.88);
    cairo_set_source_rgb(pen, 0.2, 0.2, 0.2);
    write_text(pen, kLeft - 8, frame.y(tick) + 4, shown({tick, frame.high < 5 ? 1 : 0}, chart.language), 1);
  }
  const auto every = static_cast<std::size_t>(std::ceil(kLabelWidth / frame.step));
  for (std::size_t i = 0; i < chart.columns.size(); ++i) {
    draw_column(pen, frame, chart.columns[i], frame.x(i), chart.columns.size() <= kSpokenMax);
    if (i % every == 0) draw_label(pen, chart.columns[i].label, frame.x(i), frame.step * static_cast<double>(every));
  }
  for (std::size_t i = 0; i < chart.lines.size(); ++i) draw_series(pen, frame, chart.lines[i], i);
  cairo_set_source_rgb(pen, 0.35, 0.35, 0.35);
  cairo_set_font_size(pen, 11);
  write_text(pen, 16, kHeight - 12, chart.note, 0);
}

}  // namespace

Result<std::string> chart_png(const ColumnChart& chart) {
  return png_of(kWidth, kHeight, [&](cairo_t* pen) { draw(pen, chart); });
}

Result<std::string> chart_svg(const ColumnChart& chart) {
  return svg_of(kWidth, kHeight, [&](cairo_t* pen) { draw(pen, chart); });
}

}  // namespace waymark::report
