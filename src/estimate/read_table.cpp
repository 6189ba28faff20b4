#include "estimate/read_table.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>

#include "base/utf8.h"
#include "estimate/csv_rows.h"

namespace waymark::estimate {
namespace {

using Row = std::vector<std::string>;

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::optional<bool> presence(const std::string& cell) {
  static const std::set<std::string> kYes{"1", "true", "yes", "obs"};
  static const std::set<std::string> kNo{"0", "false", "no", "un"};
  const std::string word = lower(cell);
  if (kYes.contains(word)) return true;
  if (kNo.contains(word)) return false;
  return std::nullopt;
}

bool names_a_count(const std::string& name) {
  static const std::set<std::string> kNames{"count",      "counts",     "freq",      "frequency", "n",     "y",
                                            "number",     "people",     "total",     "obs",       "число", "Число",
                                            "количество", "Количество", "кількість", "Кількість"};
  return kNames.contains(lower(name));
}

/// "1,000", "1.000", "1 000", "12 345 678" (also with a no-break space or an apostrophe): groups of three digits.
bool may_mean_thousands(std::string_view digits) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t groups = 0;
  std::size_t run = 0;
  for (std::size_t at = 0; at < digits.size();) {
    if (is_digit(digits[at])) {
      ++run, ++at;
      continue;
    }
    std::size_t mark = 0;
    for (const std::string_view one : {",", ".", " ", "'", "\u00a0", "\u202f", "\u2009", "\u2019"})
      if (digits.substr(at).starts_with(one)) mark = one.size();
    if (mark == 0 || run == 0 || run > 3 || (groups > 0 && run != 3)) return false;
    ++groups, run = 0, at += mark;
  }
  return groups > 0 && run == 3;
}

/// @error kNotANumber, kNegative, kFractional, kThousands, kOverflow
Refused<std::int64_t> parse_count(const std::string& cell, std::int64_t line) {
  const std::string_view digits = cell.starts_with('-') ? std::string_view(cell).substr(1) : std::string_view(cell);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (digits.empty() || !is_digit(digits.front())) return refuse(Reason::kNotANumber, line);
  const auto whole =
      digits.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(digits, is_digit) - digits.begin()));
  const auto rest = digits.substr(whole.size());
  const bool fraction =
      rest.size() > 1 && (rest.front() == '.' || rest.front() == ',') && std::ranges::all_of(rest.substr(1), is_digit);
  // Whether a thousand or one is meant nobody here can tell; "1.000" has been both.
  if (may_mean_thousands(digits)) return refuse(Reason::kThousands, line);
  if (!rest.empty() && !fraction) return refuse(Reason::kNotANumber, line);
  if (fraction && rest.find_first_not_of('0', 1) != std::string_view::npos) return refuse(Reason::kFractional, line);
  std::int64_t value = 0;
  const auto parsed = std::from_chars(whole.data(), whole.data() + whole.size(), value);
  if (parsed.ec != std::errc{} || value > kCountMax) return refuse(Reason::kOverflow, line);
  if (cell.starts_with('-') && value != 0) return refuse(Reason::kNegative, line);
  return value;
}

constexpr std::string_view kTo = "..";

/// "1..4": somewhere between these; a number alone is both ends. @error as parse_count
Refused<HiddenCount> parse_range(const std::string& cell, std::int64_t line) {
  const std::size_t to = cell.find(kTo);
  auto low = parse_count(cell.substr(0, to), line);
  if (!low) return std::unexpected(low.error());
  if (to == std::string::npos) return HiddenCount{0, *low, *low};
  auto high = parse_count(cell.substr(to + kTo.size()), line);
  if (!high) return std::unexpected(high.error());
  if (*high < *low) return refuse(Reason::kNotANumber, line);
  return HiddenCount{0, *low, *high};
}

/// Whether the last column, of 0 and 1 alone, may be counts: no two rows are alike in what stands before it, as in a
/// table of patterns. Of people that many would be alike.
bool may_be_counts(const std::vector<Row>& rows) {
  constexpr std::size_t kRowsMin = 4;
  std::set<Row> before;
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (rows[i].empty() || !before.insert(Row(rows[i].begin(), rows[i].end() - 1)).second) return false;
  return before.size() >= kRowsMin;
}

