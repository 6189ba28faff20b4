#include "estimate/people.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include "base/utf8.h"
#include "estimate/csv_rows.h"

namespace waymark::estimate {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::optional<double> number_of(const std::string& cell) {
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// Adds one feature, scaled to mean 0 and variance 1; one that is the same for everybody is left out.
void add_scaled(People& people, const std::string& name, const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  double mean = 0;
  for (const double value : values) mean += value / n;
  double variance = 0;
  for (const double value : values) variance += (value - mean) * (value - mean) / n;
  if (!(variance > 0)) return;
  people.features.push_back(name);
  for (std::size_t i = 0; i < values.size(); ++i)
    people.people[i].features.push_back((values[i] - mean) / std::sqrt(variance));
}

/// "18,5", "1 000", "12.05.1990": meant as something to count with, and not read as such.
bool looks_like_a_number(std::string_view cell) {
  return !cell.empty() && cell.front() >= '0' && cell.front() <= '9' &&
         cell.find_first_not_of("0123456789., '") == std::string_view::npos;
}

/// A column is all numbers or all words. One cell that is none would silently turn a number into words.
/// @error kNoValue, kMixedValues
Refused<void> check_values(const Rows& rows, std::size_t column) {
  std::size_t numbers = 0;
  std::optional<std::size_t> other;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const std::string& cell = rows[i][column];
    const auto line = static_cast<std::int64_t>(i + 1);
    if (is_missing(cell)) return refuse(Reason::kNoValue, line, rows.front()[column]);
    const bool number = number_of(cell).has_value();
    if (!number && looks_like_a_number(cell)) return refuse(Reason::kMixedValues, line, rows.front()[column]);
    numbers += number;
    if (!number && !other) other = i;
  }
  if (numbers > 0 && other)
    return refuse(Reason::kMixedValues, static_cast<std::int64_t>(*other + 1), rows.front()[column]);
  return {};
}

/// "1", "2", "5": names of groups that happen to be digits. Their order means nothing, and where it does, groups fit
/// too.
bool are_codes(const std::vector<double>& values) {
  std::map<double, std::size_t> counts;
  for (const double value : values)
    if (++counts[value]; counts.size() > kCodesMax) return false;
  return std::ranges::all_of(counts, [](const auto& one) { return one.second >= kLevelMin; });
}

/// @return whether the column holds numbers alone that are none of groups
bool add_numbers(People& people, const Rows& rows, std::size_t column) {
  std::vector<double> values;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto value = number_of(rows[i][column]);
    if (!value) return false;
    values.push_back(*value);
  }
  if (are_codes(values)) return false;
  const auto [least, most] = std::ranges::minmax(values);
  people.entered.push_back({.name = rows.front()[column], .low = least, .high = most});
  add_scaled(people, rows.front()[column], values);
  const double middle = (least + most) / 2;  // squares about the middle, so that they differ from the numbers
  for (double& value : values) value = (value - middle) * (value - middle);
  add_scaled(people, rows.front()[column] + "^2", values);
  return true;
}

/// One feature a word but the first; words of few people are one word.
void add_words(People& people, const Rows& rows, std::size_t column) {
  std::map<std::string, std::size_t> counts;
  for (std::size_t i = 1; i < rows.size(); ++i) ++counts[rows[i][column]];
  bool first = true;
  std::vector<std::string> rare;
  for (const auto& [word, count] : counts) {
    if (count < kLevelMin) {
      rare.push_back(word);
      continue;
    }
    if (std::exchange(first, false)) continue;
    people.features.push_back(rows.front()[column] + "=" + word);
    for (std::size_t i = 1; i < rows.size(); ++i)
      people.people[i - 1].features.push_back(rows[i][column] == word ? 1 : 0);
  }
  Entered& entered = people.entered.emplace_back(Entered{.name = rows.front()[column]});
  for (const std::string& word : rare) entered.rare += counts[word];
  entered.groups = counts.size() - rare.size() + (rare.empty() ? 0 : 1);
  if (rare.empty() || first) return;
  people.features.push_back(rows.front()[column] + "=…");
  for (std::size_t i = 1; i < rows.size(); ++i)
    people.people[i - 1].features.push_back(std::ranges::binary_search(rare, rows[i][column]) ? 1 : 0);
}

Refused<void> add_presence(People& people, const Rows& rows, std::span<const std::size_t> lists) {
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto line = static_cast<std::int64_t>(i + 1);
    if (rows[i].size() != rows.front().size()) return refuse(Reason::kNotATable, line);
    for (const std::size_t list : lists)
      if (rows[i][list] != "1" && rows[i][list] != "0") return refuse(Reason::kNotPresence, line, rows.front()[list]);
    const Person person{.on_first = rows[i][lists[0]] == "1", .on_second = rows[i][lists[1]] == "1", .features = {}};
    if (!person.on_first && !person.on_second) return refuse(Reason::kNobodyPattern, line);
    people.people.push_back(person);
  }
  return {};
}

}  // namespace

Refused<People> read_people(std::string_view text, std::span<const std::string> covariates) {
  if (!decode_utf8(text)) return refuse(Reason::kNotUtf8);
  const auto read = csv_rows(text);
  if (!read) return std::unexpected(read.error());
  const Rows& rows = *read;
  if (rows.size() < 2) return refuse(Reason::kEmpty);
  const auto& header = rows.front();
  std::vector<std::size_t> lists;
  std::vector<std::size_t> known;
  for (std::size_t i = 0; i < header.size(); ++i)
    (std::ranges::find(covariates, header[i]) == covariates.end() ? lists : known).push_back(i);
  if (known.size() != covariates.size()) return refuse(Reason::kNotATable, 1);
  if (lists.size() != 2) return refuse(Reason::kNotTwoLists, static_cast<std::int64_t>(lists.size()));
  People people{.first = header[lists[0]], .second = header[lists[1]], .features = {}, .people = {}};
  if (auto added = add_presence(people, rows, lists); !added) return std::unexpected(added.error());
  for (const std::size_t column : known) {
    if (auto checked = check_values(rows, column); !checked) return std::unexpected(checked.error());
    const std::size_t before = people.features.size();
    if (!add_numbers(people, rows, column)) add_words(people, rows, column);
    // Nobody can be compared with people who are alike in it: the assumption would be printed and not made use of.
    if (people.features.size() == before || 2 * people.entered.back().rare > people.people.size())
      return refuse(Reason::kSaysNothing, 0, header[column]);
    if (people.features.size() > kFeaturesMax) return refuse(Reason::kTooManyValues, 0, header[column]);
  }
  return people;
}

}  // namespace waymark::estimate
