// HourQuota: how many letters this clerk has put within the last 60 minutes. It works for its visitors, so it must not
// be the way round the work that a relay asks of a flooder.
//
// The last quarter is for visits that have read a reply with a token. Whole minutes; a clock that jumps locks nobody
// out. Safe from any thread.
// @source docs/spec/clerk.md "When very many write"
#pragma once

#include <algorithm>
#include <array>
#include <mutex>

#include "base/clock.h"

namespace waymark::clerk {

class HourQuota {
 public:
  HourQuota(std::int64_t per_hour, const Clock& clock) : per_hour_(per_hour), clock_(clock) {}

  [[nodiscard]] bool has_room(bool with_token) {
    const std::lock_guard lock{mutex_};
    return put_lately() < (with_token ? per_hour_ : per_hour_ - per_hour_ / 4);
  }
  void add() {
    const std::lock_guard lock{mutex_};
    const std::int64_t now = minute();
    Minute& kept = minutes_[static_cast<std::size_t>(now) % minutes_.size()];
    if (kept.number != now) kept = {.number = now};
    ++kept.put;
  }

 private:
  struct Minute {
    std::int64_t number = 0;
    std::int64_t put = 0;
  };
  [[nodiscard]] std::int64_t minute() const {
    return std::max<std::int64_t>(0, clock_.now().time_since_epoch().count() / 60);
  }
  [[nodiscard]] std::int64_t put_lately() const {
    const std::int64_t now = minute();
    std::int64_t put = 0;
    for (const Minute& kept : minutes_)
      if (kept.number <= now && now - kept.number < std::ssize(minutes_)) put += kept.put;
    return put;
  }

  const std::int64_t per_hour_;
  const Clock& clock_;
  std::mutex mutex_;
  std::array<Minute, 60> minutes_{};
};

}  // namespace waymark::clerk
