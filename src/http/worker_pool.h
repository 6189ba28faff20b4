// WorkerPool: a few threads that run tasks to completion, behind a queue with an end.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/result.h"

namespace waymark::http {

class WorkerPool {
 public:
  using Task = std::move_only_function<void()>;
  WorkerPool(std::size_t threads, std::size_t queue_max);
  /// Runs what was accepted, then stops.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// Queues a task; leaves it untouched when it fails.
  /// @error kUnavailable when queue_max tasks wait @thread any
  Result<void> submit(Task&& task);

 private:
  void loop();
  const std::size_t queue_max_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace waymark::http
