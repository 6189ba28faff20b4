// Due: what we have set ourselves for an hour, or what somebody else has set for the person: a task, a call-back, the
// end of a contact window, a day in court. The agenda keeps of it only the kind, the moments and whose it is: the words
// stay in the case.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "envelope/answer.h"

namespace waymark::desk {

/// What is known of a kind of thing that is due.
struct DueRule {
  std::string_view kind;
  Seconds lead;       ///< this long before, it must have begun
  Seconds counts_on;  ///< so long after its moment it still leads; negative: until somebody says that it is done
};

/// A task and a call that was promised stay until they are done: neither may vanish by growing old. A contact window is
/// lost when it closes. A day of a court is asked about for a week.
inline constexpr std::array kDueRules{DueRule{"task", Seconds{0}, Seconds{-1}},
                                      DueRule{"call", Seconds{15 * 60}, Seconds{-1}},
                                      DueRule{"window", Seconds{30 * 60}, Seconds{0}},
                                      DueRule{"hearing", Seconds{48 * 3600}, Seconds{7 * 86'400}},
                                      DueRule{"appeal", Seconds{72 * 3600}, Seconds{7 * 86'400}},
                                      DueRule{"reporting", Seconds{24 * 3600}, Seconds{7 * 86'400}}};

/// nullptr for a kind that is none.
inline const DueRule* due_rule(std::string_view kind) {
  const auto* const found =
      std::find_if(kDueRules.begin(), kDueRules.end(), [kind](const DueRule& rule) { return rule.kind == kind; });
  return found == kDueRules.end() ? nullptr : found;
}

/// A contact window can come again every day or every week, so many times with the first one.
inline constexpr int kWindowTimesMax = 31;

struct Due {
  std::string kind;  ///< of kDueRules
  TimePoint at = {};
  std::optional<TimePoint> opens = {};  ///< of a window
  envelope::Precision precision = envelope::Precision::kHour;
  std::string owner = {};  ///< alias of whoever does it; empty: whoever leads the case
  int every_days = 0;      ///< of a window: it comes again after 1 or 7 days, at the same hour; 0: once
  int times = 1;           ///< with the first one
  bool operator==(const Due&) const = default;
};

/// What is ours to do, and stays until somebody says that it is done.
inline bool stays_until_done(std::string_view kind) {
  const DueRule* rule = due_rule(kind);
  return rule != nullptr && rule->counts_on < Seconds{0};
}

/// More are not kept in the agenda: the nearest stay.
inline constexpr std::size_t kDuesMax = 32;

}  // namespace waymark::desk
