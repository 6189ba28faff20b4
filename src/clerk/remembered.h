// Remembered: a bounded set of random ids that forgets by itself: visits that were ended, messages that were stored.
// Ids say nothing about a person and are never written anywhere. Safe from any thread.
#pragma once

#include <deque>
#include <mutex>
#include <set>
#include <utility>

#include "base/bytes.h"
#include "base/clock.h"
#include "clerk/limits.h"

namespace waymark::clerk {

class Remembered {
 public:
  using Id = ByteArray<16>;
  explicit Remembered(const Clock& clock) : clock_(clock) {}

  /// Remembers for kMemoryLife; when kRememberedMax are there already, the oldest goes.
  void add(const Id& id) {
    const std::lock_guard lock{mutex_};
    forget_old();
    if (!ids_.insert(id).second) return;
    if (order_.size() == kRememberedMax) drop_front();
    order_.emplace_back(clock_.now(), id);
  }
  [[nodiscard]] bool has(const Id& id) {
    const std::lock_guard lock{mutex_};
    forget_old();
    return ids_.contains(id);
  }

 private:
  void drop_front() {
    ids_.erase(order_.front().second);
    order_.pop_front();
  }
  void forget_old() {
    while (!order_.empty() && clock_.now() - order_.front().first >= kMemoryLife) drop_front();
  }

  const Clock& clock_;
  std::mutex mutex_;
  std::set<Id> ids_;
  std::deque<std::pair<TimePoint, Id>> order_;
};

}  // namespace waymark::clerk
