// SeriesShelf: what other organisations have published, as it was imported, in the office's file. It is public and lies
// open; whose series stand beside ours tells what a report may show and nothing of anybody.
//
// Every writing function works inside the caller's transaction.
// @source docs/spec/figures.md "Series of others"; docs/spec/desk-store.md "Figures"
#pragma once

#include <string>
#include <vector>

#include "figures/series.h"
#include "store/connection.h"

namespace waymark::desk {

inline constexpr std::size_t kSeriesMax = 50;

struct KeptSeries {
  std::string text;  ///< the file, as it came
  figures::OtherSeries series;
  bool installed = false;  ///< came with the program or its settings: cannot be thrown away here
};

/// In the place of the one with the same id. @error kFull at kSeriesMax
Result<void> put_series(store::Connection& store, const std::string& id, const std::string& text);
/// By id. What the metrics of today do not fit any more is left out. @error kStorage
Result<std::vector<KeptSeries>> read_series(store::Connection& store, const figures::Registry& registry);
/// @error kNotFound
Result<void> drop_series(store::Connection& store, const std::string& id);

}  // namespace waymark::desk
