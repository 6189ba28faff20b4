// SlowLane: the bounded queues in front of the slow work (600,000 rounds of PBKDF2, the relay). One queue for people
// who send, one for people who come back, so that a flood of the one cannot shut out the other. Full means an honest
// page.
#pragma once

#include "http/worker_pool.h"

namespace waymark::clerk {

enum class Lane { kSend, kReturn };

struct LaneLimits {
  std::size_t workers = 1;       ///< of each lane: how many derive at a time
  std::size_t waiting_max = 16;  ///< of each lane: at 0.3 s a derivation the last one waits 5 s
};

class SlowLane {
 public:
  explicit SlowLane(const LaneLimits& limits)
      : send_(limits.workers, limits.waiting_max), return_(limits.workers, limits.waiting_max) {}

  /// @error kUnavailable when the queue is full; the task is left untouched @thread any
  Result<void> submit(Lane lane, http::WorkerPool::Task&& task) {
    return (lane == Lane::kSend ? send_ : return_).submit(std::move(task));
  }

 private:
  http::WorkerPool send_;
  http::WorkerPool return_;
};

}  // namespace waymark::clerk
