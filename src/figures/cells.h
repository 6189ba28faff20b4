// Cells: what a figure counts, as sets of properties, and the finest parts that any of them tells apart.
//
// A row has exactly one value of each dimension (its month, its language, whether the answer was given). A cell takes
// some values of some dimensions; a quarter is a cell with three months, a total one without any condition. Whoever
// reads figures knows sums of parts: everything that is proved about hidden numbers is proved on these.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"

namespace waymark::figures {

inline constexpr std::size_t kPartsMax = 200'000;

struct Dimension {
  std::string name;
  std::vector<std::string> values;
};

/// @note a dimension that is not named takes all its values; an empty set takes none
struct Cell {
  std::map<std::string, std::set<std::string>> where;
  auto operator<=>(const Cell&) const = default;
  bool operator==(const Cell&) const = default;
};

using Part = std::uint32_t;
using Parts = std::vector<Part>;  ///< ascending, none twice

class Partition {
 public:
  /// @error kMalformed for a dimension or value that is not there, with its name; kTooLarge above kPartsMax
  static Result<Partition> of(const std::vector<Dimension>& dimensions, const std::vector<Cell>& cells);

  [[nodiscard]] std::size_t size() const { return size_; }
  /// The parts of one of the cells that it was made of.
  [[nodiscard]] Parts parts_of(const Cell& cell) const;
  /// The part of a row. @param values  one of each dimension, in their order. CHECKs that they exist
  [[nodiscard]] Part part_of(const std::vector<std::string>& values) const;
  /// What a value adds to the part of a row: part_of() is the sum over the dimensions. CHECKs that they exist
  [[nodiscard]] Part share_of(std::size_t dimension, const std::string& value) const;

 private:
  struct Axis {
    std::string name;
    std::map<std::string, std::uint32_t> group_of;  // values that no cell tells apart are one group
    std::uint32_t groups = 1;
    std::uint32_t stride = 1;
  };
  std::vector<Axis> axes_;
  std::size_t size_ = 1;
};

}  // namespace waymark::figures
