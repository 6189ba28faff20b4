#include "report/interval_chart.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "report/drawing.h"
#include "report/table.h"

namespace waymark::report {
namespace {

constexpr double kWidth = 900;
constexpr double kLeft = 300;
constexpr double kRight = 40;
constexpr double kTop = 60;
constexpr double kRowHeight = 34;
constexpr double kBottom = 60;
constexpr double kLogAxisFrom = 4;

double height_of(const IntervalChart& chart) {
  return kTop + kBottom + kRowHeight * static_cast<double>(chart.rows.size());
}

class Axis {
 public:
  explicit Axis(const IntervalChart& chart) {
    if (chart.range) {
      std::tie(low_, high_) = *chart.range;
      return;
    }
    low_ = INFINITY;
    high_ = 0;
    for (const auto& row : chart.rows) {
      if (!row.middle) continue;
      low_ = std::min({low_, row.low, *row.middle});
      high_ = std::max({high_, *row.middle, row.high.value_or(0)});
    }
    if (!std::isfinite(low_)) low_ = high_ = 1;
    low_ = std::max(low_ * 0.95, 0.5);
    high_ = std::max(high_ * 1.05, low_ * 1.1);
    logarithmic_ = high_ > kLogAxisFrom * low_;
  }

  [[nodiscard]] double at(double value) const {
    const double clipped = std::clamp(value, low_, high_);
    const double share =
        logarithmic_ ? std::log(clipped / low_) / std::log(high_ / low_) : (clipped - low_) / (high_ - low_);
    return kLeft + share * (kWidth - kLeft - kRight);
  }
  [[nodiscard]] double end() const { return at(high_); }

  /// Round numbers: 1, 2, 5 times powers of ten if logarithmic, else equal steps.
  [[nodiscard]] std::vector<double> ticks() const {
    std::vector<double> found;
    if (logarithmic_) {
      for (double decade = std::pow(10, std::floor(std::log10(low_))); decade <= high_; decade *= 10)
        for (const double times : {1.0, 2.0, 5.0})
          if (decade * times >= low_ && decade * times <= high_) found.push_back(decade * times);
      return found;
    }
    return round_ticks(low_, high_, 5);
  }

 private:
  double low_;
  double high_;
  bool logarithmic_ = false;
};

void draw_axis(cairo_t* pen, const Axis& axis, const IntervalChart& chart) {
  const double bottom = height_of(chart) - kBottom;
  cairo_set_font_size(pen, 12);
  double last = -INFINITY;
  for (const double tick : axis.ticks()) {
    draw_line(pen, axis.at(tick), kTop - 8, axis.at(tick), bottom, 1, 0.88);
    if (axis.at(tick) - last < 55) continue;
    last = axis.at(tick);
    cairo_set_source_rgb(pen, 0.2, 0.2, 0.2);
    write_text(pen, last, bottom + 18, shown({tick, 0}, Language::kEnglish), 0.5);
  }
  cairo_set_source_rgb(pen, 0.2, 0.2, 0.2);
  write_text(pen, (kLeft + kWidth - kRight) / 2, bottom + 42, chart.axis, 0.5);
}

void draw_row(cairo_t* pen, const Axis& axis, const IntervalRow& row, double y) {
  cairo_set_source_rgb(pen, 0.1, 0.1, 0.1);
  cairo_set_font_size(pen, 13);
  write_text(pen, kLeft - 16, y + 4, row.label, 1);
  if (!row.middle) {
    cairo_set_source_rgb(pen, 0.4, 0.4, 0.4);
    write_text(pen, kLeft, y + 4, row.note, 0);
    return;
  }
  const double from = axis.at(row.low);
  const double to = row.high ? axis.at(*row.high) : axis.end();
  draw_line(pen, from, y, to, y, row.filled ? 3 : 1.5, 0.25);
  draw_line(pen, from, y - 5, from, y + 5, 1.5, 0.25);
  if (row.high) {
    draw_line(pen, to, y - 5, to, y + 5, 1.5, 0.25);
  } else {
    draw_line(pen, to, y, to - 7, y - 5, 1.5, 0.25);
    draw_line(pen, to, y, to - 7, y + 5, 1.5, 0.25);
  }
  cairo_arc(pen, axis.at(*row.middle), y, 5.5, 0, 2 * M_PI);
  cairo_set_source_rgb(pen, row.filled ? 0.05 : 1, row.filled ? 0.3 : 1, row.filled ? 0.55 : 1);
  cairo_fill_preserve(pen);
  cairo_set_source_rgb(pen, 0.05, 0.3, 0.55);
  cairo_set_line_width(pen, 1.5);
  cairo_stroke(pen);
}

void draw(cairo_t* pen, const IntervalChart& chart) {
  cairo_set_source_rgb(pen, 0.1, 0.1, 0.1);
  cairo_set_font_size(pen, 15);
  write_text(pen, 16, 28, chart.title, 0);
  const Axis axis(chart);
  draw_axis(pen, axis, chart);
  double y = kTop + kRowHeight / 2;
  for (const auto& row : chart.rows) {
    draw_row(pen, axis, row, y);
    y += kRowHeight;
  }
}

}  // namespace

Result<std::string> chart_png(const IntervalChart& chart) {
  return png_of(kWidth, height_of(chart), [&](cairo_t* pen) { draw(pen, chart); });
}

Result<std::string> chart_svg(const IntervalChart& chart) {
  return svg_of(kWidth, height_of(chart), [&](cairo_t* pen) { draw(pen, chart); });
}

}  // namespace waymark::report
