#include "figures/series.h"

#include <algorithm>
#include <array>

#include "base/csv_shape.h"
#include "base/utf8.h"
#include "figures/attacker.h"

namespace waymark::figures {
namespace {

constexpr std::array<std::string_view, 3> kKinds{"exact", "at-least", "about"};
constexpr std::array<std::string_view, 4> kColumns{"month", "value", "kind", "note"};
constexpr std::string_view kMark = "\xEF\xBB\xBF";  // that some programs put in front of a text

std::unexpected<SeriesError> bad(std::string code, std::size_t line, std::size_t column, std::string_view what = {}) {
  return std::unexpected(SeriesError{std::move(code), line, column, std::string(what)});
}

std::size_t characters(std::string_view text) { return count_code_points(text).value_or(text.size()); }

bool is_control(char letter) { return (static_cast<unsigned char>(letter) < 0x20 && letter != '\t') || letter == 0x7F; }

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

struct TableCell {
  std::string text;
  std::size_t column = 1;
};

/// One line of CSV. A quoted cell ends on its line.
std::expected<std::vector<TableCell>, SeriesError> cells_of(std::string_view line, std::size_t number, char separator) {
  std::vector<TableCell> cells;
  std::string_view rest = line;
  for (;;) {
    TableCell cell{.text = {}, .column = characters(line.substr(0, line.size() - rest.size())) + 1};
    if (rest.starts_with('"')) {
      rest.remove_prefix(1);
      for (;;) {
        const std::size_t quote = rest.find('"');
        if (quote == std::string_view::npos) return bad("quote", number, cell.column);
        cell.text += rest.substr(0, quote);
        rest.remove_prefix(quote + 1);
        if (!rest.starts_with('"')) break;
        cell.text += '"';
        rest.remove_prefix(1);
      }
      if (!rest.empty() && !rest.starts_with(separator)) return bad("quote", number, cell.column);
    } else {
      const std::size_t end = std::min(rest.find(separator), rest.size());
      cell.text = trimmed(rest.substr(0, end));
      if (cell.text.find('"') != std::string::npos) return bad("quote", number, cell.column);
      rest.remove_prefix(end);
    }
    cells.push_back(std::move(cell));
    if (rest.empty()) return cells;
    rest.remove_prefix(1);
  }
}

class Reader {
 public:
  Reader(std::string_view text, const Registry& registry) : text_(text), registry_(registry) {}

  std::expected<OtherSeries, SeriesError> read() {
    if (text_.size() > kSeriesBytesMax) return bad("too-large", 1, 1, std::to_string(kSeriesBytesMax));
    if (text_.starts_with(kMark)) text_.remove_prefix(kMark.size());
    const char line_end = text_.find('\n') == std::string_view::npos ? '\r' : '\n';
    while (!text_.empty()) {
      const std::size_t end = text_.find(line_end);
      std::string_view line = text_.substr(0, end);
      text_.remove_prefix(end == std::string_view::npos ? text_.size() : end + 1);
      ++number_;
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (auto done = take(line); !done) return std::unexpected(done.error());
    }
    return finish();
  }

 private:
  using Done = std::expected<void, SeriesError>;

  Done take(std::string_view line) {
    if (!count_code_points(line)) return bad("text", number_, 1);
    const auto control = std::ranges::find_if(line, is_control);
    if (control != line.end())
      return bad("text", number_, characters(line.substr(0, static_cast<std::size_t>(control - line.begin()))) + 1);
    if (trimmed(line).empty()) return {};
    if (line.starts_with('#')) return take_member(line);
    return columns_.empty() ? take_columns(line) : take_point(line);
  }

  Done take_member(std::string_view line) {
    const std::size_t colon = line.find(':');
    const std::string_view name = trimmed(line.substr(1, colon == std::string_view::npos ? colon : colon - 1));
    if (colon == std::string_view::npos || !columns_.empty()) return bad("member", number_, 1, name);
    const std::string_view value = trimmed(line.substr(colon + 1));
    std::string* target = place_of(name);
    if (target == nullptr) return bad("member", number_, 3, name);
    if (!target->empty()) return bad("twice", number_, 3, name);
    if (value.empty()) return bad("no-member", number_, characters(line) + 1, name);
    if (characters(value) > kSeriesTextMax) return bad("long", number_, 3, std::to_string(kSeriesTextMax));
    *target = value;
    if (name == "id" && !is_id(value)) return bad("id", number_, 3, value);
    if (name == "beside" && registry_.newest(value) == nullptr) return bad("metric", number_, 3, value);
    return {};
  }

