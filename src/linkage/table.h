// Table: records as columns of interned strings. A value that comes a thousand times is stored, cleaned and prepared
// once; everything later works on the numbers of distinct values.
//
// Any program can fill one: `Table table({"name", "born"}); table.add_row({…});`, or read_csv (linkage/csv.h).
// Thread rule: filling is for one thread; a finished table is read by any number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace waymark::linkage {

using Row = std::uint32_t;      ///< number of a record, from 0
using ValueId = std::uint32_t;  ///< number of a distinct value of one column, in order of first appearance

/// Most records of one table.
inline constexpr std::size_t kRowsMax = 200'000'000;
/// Most bytes of all distinct values of one column together (offsets have 32 bits).
inline constexpr std::size_t kPoolBytesMax = 4'000'000'000;

/// Distinct strings in one buffer.
class StringPool {
 public:
  /// The number of `text`, which is added if it is new.
  ValueId intern(std::string_view text);
  /// The number of `text`, if it is there. @pre finish() was not called, append() neither
  [[nodiscard]] std::optional<ValueId> find(std::string_view text) const;
  /// Adds without looking for an equal one: for columns whose values are all different, such as ids.
  ValueId append(std::string_view text);
  /// Frees what only intern() needs; afterwards nothing may be added.
  void finish();

  [[nodiscard]] std::string_view at(ValueId id) const { return {bytes_.data() + ends_[id], ends_[id + 1] - ends_[id]}; }
  [[nodiscard]] std::size_t size() const { return ends_.size() - 1; }
  [[nodiscard]] std::size_t bytes() const { return bytes_.size(); }

 private:
  void grow();

  std::string bytes_;
  std::vector<std::uint32_t> ends_{0};  ///< value i lies from ends_[i] to ends_[i + 1]
  std::vector<std::uint32_t> hashes_;   ///< upper half of each value's hash
  std::vector<ValueId> slots_;          ///< open addressing, value + 1; 0 is free
};

struct Column {
  std::string name;
  StringPool values;
  std::vector<ValueId> ids;  ///< one a row
};

class Table {
 public:
  Table() = default;
  explicit Table(const std::vector<std::string>& names);

  /// One value a column, in their order. CHECKs the number and kRowsMax.
  void add_row(std::span<const std::string_view> values);
  void add_row(std::initializer_list<std::string_view> values) { add_row(std::span{values.begin(), values.size()}); }
  /// A ready column, as long as the others.
  void add_column(Column column);

  [[nodiscard]] std::size_t rows() const { return columns_.empty() ? 0 : columns_.front().ids.size(); }
  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  [[nodiscard]] std::optional<std::size_t> column_named(std::string_view name) const;
  /// The value as it was read. CHECKs the bounds.
  [[nodiscard]] std::string_view cell(Row row, std::size_t column) const;

 private:
  std::vector<Column> columns_;
};

}  // namespace waymark::linkage
