// ChangeHistory: which cases have changed since a value of the change counter, so that a queue of 100,000 cases does
// not have to be copied for one of them. It remembers the newest kRemembered changes; who is further behind starts
// over. Not thread-safe; the office's lock guards it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <span>

#include "desk/keyring/ids.h"

namespace waymark::desk {

class ChangeHistory {
 public:
  static constexpr std::size_t kRemembered = 4'096;

  /// @param counter  the value that the change counter has with these changes
  void note(std::uint64_t counter, std::span<const CaseId> changed) {
    for (const CaseId& id : changed) changes_.push_back({counter, id});
    while (changes_.size() > kRemembered) {
      begins_after_ = changes_.front().counter;
      changes_.pop_front();
    }
  }
  /// Nothing up to this value of the counter is remembered.
  void forget(std::uint64_t counter) {
    changes_.clear();
    begins_after_ = counter;
  }
  /// The cases that changed after `counter`; nothing when that is further back than the memory goes.
  [[nodiscard]] std::optional<std::set<CaseId>> since(std::uint64_t counter) const {
    if (counter < begins_after_) return std::nullopt;
    std::set<CaseId> changed;
    for (auto change = changes_.rbegin(); change != changes_.rend() && change->counter > counter; ++change)
      changed.insert(change->id);
    return changed;
  }
  /// The counter of this case's newest change; of one that is not remembered, that at which the memory begins: never
  /// less than what it was, and another number whenever it has changed.
  [[nodiscard]] std::uint64_t last(const CaseId& id) const {
    for (auto change = changes_.rbegin(); change != changes_.rend(); ++change)
      if (change->id == id) return change->counter;
    return begins_after_;
  }

 private:
  struct Change {
    std::uint64_t counter;
    CaseId id;
  };
  std::deque<Change> changes_;
  std::uint64_t begins_after_ = 0;
};

}  // namespace waymark::desk
