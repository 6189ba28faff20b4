// Hours: on whose clock a date that somebody stated is read.
//
// A person speaks of the hour where the subject lives. Where that is may be said (an answer of the pack that names
// zones, or a country); where it is not, every zone that is possible counts, and a moment is the earliest that any of
// them makes of it: a deadline is never computed late. Pure but for ICU's tables of zones.
// @source docs/spec/pack.md "Whose hour"
#pragma once

#include <memory>
#include <vector>

#include "desk/queue/situation.h"
#include "pack/pack.h"
#include "text/zone.h"

namespace waymark::desk::queue {

/// From the earliest moment that a stated date can mean to the end of the last one.
struct Window {
  TimePoint earliest;
  TimePoint latest;
  bool operator==(const Window&) const = default;
};

class Hours {
 public:
  /// @param weighing  the facts that count (see weighing_facts()), as indices into `facts`
  /// @param home      borrowed: the pack's own zone, when the pack names no others
  Hours(const pack::Pack& pack, const std::vector<Fact>& facts, const std::vector<std::size_t>& weighing,
        const text::Zone& home);

  [[nodiscard]] TimePoint earliest(const text::LocalTime& local) const;
  [[nodiscard]] TimePoint latest(const text::LocalTime& local) const;
  /// The zone whose clock makes `local` the earliest moment.
  [[nodiscard]] std::shared_ptr<const text::Zone> leading(const text::LocalTime& local) const;
  /// The same hour of the subject's clock so many days later; where several zones are possible, the earliest of them.
  [[nodiscard]] TimePoint days_later(TimePoint at, int days) const;
  /// Whether somebody has said where the subject lives.
  [[nodiscard]] bool told() const { return told_; }

 private:
  bool told_ = false;
  std::vector<std::shared_ptr<const text::Zone>> zones_;  // never empty
};

/// What a stated date can mean, in UTC; nothing if it is not known or not readable.
/// @source docs/spec/pack.md "Attributes in an answer"
std::optional<Window> window_of(const Fact& fact, const Hours& hours);

/// The stated date as a local time whose earliest meaning counts: 00:00 of the day before for "about".
std::optional<text::LocalTime> first_local(const Fact& fact);

}  // namespace waymark::desk::queue
