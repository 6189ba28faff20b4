#include "courts/tally/query.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/encoding.h"
#include "courts/ids/court_date.h"
#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

constexpr std::string_view kAll = "all";
constexpr std::string_view kKeptSigns = "-._";

std::unexpected<Error> refuse(std::string sentence) {
  return fail(Code::kInvalid, "courts/tally", std::move(sentence));
}

/// Everything that means something in a cell's name or to a shell is written as %XX; letters of any script stay.
std::string guarded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool kept = is_word_byte(c) || kKeptSigns.find(c) != std::string_view::npos;
    out += kept ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string unguarded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      if (const auto byte = from_hex(lowered(text.substr(i + 1, 2)))) {
        out += static_cast<char>((*byte)[0]);
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

std::string dimension_names() {
  std::string names;
  for (int i = 0; i < kDimensions; ++i) names += (i > 0 ? ", " : "") + std::string{name_of(static_cast<Dimension>(i))};
  return names;
}

Result<Dimension> dimension_of(std::string_view name) {
  if (const auto found = dimension_named(name)) return *found;
  return refuse(fmt::format("\"{}\" is no dimension; there are {}.", name, dimension_names()));
}

std::optional<std::int32_t> last_day_of_month(int year, int month) {
  const auto next = month == 12 ? day_of(year + 1, 1, 1) : day_of(year, month + 1, 1);
  return next ? std::optional{*next - 1} : std::nullopt;
}

enum class End { kFirst, kLast };
/// First or last day of "2024", "2024-03" or "2024-03-15".
std::optional<std::int32_t> day_at_end(std::string_view text, End end) {
  if (text.size() == 10) return day_of_iso(text);
  if (text.size() != 4 && text.size() != 7) return std::nullopt;
  const bool year_only = text.size() == 4;
  const auto first = day_of_iso(std::string{text} + (year_only ? "-01-01" : "-01"));
  if (!first || end == End::kFirst) return first;
  const YearMonth month = month_of(*first);
  return last_day_of_month(month.year, year_only ? 12 : month.month);
}

Result<void> read_days(Filter& filter, std::string_view value) {
  if (value == kUnknownWord) {
    filter.words.emplace_back(value);
    return {};
  }
  const std::size_t dots = value.find("..");
  const auto from = day_at_end(value.substr(0, dots), End::kFirst);
  const auto to = day_at_end(dots == std::string_view::npos ? value : value.substr(dots + 2), End::kLast);
  if (!from || !to || *from > *to)
    return refuse(fmt::format("\"{}\" is no time; write 2024, 2024-03, 2024-03-15 or 2024-01..2024-06.", value));
  filter.from = *from;
  filter.to = *to;
  return {};
}

Result<Filter> filter_of(std::string_view text) {
  const std::size_t sign = text.find('=');
  if (sign == std::string_view::npos)
    return refuse(fmt::format("\"{}\" is no filter; write for example article=337.", text));
  Filter filter;
  LET(filter.dimension, dimension_of(text.substr(0, sign)));
  const std::string_view value = text.substr(sign + 1);
  if (is_month(filter.dimension)) {
    TRY(read_days(filter, value));
    return filter;
  }
  for (const std::string_view one : split(value, "+")) filter.words.push_back(unguarded(one));
  std::sort(filter.words.begin(), filter.words.end());
  filter.words.erase(std::unique(filter.words.begin(), filter.words.end()), filter.words.end());
  for (const std::string& word : filter.words) {
    const bool all_stages = filter.dimension == Dimension::kStage && word == kAll;
    if (!all_stages && !is_word_of(filter.dimension, word))
      return refuse(fmt::format("\"{}\" is no value of {}.", word, name_of(filter.dimension)));
  }
  if (filter.words.empty()) return refuse(fmt::format("{}= needs a value.", name_of(filter.dimension)));
  return filter;
}

Result<void> add_filters(Query& query, std::vector<Filter> filters) {
  std::sort(filters.begin(), filters.end(), [](const Filter& a, const Filter& b) { return a.dimension < b.dimension; });
  for (Filter& filter : filters) {
    if (!query.filters.empty() && query.filters.back().dimension == filter.dimension)
      return refuse(fmt::format("{} is named twice; several values are written {}=a+b.", name_of(filter.dimension),
                                name_of(filter.dimension)));
    query.filters.push_back(std::move(filter));
  }
  std::erase_if(query.filters, [](const Filter& filter) { return filter.words == std::vector{std::string{kAll}}; });
  return {};
}

Result<Unit> unit_of(std::string_view word) {
  if (word == name_of(Unit::kCases)) return Unit::kCases;
  if (word == name_of(Unit::kPersons)) return Unit::kPersons;
  return refuse(fmt::format("\"{}\" is not counted; there are cases and persons.", word));
}

Result<std::int32_t> as_of_day(std::string_view text) {
  if (text.empty()) return kNoDay;
  if (const auto day = day_of_iso(text)) return *day;
  return refuse(fmt::format("--as-of: \"{}\" is not a day like 2024-11-30.", text));
}

Result<void> add_values(Cell& cell, std::string_view text) {
  for (const std::string_view one : split(text, ",")) {
    const std::size_t sign = one.find('=');
    if (sign == std::string_view::npos) return refuse(fmt::format("\"{}\" is no value of a cell.", one));
    LET(const Dimension dimension, dimension_of(one.substr(0, sign)));
    const std::string word = unguarded(one.substr(sign + 1));
    if (!is_word_of(dimension, word)) return refuse(fmt::format("\"{}\" is no value of {}.", word, name_of(dimension)));
    cell.query.by.push_back(dimension);
    cell.words.push_back(word);
  }
  if (cell.words.size() > kByMax) return refuse("a cell has at most three values.");
  return {};
}

Result<Measure> measure_of(std::string_view name) {
  for (int i = 0; i < kMeasures; ++i)
    if (name_of(static_cast<Measure>(i)) == name) return static_cast<Measure>(i);
  return refuse(fmt::format("\"{}\" is nothing that is counted in a cell.", name));
}

}  // namespace

