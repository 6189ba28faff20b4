// Attacker: what somebody who has read everything that was printed knows about a number that was not: its least and its
// greatest possible value, and which printed numbers tell so.
//
// The reader knows that parts are whole numbers of people and not negative, and each printed figure exactly or within
// its rounding. What speaks of one part alone bounds it; parts that are fixed so leave the program, and what is left
// falls into parts that have nothing to do with each other. Their ends are proved as bounds.h says.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "figures/cells.h"

namespace waymark::figures {

/// Beyond this no figure goes; a part of which nothing is known may be as large.
inline constexpr std::int64_t kFigureMax = 1'000'000'000;

/// Something that a reader knows: low <= sum of `parts` - sum of `minus` <= high.
struct Known {
  Parts parts;
  Parts minus = {};
  std::int64_t low = 0;
  std::optional<std::int64_t> high = {};
  std::string name = {};  ///< for people: which figure of which release
};

struct Range {
  std::int64_t low = 0;
  std::optional<std::int64_t> high;  ///< nothing: no printed figure bounds it
  std::vector<std::size_t> low_by;   ///< what was printed, by its place: together these tell the end
  std::vector<std::size_t> high_by;
  bool operator==(const Range&) const = default;
};

/// Which ends of a range somebody needs.
enum class Ends { kBoth, kLow, kHigh };

/// Not for two threads at once.
class Attacker {
 public:
  /// @param parts  how many there are; those that nothing speaks of are unbounded
  Attacker(std::size_t parts, std::vector<Known> known);
  ~Attacker();
  Attacker(const Attacker&) = delete;
  Attacker& operator=(const Attacker&) = delete;

  [[nodiscard]] const std::vector<Known>& known() const;
  /// An end that was not asked for stays as it is without a look: zero, or nothing.
  /// @error kMalformed if what is known contradicts itself; kTooLarge if no whole table was found in the time that a
  ///        figure is worth
  Result<Range> range_of(const Parts& figure, Ends ends = Ends::kBoth);

 private:
  class Program;
  std::unique_ptr<Program> program_;
};

}  // namespace waymark::figures
