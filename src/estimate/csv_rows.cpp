#include "estimate/csv_rows.h"

#include "base/csv_shape.h"

namespace waymark::estimate {
namespace {

std::string trimmed(const std::string& cell) {
  const auto first = cell.find_first_not_of(" \t\r");
  if (first == std::string::npos) return {};
  return cell.substr(first, cell.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

std::vector<std::vector<std::string>> csv_rows(std::string_view text) {
  const auto [separator, line_end, skip] = csv_shape_of(text);
  text.remove_prefix(skip);
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
  const auto end_cell = [&] {
    row.push_back(trimmed(cell));
    cell.clear();
  };
  const auto end_row = [&] {
    end_cell();
    if (row.size() > 1 || !row.front().empty()) rows.push_back(std::move(row));
    row = {};
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
      cell += text[++i];
    else if (c == '"')
      quoted = !quoted;
    else if (!quoted && c == separator)
      end_cell();
    else if (!quoted && c == line_end)
      end_row();
    else
      cell += c;
  }
  if (!cell.empty() || !row.empty()) end_row();
  return rows;
}

}  // namespace waymark::estimate
