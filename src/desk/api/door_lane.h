// DoorLane: one thread for the calls that derive a key with Argon2, so that no number of strangers at the door holds
// the threads that answer everybody else. Two lines with an end: people whom the office knows (a device that has signed
// in, an open session, an invitation) and strangers. Known people go first; strangers get every fourth turn at least.
//
// One derivation at a time also bounds the memory: 256 MiB. Nobody takes two places: one call of each person waits.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>

#include "base/clock.h"
#include "base/result.h"

namespace waymark::desk::api {

/// What is said to somebody who finds the lane full.
inline constexpr Seconds kLaneBusyFor{5};

class DoorLane {
 public:
  enum class Line { kKnown, kStrangers };
  using Task = std::move_only_function<void()>;
  static constexpr std::size_t kKnownMax = 32;
  static constexpr std::size_t kStrangersMax = 8;
  static constexpr unsigned kKnownInARow = 3;
  /// The name that all holders of an invitation share; no alias looks like it.
  static constexpr std::string_view kInvited = "(invited)";

  DoorLane();
  /// Ends what it is at and drops what waits: a desk that is told to stop does not go on deriving keys.
  ~DoorLane();
  DoorLane(const DoorLane&) = delete;
  DoorLane& operator=(const DoorLane&) = delete;

  /// @param who  whose call it is; an invitation's holders share one name, and only that one may wait more than once
  /// @error kUnavailable when the line is full or a call of the same person waits in it; the task is dropped
  /// @thread any
  Result<void> submit(Line line, std::string_view who, Task task);
  [[nodiscard]] std::size_t waiting(Line line);

 private:
  struct Place {
    std::size_t who;
    Task task;
  };
  std::deque<Place>& line_of(Line line) { return line == Line::kKnown ? known_ : strangers_; }
  Task next();
  void loop();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Place> known_, strangers_;
  unsigned known_in_a_row_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace waymark::desk::api
