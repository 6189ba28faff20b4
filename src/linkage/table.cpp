#include "linkage/table.h"

#include <algorithm>

#include "base/check.h"
#include "linkage/hash.h"

namespace waymark::linkage {
namespace {
constexpr std::size_t kSlotsAtFirst = 64;
}

ValueId StringPool::append(std::string_view text) {
  CHECK(bytes_.size() + text.size() <= kPoolBytesMax);
  bytes_.append(text);
  ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  return static_cast<ValueId>(size() - 1);
}

ValueId StringPool::intern(std::string_view text) {
  if (hashes_.size() * 2 >= slots_.size()) grow();
  const std::uint64_t hash = hash_of(text);
  const auto upper = static_cast<std::uint32_t>(hash >> 32);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    if (slots_[slot] == 0) {
      hashes_.push_back(upper);
      const ValueId id = append(text);
      slots_[slot] = id + 1;
      return id;
    }
    const ValueId id = slots_[slot] - 1;
    if (hashes_[id] == upper && at(id) == text) return id;
  }
}

std::optional<ValueId> StringPool::find(std::string_view text) const {
  if (slots_.empty()) return std::nullopt;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash_of(text) & mask; slots_[slot] != 0; slot = (slot + 1) & mask)
    if (at(slots_[slot] - 1) == text) return slots_[slot] - 1;
  return std::nullopt;
}

void StringPool::grow() {
  std::vector<ValueId> wider(std::max(kSlotsAtFirst, slots_.size() * 2), 0);
  const std::size_t mask = wider.size() - 1;
  for (ValueId id = 0; id < hashes_.size(); ++id) {
    std::size_t slot = hash_of(at(id)) & mask;
    while (wider[slot] != 0) slot = (slot + 1) & mask;
    wider[slot] = id + 1;
  }
  slots_ = std::move(wider);
}

void StringPool::finish() {
  slots_ = {};
  hashes_ = {};
  bytes_.shrink_to_fit();
  ends_.shrink_to_fit();
}

Table::Table(const std::vector<std::string>& names) {
  for (const std::string& name : names) columns_.push_back({name, {}, {}});
}

void Table::add_row(std::span<const std::string_view> values) {
  CHECK(values.size() == columns_.size());
  CHECK(rows() < kRowsMax);
  for (std::size_t i = 0; i < values.size(); ++i) columns_[i].ids.push_back(columns_[i].values.intern(values[i]));
}

void Table::add_column(Column column) {
  CHECK(columns_.empty() || column.ids.size() == rows());
  columns_.push_back(std::move(column));
}

std::optional<std::size_t> Table::column_named(std::string_view name) const {
  const auto found = std::ranges::find(columns_, name, &Column::name);
  if (found == columns_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns_.begin());
}

std::string_view Table::cell(Row row, std::size_t column) const {
  CHECK(column < columns_.size() && row < rows());
  return columns_[column].values.at(columns_[column].ids[row]);
}

}  // namespace waymark::linkage
