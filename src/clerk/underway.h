// Underway: how many slow jobs of one visit wait or run, so that one page sent again and again cannot fill a lane.
//
// Two, not one: whoever presses Send twice on a bad line waits and is told that the letter is stored. Whoever makes
// many visits can still fill a lane; what that costs them is said in docs/spec/clerk.md.
#pragma once

#include <map>
#include <mutex>
#include <utility>

#include "base/bytes.h"

namespace waymark::clerk {

inline constexpr int kPlacesOfAVisit = 2;

class Underway {
 public:
  using Id = ByteArray<16>;

  /// A place that is given back when it dies; the Underway outlives it.
  class Place {
   public:
    Place() = default;
    Place(Underway* all, const Id& id) : all_(all), id_(id) {}
    Place(Place&& other) noexcept : all_(std::exchange(other.all_, nullptr)), id_(other.id_) {}
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (all_ != nullptr) all_->leave(id_);
    }
    /// False when the visit has as many as it may.
    [[nodiscard]] bool taken() const { return all_ != nullptr; }

   private:
    Underway* all_ = nullptr;
    Id id_{};
  };

  /// @thread any
  Place enter(const Id& id) {
    const std::lock_guard lock{mutex_};
    int& count = places_[id];
    if (count == kPlacesOfAVisit) return {};
    ++count;
    return {this, id};
  }

 private:
  void leave(const Id& id) {
    const std::lock_guard lock{mutex_};
    const auto found = places_.find(id);
    if (--found->second == 0) places_.erase(found);
  }

  std::mutex mutex_;
  std::map<Id, int> places_;
};

}  // namespace waymark::clerk
