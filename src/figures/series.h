// Series: what another organisation has published by months, as a file with its source and its definition. It stands
// beside one of our metrics in pictures and tables and is never part of a number of ours.
//
// A file is "# member: value" lines and then a table (CSV): month, value, and where there is something to say kind
// ("exact", "at-least", "about") and note.
// @source docs/spec/figures.md "Series of others"
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <expected>

#include "figures/metric.h"

namespace waymark::figures {

struct SeriesPoint {
  enum class Kind { kExact, kAtLeast, kAbout };
  Month month;
  std::int64_t value = 0;
  Kind kind = Kind::kExact;
  std::string note = {};
  bool operator==(const SeriesPoint&) const = default;
};

struct OtherSeries {
  std::string id;      ///< small letters, digits, "-"
  std::string beside;  ///< the metric of ours that it stands beside
  std::string organisation;
  std::string source;  ///< where it was published: an address, or a title with its date
  std::map<Language, std::string> name, definition;
  std::vector<SeriesPoint> points;  ///< ascending by month, each month once
  [[nodiscard]] const SeriesPoint* at(Month month) const;
};

/// What is wrong with a file, for whoever wrote it. Its sentence: "figures.series.CODE" of the catalogue, with `line`,
/// `column` and `what`.
struct SeriesError {
  /// "too-large" "text" "member" "no-member" "metric" "id" "columns" "cells" "quote" "month" "value" "kind" "twice"
  /// "order" "long" "empty"
  std::string code;
  std::size_t line = 1;
  std::size_t column = 1;  ///< in characters
  std::string what = {};
};

inline constexpr std::size_t kSeriesBytesMax = 32'768;
inline constexpr std::size_t kSeriesPointsMax = 600;
inline constexpr std::size_t kSeriesTextMax = 600;  ///< code points of a member or a note
/// Stand beside one metric at most: more lines in a picture nobody tells apart.
inline constexpr std::size_t kSeriesBesideMax = 3;

/// @param registry  has the metric that it stands beside
std::expected<OtherSeries, SeriesError> parse_series(std::string_view text, const Registry& registry);

/// "exact", "at-least", "about"
std::string_view name_of(SeriesPoint::Kind kind);

}  // namespace waymark::figures
