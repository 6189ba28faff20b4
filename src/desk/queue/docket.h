// Docket: all clocks of the cases that somebody may open, by day.
//
// Every clock of a case is in it, not only the one that leads, and what we owe ourselves: answers promised, cases to be
// looked at again. A task or a call that is late stays in every window that holds the present. Left out is what else is
// long past (kPastCountsFor) and what belongs to a closed case. Pure functions.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/queue/board.h"

namespace waymark::desk::queue {

/// "promise", "silence", "wake"; "" for kNone.
std::string_view name_of(OwnClock own);

struct DocketEntry {
  std::shared_ptr<const BoardCase> of{};
  std::optional<std::size_t> clock{};  ///< index in Derived::clocks; nothing: one of our own
  OwnClock own = OwnClock::kNone;
  TimePoint begin_by{};             ///< the latest safe moment, or when what we owe is due
  std::optional<TimePoint> date{};  ///< what cannot be undone itself; nothing where it must be asked for
};

/// The clocks of one case, in no order.
std::vector<DocketEntry> docket_of(const std::shared_ptr<const BoardCase>& one, const Present& present);

struct DocketAsk {
  std::string_view reader{};
  Sight sight = Sight::kOwn;
  TimePoint now{};
  TimePoint from{};       ///< the window, without its end
  TimePoint until{};      ///< of what they stand at
  bool by_date = false;   ///< they stand at the date itself, not at when to begin; what has no date at the latter
  bool mine = false;      ///< of the reader's own cases, and what the reader has undertaken in others, alone
  std::string kind{};     ///< of clock; empty: all
  std::size_t limit = 0;  ///< entries that are wanted
};

struct Docket {
  std::vector<DocketEntry> entries;                        ///< nearest first, at most `limit`
  std::size_t total = 0;                                   ///< in the window
  std::map<std::string, std::size_t> kinds = {};           ///< in the window, of every kind
  std::map<std::chrono::sys_days, std::size_t> days = {};  ///< in the window, by the day on the zone's clock
  std::size_t past = 0;                                    ///< in the window, which should have been begun by now
};

/// @param zone  whose midnight parts the days
Docket docket(const Board& board, const DocketAsk& ask, const text::Zone& zone);

}  // namespace waymark::desk::queue
