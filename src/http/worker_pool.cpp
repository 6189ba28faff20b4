#include "http/worker_pool.h"

#include "base/process.h"

namespace waymark::http {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue_max) : queue_max_(queue_max) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { loop(); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

Result<void> WorkerPool::submit(Task&& task) {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_ || queue_.size() >= queue_max_) return fail(Code::kUnavailable, "http/worker_pool");
    queue_.push_back(std::move(task));
  }
  wake_.notify_one();
  return {};
}

void WorkerPool::loop() {
  while (true) {
    std::unique_lock lock{mutex_};
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    {
      Task task = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      task();
    }
    scrub_stack();  // what the task's calls left there may be somebody's words
  }
}

}  // namespace waymark::http
