#include "linkage/keys.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/absent.h"
#include "linkage/hash.h"
#include "linkage/normal_form.h"

namespace waymark::linkage {
namespace {

constexpr std::size_t kManyRecords = 100;  // of one key: rare for a person, usual for a value that means nothing

/// "0", "00000000", "000-000-000 00": a number that nobody has.
bool is_all_zeros(std::string_view folded) {
  return folded.find('0') != std::string_view::npos && folded.find_first_not_of("0-. /") == std::string_view::npos;
}

/// Number of each record's value in normal form, 0 for missing.
std::vector<ValueId> folded_values(const Column& column, const std::vector<std::string>& missing) {
  StringPool texts;
  texts.intern("");
  std::vector<ValueId> of_value;
  for (ValueId id = 0; id < column.values.size(); ++id) {
    const std::string folded = folded_text(column.values.at(id));
    const bool unknown = means_absent(column.values.at(id)) || folded.empty() || is_all_zeros(folded) ||
                         is_hidden_name(folded) || std::ranges::find(missing, folded) != missing.end();
    of_value.push_back(unknown ? 0 : texts.intern(folded_id(column.values.at(id))));
  }
  std::vector<ValueId> of_row;
  for (const ValueId id : column.ids) of_row.push_back(of_value[id]);
  return of_row;
}

/// Records of one key that has most of them.
struct Largest {
  std::size_t records = 0;
  Row first = 0;
};

Largest add_chains(const std::vector<std::vector<ValueId>>& values, std::size_t rows, std::vector<Constraint>& pairs) {
  const auto missing = [&](Row row) {
    return std::ranges::any_of(values, [&](const auto& column) { return column[row] == 0; });
  };
  const auto less = [&](Row a, Row b) {
    for (const auto& column : values)
      if (column[a] != column[b]) return column[a] < column[b];
    return a < b;
  };
  const auto equal = [&](Row a, Row b) {
    return std::ranges::all_of(values, [&](const auto& column) { return column[a] == column[b]; });
  };
  std::vector<Row> order;
  for (Row row = 0; row < rows; ++row)
    if (!missing(row)) order.push_back(row);
  std::ranges::sort(order, less);
  Largest largest;
  std::size_t run = 1;
  for (std::size_t i = 1; i < order.size(); ++i) {
    const bool same = equal(order[i - 1], order[i]);
    if (same) pairs.push_back({order[i - 1], order[i]});
    run = same ? run + 1 : 1;
    if (run > largest.records) largest = {run, order[i]};
  }
  return largest;
}

std::string note_of(const Table& table, const std::vector<std::string>& key, const Largest& largest) {
  std::vector<std::string_view> values;
  for (const std::string& name : key) values.push_back(table.cell(largest.first, *table.column_named(name)));
  return fmt::format(
      "Key '{}': {} records have '{}' and count as one person. If that means that nothing is known, name it in "
      "'missing'.",
      fmt::join(key, " & "), largest.records, fmt::join(values, "', '"));
}

}  // namespace

Result<KeyPairs> key_pairs(const Table& table, const LinkConfig& config) {
  std::vector<std::string> missing;
  for (const std::string& text : config.missing) missing.push_back(folded_text(text));
  KeyPairs found;
  for (const auto& key : config.keys) {
    std::vector<std::vector<ValueId>> values;
    for (const std::string& name : key) {
      const auto column = table.column_named(name);
      if (!column) return fail(Code::kNotFound, "linkage/keys", fmt::format("The table has no column '{}'.", name));
      values.push_back(folded_values(table.columns()[*column], missing));
    }
    const Largest largest = add_chains(values, table.rows(), found.pairs);
    if (largest.records > kManyRecords) found.notes.push_back(note_of(table, key, largest));
  }
  const auto place = [](const Constraint& pair) { return std::pair{pair.a, pair.b}; };
  std::ranges::sort(found.pairs, {}, place);
  const auto twice = std::ranges::unique(found.pairs, {}, place);
  found.pairs.erase(twice.begin(), twice.end());
  return found;
}

}  // namespace waymark::linkage
