#include "linkage/keys.h"

#include <fmt/format.h>

#include <algorithm>

#include "linkage/hash.h"
#include "linkage/normal_form.h"

namespace waymark::linkage {
namespace {

/// Number of each record's value in normal form, 0 for missing.
std::vector<ValueId> folded_values(const Column& column, const std::vector<std::string>& missing) {
  StringPool texts;
  texts.intern("");
  std::vector<ValueId> of_value;
  for (ValueId id = 0; id < column.values.size(); ++id) {
    const std::string folded = folded_text(column.values.at(id));
    const bool unknown =
        folded.empty() || is_hidden_name(folded) || std::ranges::find(missing, folded) != missing.end();
    of_value.push_back(unknown ? 0 : texts.intern(folded_id(column.values.at(id))));
  }
  std::vector<ValueId> of_row;
  for (const ValueId id : column.ids) of_row.push_back(of_value[id]);
  return of_row;
}

void add_chains(const std::vector<std::vector<ValueId>>& values, std::size_t rows, std::vector<Constraint>& pairs) {
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
  for (std::size_t i = 1; i < order.size(); ++i)
    if (equal(order[i - 1], order[i])) pairs.push_back({order[i - 1], order[i]});
}

}  // namespace

Result<std::vector<Constraint>> key_pairs(const Table& table, const LinkConfig& config) {
  std::vector<std::string> missing;
  for (const std::string& text : config.missing) missing.push_back(folded_text(text));
  std::vector<Constraint> pairs;
  for (const auto& key : config.keys) {
    std::vector<std::vector<ValueId>> values;
    for (const std::string& name : key) {
      const auto column = table.column_named(name);
      if (!column) return fail(Code::kNotFound, "linkage/keys", fmt::format("The table has no column '{}'.", name));
      values.push_back(folded_values(table.columns()[*column], missing));
    }
    add_chains(values, table.rows(), pairs);
  }
  const auto place = [](const Constraint& pair) { return std::pair{pair.a, pair.b}; };
  std::ranges::sort(pairs, {}, place);
  const auto twice = std::ranges::unique(pairs, {}, place);
  pairs.erase(twice.begin(), twice.end());
  return pairs;
}

}  // namespace waymark::linkage
