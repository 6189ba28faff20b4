// The two files of a shared table, written and read back.
#include <algorithm>
#include <charconv>

#include "estimate/csv_rows.h"
#include "estimate/read_table.h"
#include "overlaps/share.h"
#include "report/table.h"

namespace waymark::overlaps {
namespace {

using estimate::HiddenCount;
using report::Number;

constexpr std::string_view kCount = "count";

std::unexpected<Refusal> not_shared(std::int64_t line = 0) {
  return std::unexpected(Refusal{.why = Refusal::Why::kNotShared, .low = line});
}

std::optional<std::int64_t> number_of(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > estimate::kCountMax)
    return std::nullopt;
  return value;
}

OrRefusal<void> read_lists_into(Shared& shared, std::string_view text) {
  const auto read = estimate::csv_rows(text);
  if (!read) return not_shared(read.error().number);
  const auto& rows = *read;
  if (rows.size() != shared.lists.size() + 2) return not_shared();
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const bool last = i + 1 == rows.size();
    const auto people = rows[i].size() == 2 ? number_of(rows[i][1]) : std::nullopt;
    if (!people || rows[i][0] != (last ? "" : shared.lists[i - 1])) return not_shared(static_cast<std::int64_t>(i + 1));
    if (last)
      shared.in_all = *people;
    else
      shared.people.push_back(*people);
  }
  return {};
}

}  // namespace

std::string overlaps_csv(const Shared& shared) {
  report::Table table;
  for (const std::string& list : shared.lists) table.columns.push_back({list, list});
  table.columns.push_back({std::string(kCount), std::string(kCount)});
  for (const HiddenCount& cell : shared.cells) {
    std::vector<report::Cell> row;
    for (std::size_t list = 0; list < shared.lists.size(); ++list)
      row.emplace_back(Number{(cell.pattern >> list & 1U) != 0 ? 1.0 : 0.0, 0});
    if (cell.low == cell.high)
      row.emplace_back(Number{static_cast<double>(cell.low), 0});
    else
      row.emplace_back(std::to_string(cell.low) + ".." + std::to_string(cell.high));
    table.rows.push_back(std::move(row));
  }
  return to_csv(table);
}

std::string lists_csv(const Shared& shared) {
  report::Table table{.columns = {{"list", "list"}, {"people", "people"}}, .rows = {}};
  for (std::size_t list = 0; list < shared.lists.size(); ++list)
    table.rows.push_back({shared.lists[list], Number{static_cast<double>(shared.people[list]), 0}});
  table.rows.push_back({std::string(), Number{static_cast<double>(shared.in_all), 0}});
  return to_csv(table);
}

OrRefusal<Shared> read_shared(std::string_view overlaps, std::string_view lists) {
  const auto strata = estimate::read_table(overlaps, {.count_column = std::string(kCount)});
  if (!strata) return not_shared(strata.error().number);
  const estimate::Stratum& table = strata->front();
  Shared shared{.lists = table.table.names(), .people = {}, .in_all = 0, .cells = table.hidden};
  const auto& counts = table.table.counts();
  for (estimate::Pattern pattern = 1; pattern < counts.size(); ++pattern)
    if (counts[pattern] > 0 && std::ranges::find(table.hidden, pattern, &HiddenCount::pattern) == table.hidden.end())
      shared.cells.push_back({pattern, counts[pattern], counts[pattern]});
  std::ranges::sort(shared.cells, {}, &HiddenCount::pattern);
  if (auto read = read_lists_into(shared, lists); !read) return std::unexpected(read.error());
  return shared;
}

}  // namespace waymark::overlaps
