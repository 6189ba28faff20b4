// FairMutex: a lock that is handed on in the order in which it was asked for.
//
// std::mutex lets a thread that unlocks and locks again in a loop starve everybody else. Here somebody who waits gets
// the lock after the one who holds it now. Each waits on a bell of their own: with one for all, every hand-over would
// wake everybody to let one through. Works with std::lock_guard and std::unique_lock.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>

namespace waymark {

class FairMutex {
 public:
  FairMutex() = default;
  FairMutex(const FairMutex&) = delete;
  FairMutex& operator=(const FairMutex&) = delete;

  void lock() {
    std::unique_lock inner(mutex_);
    if (++in_line_ == 1) return;
    Waiter me;
    (last_ == nullptr ? first_ : last_->next) = &me;
    last_ = &me;
    me.bell.wait(inner, [&me] { return me.called; });
  }
  void unlock() {
    const std::lock_guard inner(mutex_);
    --in_line_;
    if (first_ == nullptr) return;
    Waiter& next = *std::exchange(first_, first_->next);
    if (first_ == nullptr) last_ = nullptr;
    next.called = true;
    next.bell.notify_one();  // with `mutex_` held: the bell is gone as soon as whoever waits has seen `called`
  }
  /// How many wait or hold it at this moment; for tests.
  [[nodiscard]] std::uint64_t in_line() {
    const std::lock_guard inner(mutex_);
    return in_line_;
  }

 private:
  /// On the stack of the thread that waits.
  struct Waiter {
    std::condition_variable bell;
    bool called = false;
    Waiter* next = nullptr;
  };
  std::mutex mutex_;
  Waiter* first_ = nullptr;
  Waiter* last_ = nullptr;
  std::uint64_t in_line_ = 0;
};

}  // namespace waymark
