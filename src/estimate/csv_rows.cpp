#include "estimate/csv_rows.h"

#include <algorithm>
#include <array>

#include "base/csv_shape.h"

namespace waymark::estimate {
namespace {

/// Cells as they are read, one letter after the other.
class Rows {
 public:
  Rows(char separator, char line_end) : separator_(separator), line_end_(line_end) {}

  /// @param next the letter behind, or 0 @return whether that one is taken too
  bool take(char c, char next) {
    line_ += c == line_end_;
    if (quoted_ && c == '"' && next == '"') {
      cell_ += c;
      return true;
    }
    if (c == '"' && (quoted_ || cell_of(cell_).empty())) {
      if (!quoted_) opened_ = line_, cell_.clear();
      quoted_ = !quoted_;
    } else if (!quoted_ && c == separator_) {
      end_cell();
    } else if (!quoted_ && c == line_end_) {
      end_row();
    } else {
      cell_ += c;
    }
    return false;
  }

  Refused<std::vector<std::vector<std::string>>> finish() {
    if (quoted_) return refuse(Reason::kOpenQuote, opened_);
    if (!cell_.empty() || !row_.empty()) end_row();
    return std::move(rows_);
  }

 private:
  void end_cell() {
    row_.emplace_back(cell_of(cell_));
    cell_.clear();
  }
  void end_row() {
    end_cell();
    if (row_.size() > 1 || !row_.front().empty()) rows_.push_back(std::move(row_));
    row_ = {};
  }

  char separator_;
  char line_end_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::string> row_;
  std::string cell_;
  bool quoted_ = false;
  std::int64_t line_ = 1;
  std::int64_t opened_ = 0;
};

}  // namespace

Refused<std::vector<std::vector<std::string>>> csv_rows(std::string_view text) {
  const auto [separator, line_end, skip] = csv_shape_of(text);
  Rows rows(separator, line_end);
  for (std::size_t i = skip; i < text.size(); ++i)
    if (rows.take(text[i], i + 1 < text.size() ? text[i + 1] : '\0')) ++i;
  return rows.finish();
}

bool is_missing(std::string_view cell) {
  static constexpr std::array<std::string_view, 19> kWords{"",   "<na>",   "nat",    "н/д", "Н/Д",  "#н/д", "#Н/Д",
                                                           "na", "n/a",    "#n/a",   "nan", "null", "none", "nil",
                                                           "-",  "\u2013", "\u2014", "?",   "."};
  std::string word(cell);
  for (char& c : word)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return std::ranges::find(kWords, word) != kWords.end();
}

}  // namespace waymark::estimate
