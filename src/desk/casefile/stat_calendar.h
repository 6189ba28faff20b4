// StatCalendar: on whose days rows for counting lie. The organisation's time zone is the pack's; when that changes,
// what was counted stays on the days that it was counted on, and what comes after says that it is on others.
//
// Thread rule: guarded by the office's lock, as the store is.
// @source docs/spec/desk-store.md "Stat rows"
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "desk/casefile/stat_row.h"
#include "store/connection.h"
#include "text/zone.h"

namespace waymark::desk {

class StatCalendar {
 public:
  /// One zone and since when it is counted in.
  struct Span {
    TimePoint since;
    std::shared_ptr<const text::Zone> zone;
  };

  /// UTC, until something else is said.
  StatCalendar() = default;
  /// @error kStorage; kMalformed for a zone that is not known here
  static Result<StatCalendar> read(store::Connection& store);

  /// Counts in this zone from the next second on, inside the caller's transaction; from the beginning where nothing was
  /// counted yet. @return whether it is another zone than before. @error kStorage; kMalformed for a zone that is not
  /// known
  Result<bool> change(store::Connection& store, const std::string& zone, TimePoint now);

  /// Puts a row on the day on which something happened, and names the calendar.
  void stamp(StatRow& row, TimePoint at, TimePoint received) const;
  /// The zone that is counted in at a moment.
  [[nodiscard]] std::string zone_at(TimePoint at) const;
  /// Days since 1970 on the calendar of that moment.
  [[nodiscard]] std::uint32_t day_at(TimePoint at) const;
  /// Oldest first. Before the first of them: UTC.
  [[nodiscard]] const std::vector<Span>& spans() const { return spans_; }

 private:
  [[nodiscard]] const text::Zone* in_force(TimePoint at) const;
  std::vector<Span> spans_;
};

}  // namespace waymark::desk
