// ProvenDay: the day by which the relay destroys what is past its time.
//
// A machine's clock may jump by days and come back, and what was destroyed meanwhile stays destroyed. So destroying
// goes by the clock only as far as the desk has agreed with it: each signed call proves it to 300 s. From the last such
// call on, the day moves no faster than a clock that cannot jump. Before the first one it is not known, and nothing is
// destroyed.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>

#include "base/clock.h"

namespace waymark::relay {

class ProvenDay {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;
  explicit ProvenDay(const Clock& clock, std::function<SteadyTime()> steady = std::chrono::steady_clock::now)
      : clock_(clock), steady_(std::move(steady)) {}

  /// The desk agrees with our clock now. @thread any
  void agreed();
  /// Not after the clock's day; nullopt before anybody agreed. @thread any
  [[nodiscard]] std::optional<std::uint32_t> today() const;

 private:
  struct Agreement {
    TimePoint time;
    SteadyTime at;
  };
  const Clock& clock_;
  const std::function<SteadyTime()> steady_;
  mutable std::mutex mutex_;
  std::optional<Agreement> last_;
};

}  // namespace waymark::relay
