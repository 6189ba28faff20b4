#include "base/csv_shape.h"

#include <algorithm>
#include <array>

namespace waymark {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kExcel = "sep=";
constexpr std::string_view kExcelQuoted = "\"sep=";
constexpr std::array<char, 3> kSeparators = {',', ';', '\t'};
constexpr std::array<std::string_view, 8> kBlanks = {" ",      "\t",     "\r",     "\u00a0",
                                                     "\u2009", "\u202f", "\u200b", kByteOrderMark};

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

/// Bytes before the first line that holds anything: marks, and lines of nothing but separators.
std::size_t before_the_first_line(std::string_view text, char line_end) {
  std::size_t skip = 0;
  while (text.substr(skip).starts_with(kByteOrderMark)) skip += kByteOrderMark.size();
  for (std::size_t end = text.find(line_end, skip); end != std::string_view::npos; end = text.find(line_end, skip)) {
    if (text.substr(skip, end - skip).find_first_not_of(" \t\r,;") != std::string_view::npos) break;
    skip = end + 1;
  }
  return skip;
}

}  // namespace

CsvShape csv_shape_of(std::string_view text) {
  CsvShape shape;
  shape.line_end = line_end_of(text);
  shape.skip = before_the_first_line(text, shape.line_end);
  const std::string_view body = text.substr(shape.skip);
  const std::size_t end = std::min(body.find(shape.line_end), body.size());
  const std::string_view excel = body.starts_with(kExcelQuoted) ? kExcelQuoted : kExcel;
  if (!body.starts_with(excel) || end <= excel.size()) {
    shape.separator = separator_of(body.substr(0, end));
    return shape;
  }
  shape.separator = body[excel.size()];
  shape.skip += std::min(end + 1, body.size());
  return shape;
}

std::string_view cell_of(std::string_view cell) {
  for (bool found = true; found && !cell.empty();) {
    found = false;
    for (const std::string_view blank : kBlanks) {
      if (cell.starts_with(blank)) cell.remove_prefix(blank.size()), found = true;
      if (cell.ends_with(blank)) cell.remove_suffix(blank.size()), found = true;
    }
  }
  return cell;
}

}  // namespace waymark
