#include "report/interval_chart.h"

#include <cairo-svg.h>
#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "report/table.h"

namespace waymark::report {
namespace {

constexpr double kWidth = 900;
constexpr double kLeft = 300;
constexpr double kRight = 40;
constexpr double kTop = 60;
constexpr double kRowHeight = 34;
constexpr double kBottom = 60;
constexpr double kPngScale = 2;
constexpr double kLogAxisFrom = 4;

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

double height_of(const IntervalChart& chart) {
  return kTop + kBottom + kRowHeight * static_cast<double>(chart.rows.size());
}

class Axis {
 public:
  explicit Axis(const IntervalChart& chart) {
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
    const double raw = (high_ - low_) / 5;
    const double decade = std::pow(10, std::floor(std::log10(raw)));
    const double step = decade * (raw / decade > 5 ? 10 : raw / decade > 2 ? 5 : raw / decade > 1 ? 2 : 1);
    for (double tick = std::ceil(low_ / step) * step; tick <= high_; tick += step) found.push_back(tick);
    return found;
  }

 private:
  double low_;
  double high_;
  bool logarithmic_ = false;
};

void write(cairo_t* pen, double x, double y, const std::string& text, double anchor) {
  cairo_text_extents_t extents;
  cairo_text_extents(pen, text.c_str(), &extents);
  cairo_move_to(pen, x - anchor * extents.x_advance, y);
  cairo_show_text(pen, text.c_str());
}

void line(cairo_t* pen, double x1, double y1, double x2, double y2, double width, double grey) {
  cairo_set_source_rgb(pen, grey, grey, grey);
  cairo_set_line_width(pen, width);
  cairo_move_to(pen, x1, y1);
  cairo_line_to(pen, x2, y2);
  cairo_stroke(pen);
}

void draw_axis(cairo_t* pen, const Axis& axis, const IntervalChart& chart) {
  const double bottom = height_of(chart) - kBottom;
  cairo_set_font_size(pen, 12);
  double last = -INFINITY;
  for (const double tick : axis.ticks()) {
    line(pen, axis.at(tick), kTop - 8, axis.at(tick), bottom, 1, 0.88);
    if (axis.at(tick) - last < 55) continue;
    last = axis.at(tick);
    cairo_set_source_rgb(pen, 0.2, 0.2, 0.2);
    write(pen, last, bottom + 18, shown({tick, 0}), 0.5);
  }
  cairo_set_source_rgb(pen, 0.2, 0.2, 0.2);
  write(pen, (kLeft + kWidth - kRight) / 2, bottom + 42, chart.axis, 0.5);
}

void draw_row(cairo_t* pen, const Axis& axis, const IntervalRow& row, double y) {
  cairo_set_source_rgb(pen, 0.1, 0.1, 0.1);
  cairo_set_font_size(pen, 13);
  write(pen, kLeft - 16, y + 4, row.label, 1);
  if (!row.middle) {
    cairo_set_source_rgb(pen, 0.4, 0.4, 0.4);
    write(pen, kLeft, y + 4, row.note, 0);
    return;
  }
  const double from = axis.at(row.low);
  const double to = row.high ? axis.at(*row.high) : axis.end();
  line(pen, from, y, to, y, row.filled ? 3 : 1.5, 0.25);
  line(pen, from, y - 5, from, y + 5, 1.5, 0.25);
  if (row.high) {
    line(pen, to, y - 5, to, y + 5, 1.5, 0.25);
  } else {
    line(pen, to, y, to - 7, y - 5, 1.5, 0.25);
    line(pen, to, y, to - 7, y + 5, 1.5, 0.25);
  }
  cairo_arc(pen, axis.at(*row.middle), y, 5.5, 0, 2 * M_PI);
  cairo_set_source_rgb(pen, row.filled ? 0.05 : 1, row.filled ? 0.3 : 1, row.filled ? 0.55 : 1);
  cairo_fill_preserve(pen);
  cairo_set_source_rgb(pen, 0.05, 0.3, 0.55);
  cairo_set_line_width(pen, 1.5);
  cairo_stroke(pen);
}

void draw(cairo_t* pen, const IntervalChart& chart) {
  cairo_set_source_rgb(pen, 1, 1, 1);
  cairo_paint(pen);
  cairo_select_font_face(pen, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_source_rgb(pen, 0.1, 0.1, 0.1);
  cairo_set_font_size(pen, 15);
  write(pen, 16, 28, chart.title, 0);
  const Axis axis(chart);
  draw_axis(pen, axis, chart);
  double y = kTop + kRowHeight / 2;
  for (const auto& row : chart.rows) {
    draw_row(pen, axis, row, y);
    y += kRowHeight;
  }
}

/// cairo numbers its surfaces through the life of a process; the same chart must give the same bytes.
std::string without_surface_numbers(std::string svg) {
  constexpr std::string_view kName = "surface";
  for (auto at = svg.find(kName); at != std::string::npos; at = svg.find(kName, at)) {
    at += kName.size();
    svg.erase(at, svg.find_first_not_of("0123456789", at) - at);
  }
  return svg;
}

cairo_status_t append(void* target, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(target)->append(data, data + length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Result<std::string> chart_png(const IntervalChart& chart) {
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(kWidth * kPngScale),
                                                   static_cast<int>(height_of(chart) * kPngScale)),
                        cairo_surface_destroy);
  const Context pen(cairo_create(surface.get()), cairo_destroy);
  cairo_scale(pen.get(), kPngScale, kPngScale);
  draw(pen.get(), chart);
  std::string png;
  if (cairo_status(pen.get()) != CAIRO_STATUS_SUCCESS ||
      cairo_surface_write_to_png_stream(surface.get(), append, &png) != CAIRO_STATUS_SUCCESS)
    return fail(Code::kStorage, "report/png");
  return png;
}

Result<std::string> chart_svg(const IntervalChart& chart) {
  std::string svg;
  const Surface surface(cairo_svg_surface_create_for_stream(append, &svg, kWidth, height_of(chart)),
                        cairo_surface_destroy);
  const Context pen(cairo_create(surface.get()), cairo_destroy);
  draw(pen.get(), chart);
  cairo_surface_finish(surface.get());
  if (cairo_status(pen.get()) != CAIRO_STATUS_SUCCESS || cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
    return fail(Code::kStorage, "report/svg");
  return without_surface_numbers(std::move(svg));
}

}  // namespace waymark::report
