#include "report/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/check.h"

namespace waymark::report {
namespace {

/// What a spreadsheet takes for the beginning of a formula, full-width letters of East Asia too.
constexpr std::array<std::string_view, 8> kFormulaSigns = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};

bool begins_formula(std::string_view text) {
  return std::ranges::any_of(kFormulaSigns, [&](std::string_view sign) { return text.starts_with(sign); });
}

/// With an apostrophe before whatever a spreadsheet would run: at the beginning of the cell, and behind each mark that
/// ends a cell for a program that was set up for another separator.
std::string disarmed(std::string_view text) {
  std::string out;
  bool begins = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (begins && (text[i] == '\t' || text[i] == '\r' || begins_formula(text.substr(i)))) out += '\'';
    out += text[i];
    begins = std::string_view{",;\t\"\r\n"}.find(text[i]) != std::string_view::npos;
  }
  return out;
}

std::string text_cell(std::string_view stranger) {
  const std::string text = disarmed(stranger);
  if (text.find_first_of(",;\t\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

std::string csv_cell(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return text_cell(*text);
  const double value = std::get<Number>(cell).value;
  return std::isfinite(value) ? fmt::format("{}", value) : "";
}

std::size_t places(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

/// A terminal obeys control characters, and these texts are from strangers' pages.
std::string printable(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) c = ' ';
  return text;
}

}  // namespace

std::string to_csv(const Table& table) {
  std::string csv;
  for (std::size_t i = 0; i < table.columns.size(); ++i) csv += (i > 0 ? "," : "") + text_cell(table.columns[i].key);
  csv += '\n';
  for (const auto& row : table.rows) {
    CHECK(row.size() == table.columns.size());
    for (std::size_t i = 0; i < row.size(); ++i) csv += (i > 0 ? "," : "") + csv_cell(row[i]);
    csv += '\n';
  }
  return csv;
}

std::string cell_text(const Cell& cell, Language language) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  return shown(std::get<Number>(cell), language);
}

bool is_numeric(const Table& table, std::size_t column) {
  for (const auto& row : table.rows)
    if (std::holds_alternative<Number>(row[column])) return true;
  return false;
}

std::string to_lines(const Table& table) {
  std::vector<std::vector<std::string>> lines(1);
  for (const Column& column : table.columns) lines[0].push_back(column.title);
  for (const auto& row : table.rows) {
    auto& line = lines.emplace_back();
    for (const Cell& cell : row) line.push_back(printable(cell_text(cell, table.language)));
  }
  std::vector<std::size_t> widths(table.columns.size());
  for (const auto& line : lines)
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], places(line[i]));
  std::string out;
  for (const auto& line : lines) {
    std::string text;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::string gap(widths[i] - places(line[i]), ' ');
      text += (i > 0 ? "  " : "") + (is_numeric(table, i) ? gap + line[i] : line[i] + gap);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  }
  return out;
}

std::string shown(const Number& number, Language language) {
  if (std::isnan(number.value)) return "";
  if (std::isinf(number.value)) return number.value > 0 ? "∞" : "-∞";
  std::string digits = fmt::format("{:.{}f}", std::abs(number.value), number.decimals);
  const std::size_t point = digits.find('.');
  const std::size_t whole = point == std::string::npos ? digits.size() : point;
  if (point != std::string::npos && language != Language::kEnglish) digits[point] = ',';
  if (whole > 4)
    for (std::size_t i = whole; i > 3;) digits.insert(i -= 3, "\u202f");
  return (number.value < 0 ? "\u2212" : "") + digits;
}

}  // namespace waymark::report
