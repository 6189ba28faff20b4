// Refusals: refused sign-ins in the access log without letting strangers fill it. The first of a burst is a line at
// once; those that follow within an hour are counted and become one line with their number.
//
// In memory; not thread-safe; the office's lock guards it. What was counted and not written yet is lost when the
// process is killed: the first line of the burst and the wait of the door stay.
#pragma once

#include <map>
#include <string>

#include "base/clock.h"
#include "desk/staff/staff_views.h"

namespace waymark::desk {

inline constexpr Seconds kRefusalBurst{3'600};

class Refusals {
 public:
  /// One more refusal. @param who  an alias of the office, or nothing: so there are never more bursts than people
  /// @return the lines to write now
  std::vector<LogLine> note(const std::string& who, TimePoint now);
  /// Lines of bursts that are over. `all`: of those that go on, too (the office closes).
  enum class Which { kOver, kAll };
  std::vector<LogLine> take(Which which, TimePoint now);

 private:
  struct Burst {
    TimePoint since;
    std::uint64_t more = 0;
  };
  std::map<std::string, Burst> bursts_;
};

}  // namespace waymark::desk
