#include "report/drawing.h"

#include <cairo-svg.h>

#include <cmath>
#include <memory>

namespace waymark::report {
namespace {

constexpr double kPngScale = 2;

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Context = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

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

void draw_on_white(cairo_t* pen, const Draw& draw) {
  cairo_set_source_rgb(pen, 1, 1, 1);
  cairo_paint(pen);
  cairo_select_font_face(pen, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  draw(pen);
}

}  // namespace

Result<std::string> png_of(double width, double height, const Draw& draw) {
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width * kPngScale),
                                                   static_cast<int>(height * kPngScale)),
                        cairo_surface_destroy);
  const Context pen(cairo_create(surface.get()), cairo_destroy);
  cairo_scale(pen.get(), kPngScale, kPngScale);
  draw_on_white(pen.get(), draw);
  std::string png;
  if (cairo_status(pen.get()) != CAIRO_STATUS_SUCCESS ||
      cairo_surface_write_to_png_stream(surface.get(), append, &png) != CAIRO_STATUS_SUCCESS)
    return fail(Code::kStorage, "report/png");
  return png;
}

Result<std::string> svg_of(double width, double height, const Draw& draw) {
  std::string svg;
  const Surface surface(cairo_svg_surface_create_for_stream(append, &svg, width, height), cairo_surface_destroy);
  const Context pen(cairo_create(surface.get()), cairo_destroy);
  draw_on_white(pen.get(), draw);
  cairo_surface_finish(surface.get());
  if (cairo_status(pen.get()) != CAIRO_STATUS_SUCCESS || cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
    return fail(Code::kStorage, "report/svg");
  return without_surface_numbers(std::move(svg));
}

void write_text(cairo_t* pen, double x, double y, const std::string& text, double anchor) {
  cairo_text_extents_t extents;
  cairo_text_extents(pen, text.c_str(), &extents);
  cairo_move_to(pen, x - anchor * extents.x_advance, y);
  cairo_show_text(pen, text.c_str());
}

void draw_line(cairo_t* pen, double x1, double y1, double x2, double y2, double width, double grey) {
  cairo_set_source_rgb(pen, grey, grey, grey);
  cairo_set_line_width(pen, width);
  cairo_move_to(pen, x1, y1);
  cairo_line_to(pen, x2, y2);
  cairo_stroke(pen);
}

std::vector<double> round_ticks(double low, double high, int count) {
  const double raw = (high - low) / count;
  const double decade = std::pow(10, std::floor(std::log10(raw)));
  const double step = decade * (raw / decade > 5 ? 10 : raw / decade > 2 ? 5 : raw / decade > 1 ? 2 : 1);
  std::vector<double> ticks;
  for (double tick = std::ceil(low / step) * step; tick <= high; tick += step) ticks.push_back(tick);
  return ticks;
}

}  // namespace waymark::report
