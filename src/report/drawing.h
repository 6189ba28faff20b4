// Drawing: what all charts share: one drawing made into PNG and SVG, text and lines. Inside of the charts.
//
// Colours and sizes are fixed, so the same input gives the same bytes with the same cairo and fonts.
#pragma once

#include <cairo.h>

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace waymark::report {

using Draw = std::function<void(cairo_t*)>;

/// On white, two picture points for each unit. @error kStorage if cairo cannot draw
Result<std::string> png_of(double width, double height, const Draw& draw);
/// @error kStorage
Result<std::string> svg_of(double width, double height, const Draw& draw);

/// @param anchor  where x stands in the text: 0 begin, 0.5 middle, 1 end
void write_text(cairo_t* pen, double x, double y, const std::string& text, double anchor);
void draw_line(cairo_t* pen, double x1, double y1, double x2, double y2, double width, double grey);
/// Round numbers in equal steps, about `count` of them, within low…high.
std::vector<double> round_ticks(double low, double high, int count);

}  // namespace waymark::report