struct Columns {
  std::vector<std::size_t> lists;
  std::optional<std::size_t> count;
  std::optional<std::size_t> stratum;
};

Refused<Columns> find_columns(const std::vector<Row>& rows, const ReadOptions& options) {
  const Row& header = rows.front();
  Columns columns;
  const auto named = [&](const std::string& name) -> std::optional<std::size_t> {
    const auto found = std::ranges::find(header, name);
    if (name.empty() || found == header.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header.begin());
  };
  columns.stratum = named(options.stratum_column);
  columns.count = named(options.count_column);
  if ((!options.stratum_column.empty() && !columns.stratum) || (!options.count_column.empty() && !columns.count))
    return refuse(Reason::kNotATable, 1);
  if (!columns.count) {
    const std::size_t last = header.size() - 1;
    const bool counts = std::ranges::any_of(rows.begin() + 1, rows.end(), [&](const Row& row) {
      return row.size() == header.size() && !presence(row[last]).has_value() && !is_missing(row[last]);
    });
    if (last != columns.stratum && (counts || names_a_count(header[last]))) columns.count = last;
    if (!columns.count && names_a_count(header.front())) columns.count = 0;
    if (!columns.count && last != columns.stratum && may_be_counts(rows))
      return refuse(Reason::kCountOrList, 0, header[last]);
  }
  for (std::size_t i = 0; i < header.size(); ++i)
    if (i != columns.count && i != columns.stratum) columns.lists.push_back(i);
  return columns;
}

Refused<std::vector<std::string>> list_names(const Row& header, const Columns& columns) {
  std::vector<std::string> names;
  for (const std::size_t i : columns.lists) {
    if (std::ranges::find(names, header[i]) != names.end()) return refuse(Reason::kSameListName, 0, header[i]);
    names.push_back(header[i]);
  }
  if (names.size() > static_cast<std::size_t>(kListsMax))
    return refuse(Reason::kTooManyLists, static_cast<std::int64_t>(names.size()));
  return names;
}

/// Tables being filled, one a stratum, in the order of their first row.
class Tables {
 public:
  Tables(std::vector<std::string> names, const Columns& columns) : names_(std::move(names)), columns_(columns) {}

  Refused<void> add(const Row& row, std::int64_t line) {
    Pattern pattern = 0;
    for (std::size_t list = 0; list < columns_.lists.size(); ++list) {
      const auto on = presence(row[columns_.lists[list]]);
      if (!on) return refuse(Reason::kNotPresence, line, names_[list]);
      if (*on) pattern |= Pattern{1} << list;
    }
    const std::string cell = columns_.count ? row[*columns_.count] : "1";
    // The unknown count of people on no list may be written as such.
    if (pattern == 0 && (cell.empty() || lower(cell) == "na" || cell == "0")) return {};
    auto count = parse_range(cell, line);
    if (!count) return std::unexpected(count.error());
    if (pattern == 0) return refuse(Reason::kNobodyPattern, line);
    count->pattern = pattern;
    return put(columns_.stratum ? row[*columns_.stratum] : "", *count, line);
  }

  std::vector<Stratum> finish() {
    std::vector<Stratum> strata;
    for (const auto& [name, place] : order_)
      strata.push_back({name, {names_, std::move(filled_[place])}, std::move(hidden_[place])});
    return strata;
  }

 private:
  Refused<void> put(const std::string& stratum, const HiddenCount& count, std::int64_t line) {
    const auto known = std::ranges::find(order_, stratum, &std::pair<std::string, std::size_t>::first);
    const std::size_t place = known == order_.end() ? filled_.size() : known->second;
    if (known == order_.end()) {
      order_.emplace_back(stratum, place);
      filled_.emplace_back(std::size_t{1} << names_.size(), 0);
      seen_.emplace_back();
      sums_.push_back(0);
      hidden_.emplace_back();
    }
    if (columns_.count && !seen_[place].insert(count.pattern).second) return refuse(Reason::kDuplicatePattern, line);
    filled_[place][count.pattern] += (count.low + count.high) / 2;
    if (count.low != count.high) hidden_[place].push_back(count);
    sums_[place] += count.high;
    if (sums_[place] > kCountMax) return refuse(Reason::kOverflow, line);
    return {};
  }