std::string_view name_of(Unit unit) { return unit == Unit::kCases ? "cases" : "persons"; }

std::string_view name_of(Measure measure) {
  constexpr std::array<std::string_view, kMeasures> kNames = {"count",     "decided", "in_force",
                                                              "sentences", "known",   "suspended"};
  return kNames[static_cast<std::size_t>(measure)];
}

std::string Filter::written() const {
  std::string text = std::string{name_of(dimension)} + "=";
  if (from != kNoDay) return text + (from == to ? iso_day(from) : iso_day(from) + ".." + iso_day(to));
  for (std::size_t i = 0; i < words.size(); ++i) text += (i > 0 ? "+" : "") + guarded(words[i]);
  return text;
}

Result<Query> query_of(const QueryWords& words) {
  Query query;
  LET(query.unit, unit_of(words.unit));
  LET(query.as_of, as_of_day(words.as_of));
  for (const std::string& name : words.by) {
    LET(const Dimension dimension, dimension_of(name));
    if (std::find(query.by.begin(), query.by.end(), dimension) != query.by.end())
      return refuse(fmt::format("--by names {} twice.", name));
    query.by.push_back(dimension);
  }
  if (query.by.size() > kByMax) return refuse("--by takes at most three dimensions.");
  std::vector<Filter> filters;
  bool stage = std::find(query.by.begin(), query.by.end(), Dimension::kStage) != query.by.end();
  for (const std::string& text : words.where) {
    LET(Filter filter, filter_of(text));
    stage = stage || filter.dimension == Dimension::kStage;
    filters.push_back(std::move(filter));
  }
  if (!stage) filters.push_back({.dimension = Dimension::kStage, .words = {std::string{name_of(Stage::kFirst)}}});
  TRY(add_filters(query, std::move(filters)));
  return query;
}

std::string row_name(const Query& query, const std::vector<std::string>& words) {
  std::string name{name_of(query.unit)};
  if (query.as_of != kNoDay) name += "@" + iso_day(query.as_of);
  name += ':';
  for (std::size_t i = 0; i < query.filters.size(); ++i) name += (i > 0 ? "," : "") + query.filters[i].written();
  name += ':';
  for (std::size_t i = 0; i < words.size(); ++i)
    name += fmt::format("{}{}={}", i > 0 ? "," : "", name_of(query.by[i]), guarded(words[i]));
  return name;
}

Result<Cell> cell_named(std::string_view name) {
  const std::size_t first = name.find(':');
  const std::size_t second = first == std::string_view::npos ? first : name.find(':', first + 1);
  if (second == std::string_view::npos)
    return refuse(
        "that is no name of a cell; take one from the column \"cell\" of a table, and add /suspended or the like.");
  Cell cell;
  const std::string_view head = name.substr(0, first);
  LET(cell.query.unit, unit_of(head.substr(0, head.find('@'))));
  if (head.find('@') != std::string_view::npos) {
    LET(cell.query.as_of, as_of_day(head.substr(head.find('@') + 1)));
  }
  std::vector<Filter> filters;
  for (const std::string_view one : split(name.substr(first + 1, second - first - 1), ",")) {
    LET(Filter filter, filter_of(one));
    filters.push_back(std::move(filter));
  }
  TRY(add_filters(cell.query, std::move(filters)));
  const std::string_view rest = name.substr(second + 1);
  const std::size_t slash = rest.find('/');
  TRY(add_values(cell, rest.substr(0, slash)));
  if (slash != std::string_view::npos) {
    LET(cell.measure, measure_of(rest.substr(slash + 1)));
  }
  return cell;
}

}  // namespace waymark::courts
