// Placement: where a case stands in the queue now. Pure functions of clocks, situation and time.
//
// Order: first whoever is in danger, may be in danger, has told us nothing of it, or was raised by a person to the top;
// with them, right below, whose words nobody has read for longer than we promise; then the latest safe moment; then who
// has waited longest. There is no score. An answer that we owe and have not kept counts as a moment that has passed.
// What is promised (tested as properties, over all answers of the shipped packs):
//   - nobody who is or may be in danger, or who told us nothing, stands below a request without danger and without a
//     moment inside a week;
//   - nobody whose words were never read for longer than the promise stands below any request but those;
//   - the number in a row is the one that the row is ordered by.
// What is promised about the unknown:
//   - saying "we do not know" about anything never moves a case down, whatever was known before;
//   - a case with an unknown date stands as if help were needed when the clock to ask ends, and so never lower than
//     without the question, and never lower than with a date whose latest safe moment lies after that clock;
//   - only time, an answer of ours, a known fact or a person's decision moves a case down.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/queue/clocks.h"
#include "desk/queue/silence.h"

namespace waymark::desk::queue {

/// First reply to a request (and to a further message) within this time.
inline constexpr Seconds kReplyPromise{60 * 60};
/// When we have asked and nobody has answered, the question comes back after this time.
inline constexpr Seconds kAskAgainAfter{24 * 3600};
/// "Lower" ends by itself.
inline constexpr Seconds kLoweredFor{24 * 3600};

enum class Band { kPast, kUnder6h, kToday, kUnder48h, kWeek, kAsk, kWaiting };
/// The headings of the list, in its order. kUnread: nobody has read the words in the time that we promise. kPast …
/// kWeek follow the moment that leads.
enum class Section { kDanger, kUnread, kPast, kUnder6h, kToday, kUnder48h, kWeek, kWaiting };

using waymark::desk::name_of;
std::string_view name_of(Band band);
std::string_view name_of(Section section);

/// The first part of the order; the sections kPast … kWeek are one stretch that is ordered by the moment alone.
int rank_of(Section section);

/// What leads when no clock of the pack does.
enum class OwnClock {
  kNone,
  kPromise,  ///< somebody waits for a reply of ours
  kSilence,  ///< nobody has answered our reply
  kWake,     ///< a person has set when to look again
  kRaised,   ///< a person has set by when it must be begun
};

/// The present, prepared once for many cases.
struct Present {
  TimePoint now;
  TimePoint end_of_today;  ///< midnight after now in the subject's zone
  static Present at(TimePoint now, const text::Zone& zone);
};

/// What is kept of a case between two looks: all that does not depend on the time.
struct Derived {
  Situation situation;
  std::vector<RunningClock> clocks;
  bool danger = false;        ///< said, or at risk by the pack
  bool unsaid = false;        ///< nobody knows whether there is danger
  bool third_person = false;  ///< whoever writes is not the one it is about
  Silence silence = {};
};

/// @param zone  the pack's own
Derived derive(const pack::Pack& pack, Situation situation, const text::Zone& zone);

struct Placement {
  Section section = Section::kWaiting;
  Band band = Band::kWaiting;
  bool danger = false;
  std::optional<Override::Direction> override_ = {};  ///< in force now
  std::optional<std::size_t> clock = {};              ///< index in Derived::clocks; nothing when `own` leads
  OwnClock own = OwnClock::kNone;                     ///< leads before any clock, when it is set
  TimePoint due = {};  ///< what the order goes by: latest safe moment, or when a reply of ours is due
  std::optional<TimePoint> reply_due = {};      ///< while we owe an answer
  std::optional<TimePoint> waiting_since = {};  ///< oldest text of the requester that we have not answered or read
  TimePoint received_at = {};
  /// Since when nobody answers us any more; nothing while we wait in good hope, or owe an answer ourselves.
  std::optional<TimePoint> silent_since = {};
  /// Since when the oldest task or call of ours that nobody has done is late, and how many are.
  std::optional<TimePoint> overdue_since = {};
  std::size_t overdue = 0;
  /// Since when a day in court is to be acknowledged and is not (court.h); and since when, where that is late.
  std::optional<TimePoint> court_since = {};
  std::optional<TimePoint> court_late_since = {};
};

Placement place(const Derived& derived, const Present& present);

/// Where a case that somebody else leads stands for those who cannot open it: by its clock alone. Nothing of it depends
/// on danger, on what a person moved, on the kind of the clock or on when the person wrote; `clock` and `own` still say
/// that there is a clock.
Placement place_untold(const Derived& derived, const Present& present);

/// The latest safe moment of one clock now: a question that was asked comes back kAskAgainAfter our reply.
TimePoint latest_safe(const Derived& derived, const RunningClock& clock);

/// Indices of the clocks that count now, nearest first (chains reduced, long past ones left out).
std::vector<std::size_t> leading_clocks(const Derived& derived, TimePoint now);

/// Strict weak order of the queue: true if `a` stands above `b`.
bool before(const Placement& a, const Placement& b);

}  // namespace waymark::desk::queue
