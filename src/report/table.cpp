#include "report/table.h"

#include <fmt/format.h>

#include <cmath>

#include "base/check.h"

namespace waymark::report {
namespace {

std::string csv_cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t").find(text.front()) != std::string_view::npos) text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

std::string csv_cell(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return csv_cell(*text);
  const double value = std::get<Number>(cell).value;
  return std::isfinite(value) ? fmt::format("{}", value) : "";
}

}  // namespace

std::string to_csv(const Table& table) {
  std::string csv;
  for (std::size_t i = 0; i < table.columns.size(); ++i) csv += (i > 0 ? "," : "") + csv_cell(table.columns[i].key);
  csv += '\n';
  for (const auto& row : table.rows) {
    CHECK(row.size() == table.columns.size());
    for (std::size_t i = 0; i < row.size(); ++i) csv += (i > 0 ? "," : "") + csv_cell(row[i]);
    csv += '\n';
  }
  return csv;
}

std::string shown(const Number& number) {
  if (std::isnan(number.value)) return "";
  if (std::isinf(number.value)) return number.value > 0 ? "∞" : "-∞";
  std::string digits = fmt::format("{:.{}f}", std::abs(number.value), number.decimals);
  const std::size_t point = digits.find('.');
  const std::size_t whole = point == std::string::npos ? digits.size() : point;
  if (whole > 4)
    for (std::size_t i = whole; i > 3;) digits.insert(i -= 3, "\u202f");
  return (number.value < 0 ? "\u2212" : "") + digits;
}

}  // namespace waymark::report
