// Patterns: the outcome of comparing two records, one small number a field, packed into 64 bits.
//
// Level 0 is "one of them is missing", 1 is "equal", 2 … follow the field's list of levels, the last is "different".
// Thread rule: a Comparer holds caches and belongs to one thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "linkage/prepared.h"

namespace waymark::linkage {

using Pattern = std::uint64_t;
inline constexpr unsigned kLevelBits = 4;
inline constexpr unsigned kLevelMissing = 0;
inline constexpr unsigned kLevelEqual = 1;

inline unsigned level_in(Pattern pattern, std::size_t field) {
  return static_cast<unsigned>(pattern >> (field * kLevelBits)) & ((1u << kLevelBits) - 1);
}
inline Pattern with_level(std::size_t field, unsigned level) { return Pattern{level} << (field * kLevelBits); }

/// How many levels a field has, missing, equal and different among them.
inline unsigned level_count(const PreparedField& field) {
  return static_cast<unsigned>(field.config.levels.size()) + 3;
}
inline unsigned level_different(const PreparedField& field) { return level_count(field) - 1; }

/// "missing", "equal", "edits 1", …, "different"
std::string level_name(const PreparedField& field, unsigned level);

class Comparer {
 public:
  /// @param prepared  borrowed, must outlive the comparer
  explicit Comparer(const Prepared& prepared);

  /// The pattern of two records; symmetric in them.
  Pattern pattern(Row a, Row b);

  /// The level of one field for two present, different values.
  unsigned level_of_different(std::size_t field, ValueId a, ValueId b, const ValueId* row_a, const ValueId* row_b);

 private:
  struct Remembered {
    std::uint64_t pair = ~std::uint64_t{0};
    std::uint32_t level = 0;
  };
  unsigned compute(const PreparedField& field, ValueId a, ValueId b) const;

  const Prepared& prepared_;
  std::vector<std::vector<Remembered>> remembered_;  ///< one small table a field: the newest pair of each slot
  std::vector<bool> has_swapped_;
};

}  // namespace waymark::linkage
