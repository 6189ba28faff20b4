// Places: which connections there are, how much memory each holds, and who has to go first when there is no more room.
//
// First go the idle ones, the longest idle before the others: they lose nothing. Then whoever is nearest to being late
// (http/pace.h), the slowest. Connections whose answer is being made are fixed: closing one would free nothing.
// Every operation takes O(log n), so that a flood of connections cannot make the choice itself slow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>

#include "http/pace.h"

namespace waymark::http {

enum class Standing { kIdle, kMoving, kFixed };

class Places {
 public:
  using Id = std::uint64_t;

  /// Adds the connection, or says anew how it stands. `late`: from when on it is too slow.
  void set(Id id, Standing standing, SteadyTime late);
  /// How many bytes it holds from now on; ignored for who is not here.
  void hold(Id id, std::size_t bytes);
  void remove(Id id);

  [[nodiscard]] std::size_t size() const { return all_.size(); }
  /// What all of them hold together.
  [[nodiscard]] std::size_t held() const { return held_; }
  /// Who goes first to make a place; nobody when all are fixed.
  [[nodiscard]] std::optional<Id> worst() const;
  /// Who goes first to make memory, other than `except`; nobody when no one else who may go holds any.
  [[nodiscard]] std::optional<Id> worst_holder(Id except) const;

 private:
  using Rank = std::tuple<Standing, SteadyTime, Id>;
  struct Entry {
    Rank rank;
    std::size_t bytes = 0;
  };
  void unlist(const Entry& entry);
  void list(const Entry& entry);

  std::unordered_map<Id, Entry> all_;
  std::set<Rank> order_;    // all that are not fixed
  std::set<Rank> holders_;  // those of them that hold something
  std::size_t held_ = 0;
};

}  // namespace waymark::http
