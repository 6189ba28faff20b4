// Dates: moments written the way a busy person reads them, in one language and one zone.
//
// "Tue 25 Nov", "Mon 06:00", "31 h". The year is written only when it is not this year's.
// Thread rule: one object per thread (ICU's formatters are not shareable); making one costs about half a millisecond.
#pragma once

#include <memory>
#include <string>

#include "base/language.h"
#include "text/zone.h"

namespace waymark::text {

class Dates {
 public:
  /// @param zone  borrowed, must outlive the object
  Dates(Language language, const Zone& zone);
  Dates(Dates&&) noexcept;
  ~Dates();

  /// "Tue 25 Nov", "вт 25 ноября"; with the year if it is another than that of `now`.
  [[nodiscard]] std::string day(TimePoint time, TimePoint now) const;
  /// "November 2026", "ноябрь 2026".
  [[nodiscard]] std::string month(TimePoint time) const;
  /// "06:00"
  [[nodiscard]] std::string hour(TimePoint time) const;
  /// "Mon 06:00" within six days of `now`, else "Tue 25 Nov 06:00"; only "06:00" on the day of `now`.
  [[nodiscard]] std::string moment(TimePoint time, TimePoint now) const;
  /// "40 min", "1 h 59 min", "31 h", "9 d", rounded down: minutes below 10 h, hours below 72 h, then days. Never
  /// negative.
  [[nodiscard]] std::string span(Seconds length) const;

 private:
  struct Formats;
  std::unique_ptr<Formats> formats_;
};

}  // namespace waymark::text
