// Clock: the time as something that is passed in, so that tests can live on any day.
//
// Waymark's days are UTC days since 1970-01-01 ("unix day"); its weeks begin on Monday (see docs/spec/mailbox.md).
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace waymark {

using Seconds = std::chrono::seconds;
using TimePoint = std::chrono::sys_seconds;

class Clock {
 public:
  virtual ~Clock() = default;
  /// Wall-clock time, UTC, whole seconds.
  [[nodiscard]] virtual TimePoint now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  [[nodiscard]] TimePoint now() const override;
};

/// A clock that only tests move. Safe to move while other threads read.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(TimePoint start) : seconds_(start.time_since_epoch().count()) {}
  [[nodiscard]] TimePoint now() const override { return TimePoint{Seconds{seconds_.load()}}; }
  void set(TimePoint time) { seconds_.store(time.time_since_epoch().count()); }
  void advance(Seconds step) { seconds_.fetch_add(step.count()); }

 private:
  std::atomic<std::int64_t> seconds_;
};

/// Days since 1970-01-01, UTC; times before it CHECK.
std::uint32_t unix_day(TimePoint time);
/// Midnight UTC at the start of a unix day.
TimePoint start_of_day(std::uint32_t day);

}  // namespace waymark
