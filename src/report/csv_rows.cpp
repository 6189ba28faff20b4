#include "report/csv_rows.h"

#include <algorithm>

namespace waymark::report {
namespace {

/// Takes one cell off the front, without what ends it. @error kMalformed
Result<std::string> take_cell(std::string_view& csv) {
  std::string cell;
  if (!csv.starts_with('"')) {
    const std::size_t end = std::min(csv.find_first_of(",\n"), csv.size());
    cell = csv.substr(0, end);
    csv.remove_prefix(end);
    if (cell.find('"') != std::string::npos) return fail(Code::kMalformed, "report/csv");
    return cell;
  }
  csv.remove_prefix(1);
  while (true) {
    const std::size_t quote = csv.find('"');
    if (quote == std::string_view::npos) return fail(Code::kMalformed, "report/csv", "a quote is not closed");
    cell += csv.substr(0, quote);
    csv.remove_prefix(quote + 1);
    if (!csv.starts_with('"')) return cell;
    cell += '"';
    csv.remove_prefix(1);
  }
}

}  // namespace

Result<std::vector<std::vector<std::string>>> csv_rows(std::string_view csv) {
  std::vector<std::vector<std::string>> rows;
  while (!csv.empty()) {
    auto& row = rows.emplace_back();
    while (true) {
      LET(std::string cell, take_cell(csv));
      row.push_back(std::move(cell));
      if (csv.empty()) return fail(Code::kMalformed, "report/csv", "the last line is cut off");
      const char end = csv.front();
      csv.remove_prefix(1);
      if (end == '\n') break;
      if (end != ',') return fail(Code::kMalformed, "report/csv");
    }
    if (row.size() != rows.front().size()) return fail(Code::kMalformed, "report/csv", "rows of different lengths");
  }
  return rows;
}

}  // namespace waymark::report
