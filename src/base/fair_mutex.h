// FairMutex: a lock that is handed on in the order in which it was asked for.
//
// std::mutex lets a thread that unlocks and locks again in a loop starve everybody else. Here somebody who waits gets
// the lock after the one who holds it now. Works with std::lock_guard and std::unique_lock.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace waymark {

class FairMutex {
 public:
  FairMutex() = default;
  FairMutex(const FairMutex&) = delete;
  FairMutex& operator=(const FairMutex&) = delete;

  void lock() {
    std::unique_lock inner(mutex_);
    const std::uint64_t ticket = next_++;
    turn_.wait(inner, [&] { return serving_ == ticket; });
  }
  void unlock() {
    {
      const std::lock_guard inner(mutex_);
      ++serving_;
    }
    turn_.notify_all();
  }
  /// How many wait or hold it at this moment; for tests.
  [[nodiscard]] std::uint64_t in_line() {
    const std::lock_guard inner(mutex_);
    return next_ - serving_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable turn_;
  std::uint64_t next_ = 0;     ///< the ticket that the next one draws
  std::uint64_t serving_ = 0;  ///< the ticket whose turn it is
};

}  // namespace waymark