  std::vector<std::string> names_;
  const Columns& columns_;
  std::vector<std::pair<std::string, std::size_t>> order_;
  std::vector<std::vector<std::int64_t>> filled_;
  std::vector<std::set<Pattern>> seen_;
  std::vector<std::int64_t> sums_;
  std::vector<std::vector<HiddenCount>> hidden_;
};

using Ids = std::map<std::string, Pattern>;

/// People of one list by their id. One without an id may be anybody on the other lists: nobody can count them.
Refused<void> add_list(Ids& people, const NamedList& list, std::string_view id_column, Pattern bit) {
  if (!decode_utf8(list.text)) return refuse(Reason::kNotUtf8);
  const auto read = csv_rows(list.text);
  if (!read) return std::unexpected(read.error());
  const std::vector<Row>& rows = *read;
  if (rows.empty()) return refuse(Reason::kEmpty);
  const Row& header = rows.front();
  const auto column = std::ranges::find(header, id_column);
  if (column == header.end()) return refuse(Reason::kNoColumn, 0, std::string(id_column));
  if (std::ranges::count(header, id_column) > 1) return refuse(Reason::kSameColumn, 0, std::string(id_column));
  const auto place = static_cast<std::size_t>(column - header.begin());
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto line = static_cast<std::int64_t>(i + 1);
    if (rows[i].size() != header.size()) return refuse(Reason::kRagged, line);
    if (is_missing(rows[i][place])) return refuse(Reason::kNoValue, line, std::string(id_column));
    people[rows[i][place]] |= bit;
  }
  return {};
}

}  // namespace

Refused<std::vector<Stratum>> read_table(std::string_view text, const ReadOptions& options) {
  if (!decode_utf8(text)) return refuse(Reason::kNotUtf8);
  const auto read = csv_rows(text);
  if (!read) return std::unexpected(read.error());
  const std::vector<Row>& rows = *read;
  if (rows.size() < 2) return refuse(Reason::kEmpty);
  auto columns = find_columns(rows, options);
  if (!columns) return std::unexpected(columns.error());
  auto names = list_names(rows.front(), *columns);
  if (!names) return std::unexpected(names.error());
  Tables tables(std::move(*names), *columns);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto line = static_cast<std::int64_t>(i + 1);
    if (rows[i].size() != rows.front().size()) return refuse(Reason::kNotATable, line);
    if (columns->stratum && is_missing(rows[i][*columns->stratum]))
      return refuse(Reason::kNoValue, line, rows.front()[*columns->stratum]);
    if (auto added = tables.add(rows[i], line); !added) return std::unexpected(added.error());
  }
  auto strata = tables.finish();
  if (strata.empty()) return refuse(Reason::kEmpty);
  return strata;
}

Refused<OverlapTable> read_lists(std::span<const NamedList> lists, std::string_view id_column) {
  if (lists.size() > static_cast<std::size_t>(kListsMax))
    return refuse(Reason::kTooManyLists, static_cast<std::int64_t>(lists.size()));
  std::vector<std::string> names;
  Ids people;
  for (std::size_t list = 0; list < lists.size(); ++list) {
    if (std::ranges::find(names, lists[list].name) != names.end())
      return refuse(Reason::kSameListName, 0, lists[list].name);
    names.push_back(lists[list].name);
    auto added = add_list(people, lists[list], id_column, Pattern{1} << list);
    if (added) continue;
    added.error().list = lists[list].name;
    return std::unexpected(added.error());
  }
  std::vector<std::int64_t> counts(std::size_t{1} << lists.size(), 0);
  for (const auto& [id, pattern] : people) ++counts[pattern];
  return OverlapTable{std::move(names), std::move(counts)};
}

}  // namespace waymark::estimate
