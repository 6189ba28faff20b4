// Bounds: the least or greatest value of a sum of whole numbers that are bounded one by one and in rows. Inside of the
// attacker.
//
// GLPK's floating simplex proposes a table and prices; whole numbers prove them: the table is tried on every row, and
// the prices, as fractions of a small denominator, have to show in integers that nothing lies beyond (weak duality).
// Where there is no such proof, GLPK's exact simplex and a small branch and bound search for the end. So an end is
// either proved, or attained by a whole table that was checked: the true range is at least as wide.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace waymark::figures {

/// One number: low <= it <= high.
struct Column {
  std::int64_t low = 0;
  std::optional<std::int64_t> high = {};
};

/// low <= sum of columns, each times +1 or -1 <= high.
struct BoundRow {
  std::vector<std::pair<int, int>> entries;  ///< column from 0 on, ascending; its sign
  std::int64_t low = 0;
  std::optional<std::int64_t> high = {};
};

enum class End { kLow, kHigh };

class Bounds {
 public:
  Bounds(std::vector<Column> columns, std::vector<BoundRow> rows);
  ~Bounds();
  Bounds(const Bounds&) = delete;
  Bounds& operator=(const Bounds&) = delete;

  enum class Found { kEnd, kImpossible, kUnbounded, kGaveUp };
  struct Answer {
    Found found = Found::kImpossible;
    std::int64_t value = 0;
    std::vector<int> rows = {};         ///< that hold the end where it is
    std::vector<int> columns_low = {};  ///< whose own bounds do
    std::vector<int> columns_high = {};
  };
  /// @param sum  columns, each counted once
  Answer end_of(const std::vector<int>& sum, End end);
  /// Ends that were proved by prices so far, and all of them: for measurements.
  [[nodiscard]] std::pair<std::size_t, std::size_t> proved() const;

 private:
  class Program;
  std::unique_ptr<Program> program_;
};

}  // namespace waymark::figures
