// LastHour: how many of something there were within the last 60 minutes, by whole minutes. A clock that jumps forgets
// or leaves out what is not of the last hour, and never counts more. Not for two threads at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace waymark {

class LastHour {
 public:
  /// @param now  unix seconds, not negative
  void add(std::int64_t now) {
    const std::int64_t minute = now / kMinute_s;
    Minute& kept = minutes_[static_cast<std::size_t>(minute) % minutes_.size()];
    if (kept.number != minute) kept = {.number = minute};
    ++kept.count;
  }
  [[nodiscard]] std::int64_t count(std::int64_t now) const {
    const std::int64_t minute = now / kMinute_s;
    std::int64_t count = 0;
    for (const Minute& kept : minutes_)
      if (kept.number <= minute && minute - kept.number < std::ssize(minutes_)) count += kept.count;
    return count;
  }

 private:
  static constexpr std::int64_t kMinute_s = 60;
  struct Minute {
    std::int64_t number = 0;
    std::int64_t count = 0;
  };
  std::array<Minute, 60> minutes_{};
};

}  // namespace waymark