  static bool is_id(std::string_view text) {
    return text.size() <= 40 && std::ranges::all_of(text, [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
  }

  std::string* place_of(std::string_view name) {
    if (name == "id") return &series_.id;
    if (name == "beside") return &series_.beside;
    if (name == "organisation") return &series_.organisation;
    if (name == "source") return &series_.source;
    for (const Language language : kLanguages) {
      const std::string ending = "." + std::string(code_of(language));
      if (name == "name" + ending) return &series_.name[language];
      if (name == "definition" + ending) return &series_.definition[language];
    }
    return nullptr;
  }

  Done take_columns(std::string_view line) {
    separator_ = csv_shape_of(line).separator;  // spreadsheets in Russian and Ukrainian write semicolons
    auto cells = cells_of(line, number_, separator_);
    if (!cells) return std::unexpected(cells.error());
    for (const TableCell& cell : *cells) {
      if (std::ranges::find(kColumns, cell.text) == kColumns.end())
        return bad("columns", number_, cell.column, cell.text);
      if (std::ranges::find(columns_, cell.text) != columns_.end())
        return bad("twice", number_, cell.column, cell.text);
      columns_.push_back(cell.text);
    }
    for (const std::string_view needed : {kColumns[0], kColumns[1]})
      if (std::ranges::find(columns_, needed) == columns_.end()) return bad("columns", number_, 1, needed);
    return {};
  }

  Done take_point(std::string_view line) {
    auto cells = cells_of(line, number_, separator_);
    if (!cells) return std::unexpected(cells.error());
    if (cells->size() != columns_.size()) return bad("cells", number_, 1, std::to_string(columns_.size()));
    if (series_.points.size() == kSeriesPointsMax)
      return bad("too-large", number_, 1, std::to_string(kSeriesPointsMax));
    SeriesPoint point;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (auto done = take_cell(columns_[i], (*cells)[i], point); !done) return done;
    if (!series_.points.empty() && point.month == series_.points.back().month)
      return bad("twice", number_, 1, point.month.text());
    if (!series_.points.empty() && point.month < series_.points.back().month)
      return bad("order", number_, 1, point.month.text());
    series_.points.push_back(std::move(point));
    return {};
  }

  Done take_cell(std::string_view column, const TableCell& cell, SeriesPoint& point) const {
    if (column == "month") {
      const auto month = Month::parse(cell.text);
      if (!month.has_value()) return bad("month", number_, cell.column, cell.text);
      point.month = *month;
    } else if (column == "value") {
      const bool digits = !cell.text.empty() && cell.text.size() <= 10 &&
                          std::ranges::all_of(cell.text, [](char c) { return c >= '0' && c <= '9'; });
      point.value = digits ? std::stoll(cell.text) : kFigureMax + 1;
      if (point.value > kFigureMax) return bad("value", number_, cell.column, cell.text);
    } else if (column == "kind") {
      const auto* const found = std::ranges::find(kKinds, cell.text.empty() ? kKinds[0] : std::string_view(cell.text));
      if (found == kKinds.end()) return bad("kind", number_, cell.column, cell.text);
      point.kind = static_cast<SeriesPoint::Kind>(found - kKinds.begin());
    } else {
      if (characters(cell.text) > kSeriesTextMax)
        return bad("long", number_, cell.column, std::to_string(kSeriesTextMax));
      point.note = cell.text;
    }
    return {};
  }

  std::expected<OtherSeries, SeriesError> finish() {
    const auto missing = [&](std::string name) { return bad("no-member", number_ + 1, 1, name); };
    if (series_.id.empty()) return missing("id");
    if (series_.beside.empty()) return missing("beside");
    if (series_.organisation.empty()) return missing("organisation");
    if (series_.source.empty()) return missing("source");
    for (const Language language : kLanguages) {
      const std::string ending = "." + std::string(code_of(language));
      if (series_.name[language].empty()) return missing("name" + ending);
      if (series_.definition[language].empty()) return missing("definition" + ending);
    }
    if (series_.points.empty()) return bad("empty", number_ + 1, 1);
    return std::move(series_);
  }

  std::string_view text_;
  const Registry& registry_;
  std::size_t number_ = 0;
  char separator_ = ',';
  std::vector<std::string> columns_;
  OtherSeries series_;
};

}  // namespace

const SeriesPoint* OtherSeries::at(Month month) const {
  const auto found = std::ranges::lower_bound(points, month, {}, &SeriesPoint::month);
  return found == points.end() || found->month != month ? nullptr : &*found;
}

std::expected<OtherSeries, SeriesError> parse_series(std::string_view text, const Registry& registry) {
  return Reader(text, registry).read();
}

std::string_view name_of(SeriesPoint::Kind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

}  // namespace waymark::figures
