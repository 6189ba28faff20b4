// Table: titled columns and rows of texts and numbers, written as CSV for machines and as HTML for people.
//
// A number keeps its value in the CSV (full precision, point as the decimal mark) and is shown in HTML as `decimals`
// says, with a thin space between thousands. Thread rule: values.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/language.h"

namespace waymark::report {

struct Number {
  double value = 0;
  int decimals = 0;
};
using Cell = std::variant<std::string, Number>;

struct Column {
  std::string key;    ///< name in the CSV: lower case, no blanks
  std::string title;  ///< what a reader sees
};

struct Table {
  Language language = Language::kEnglish;  ///< of what a reader sees: Russian and Ukrainian write "12,5"
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  ///< each as long as `columns`
};

/// RFC 4180 with line feeds; the first line holds the keys. A cell that a spreadsheet would take for a formula (= + - @
/// first, unless it is a number) starts with an apostrophe.
std::string to_csv(const Table& table);

/// Aligned for a terminal: a line of titles, a line for each row, each ended by a line feed; columns that hold numbers
/// stand to the right. One code point counts as one place.
std::string to_lines(const Table& table);

/// What a reader sees of a cell.
std::string cell_text(const Cell& cell, Language language);
/// Whether any cell of the column is a number.
bool is_numeric(const Table& table, std::size_t column);

/// "12 345.7", in Russian and Ukrainian "12 345,7": rounded, grouped by narrow no-break spaces; "∞" for an infinite
/// value.
std::string shown(const Number& number, Language language);

}  // namespace waymark::report
