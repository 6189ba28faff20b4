#include "base/csv_shape.h"

#include <algorithm>
#include <array>

namespace waymark {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kExcel = "sep=";
constexpr std::array<char, 3> kSeparators = {',', ';', '\t'};

/// A carriage return before the first line feed, and none right before one: lines end with it alone.
char line_end_of(std::string_view text) {
  return text.find('\n') == std::string_view::npos && text.find('\r') != std::string_view::npos ? '\r' : '\n';
}

char separator_of(std::string_view header) {
  std::array<std::size_t, kSeparators.size()> counts{};
  bool quoted = false;
  for (const char c : header) {
    if (c == '"') quoted = !quoted;
    for (std::size_t i = 0; i < kSeparators.size(); ++i) counts[i] += !quoted && c == kSeparators[i];
  }
  return kSeparators[static_cast<std::size_t>(std::ranges::max_element(counts) - counts.begin())];
}

}  // namespace

CsvShape csv_shape_of(std::string_view text) {
  CsvShape shape;
  if (text.starts_with(kByteOrderMark)) shape.skip = kByteOrderMark.size();
  shape.line_end = line_end_of(text);
  const std::string_view body = text.substr(shape.skip);
  const std::size_t end = std::min(body.find(shape.line_end), body.size());
  if (!body.starts_with(kExcel) || end <= kExcel.size()) {
    shape.separator = separator_of(body.substr(0, end));
    return shape;
  }
  shape.separator = body[kExcel.size()];
  shape.skip += std::min(end + 1, body.size());
  return shape;
}

}  // namespace waymark
