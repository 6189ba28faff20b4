// HourQuota: how many letters this clerk has put within the last 60 minutes. It works for its visitors, so it must not
// be the way round the work that a relay asks of a flooder.
//
// The last quarter is for visits that have read a reply with a token. Whole minutes; a clock that jumps locks nobody
// out. Safe from any thread.
// @source docs/spec/clerk.md "When very many write"
#pragma once

#include <algorithm>
#include <mutex>

#include "base/clock.h"
#include "base/last_hour.h"

namespace waymark::clerk {

class HourQuota {
 public:
  HourQuota(std::int64_t per_hour, const Clock& clock) : per_hour_(per_hour), clock_(clock) {}

  [[nodiscard]] bool has_room(bool with_token) {
    const std::lock_guard lock{mutex_};
    return put_.count(now()) < (with_token ? per_hour_ : per_hour_ - per_hour_ / 4);
  }
  void add() {
    const std::lock_guard lock{mutex_};
    put_.add(now());
  }

 private:
  [[nodiscard]] std::int64_t now() const { return std::max<std::int64_t>(0, clock_.now().time_since_epoch().count()); }

  const std::int64_t per_hour_;
  const Clock& clock_;
  std::mutex mutex_;
  LastHour put_;
};

}  // namespace waymark::clerk
