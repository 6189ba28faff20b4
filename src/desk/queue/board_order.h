// The order of one page while it is made: the first of many, and waves of alike requests that stand as one. Internal to
// board.cpp.
#pragma once

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <vector>

#include "desk/queue/board.h"

namespace waymark::desk::queue {

/// What the order needs of one case.
struct Board::Key {
  TimePoint due;
  TimePoint received_at;
  TimePoint waiting_since;  ///< the last of all for those who do not wait
  std::uint32_t slot;
  std::uint8_t rank;
};

/// The first of many in their order, and whoever of all has waited longest. Only as many are kept as are asked for: a
/// pass over a large office writes to memory for a few of its cases.
class Board::First {
 public:
  First(const Board& board, std::size_t most) : board_(board), most_(most) {}
  void add(const Key& key) {
    ++total_;
    wait(key);
    const auto before = [this](const Key& a, const Key& b) { return board_.is_before(a, b); };
    if (kept_.size() == most_) {
      if (most_ == 0 || !before(key, kept_.front())) return;
      std::ranges::pop_heap(kept_, before);
      kept_.pop_back();
    }
    kept_.push_back(key);
    std::ranges::push_heap(kept_, before);
  }
  /// In their order; nothing is added from now on.
  const std::vector<Key>& sort() {
    std::ranges::sort_heap(kept_, [this](const Key& a, const Key& b) { return board_.is_before(a, b); });
    return kept_;
  }
  /// One that is in the place of another waits too.
  void wait(const Key& key) {
    if (key.waiting_since != TimePoint::max() && (!longest_ || waits_longer(key, *longest_))) longest_ = key;
  }
  [[nodiscard]] std::size_t total() const { return total_; }
  [[nodiscard]] std::optional<std::uint32_t> longest_waiting() const {
    return longest_ ? std::optional(longest_->slot) : std::nullopt;
  }

 private:
  [[nodiscard]] bool waits_longer(const Key& a, const Key& b) const {
    return a.waiting_since != b.waiting_since ? a.waiting_since < b.waiting_since : board_.is_before(a, b);
  }
  const Board& board_;
  std::size_t most_;
  std::size_t total_ = 0;
  std::vector<Key> kept_;  // a heap: the last of those kept stands first
  std::optional<Key> longest_;
};

/// Waves while they are gathered: of each the most urgent request, and the others only as long as it may be none.
class Board::Folding {
 public:
  explicit Folding(const Board& board) : board_(board) {}
  void add(std::uint64_t alike, const Key& key) {
    Gathered& wave = waves_[alike];
    if (wave.count == 0 || board_.is_before(key, wave.lead)) wave.lead = key;
    if (++wave.count > kWaveMin) wave.few.clear();
    if (wave.count <= kWaveMin) wave.few.push_back(key);
  }
  /// Into the order: a wave as one, fewer each for themselves.
  void end(First& first) {
    for (const auto& [alike, wave] : waves_) {
      for (const Key& key : wave.few) first.add(key);
      if (wave.count <= kWaveMin) continue;
      first.add(wave.lead);
      leads_.emplace(wave.lead.slot, Wave{alike, wave.count});
    }
  }
  [[nodiscard]] std::optional<Wave> of(std::uint32_t slot) const {
    const auto found = leads_.find(slot);
    return found == leads_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  struct Gathered {
    std::size_t count = 0;
    Key lead{};
    std::vector<Key> few = {};
  };
  const Board& board_;
  std::unordered_map<std::uint64_t, Gathered> waves_;
  std::unordered_map<std::uint32_t, Wave> leads_;
};

}  // namespace waymark::desk::queue
