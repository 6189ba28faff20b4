// Workers: runs numbered tasks on a few threads. What a task computes depends on its number alone and goes to its own
// place, so that one thread and two write the same bytes.
#pragma once

#include <cstddef>
#include <functional>

namespace waymark::linkage {

class Workers {
 public:
  /// @param threads  1…kThreadsMax; 0 means as many as the machine has
  explicit Workers(unsigned threads);

  [[nodiscard]] unsigned threads() const { return threads_; }

  /// Calls `work(task, worker)` once for each task 0…count-1; worker is 0…threads-1 and names scratch memory.
  /// Returns when all are done. `work` must not throw.
  void run(std::size_t count, const std::function<void(std::size_t task, unsigned worker)>& work) const;

 private:
  unsigned threads_;
};

inline constexpr unsigned kThreadsMax = 64;

}  // namespace waymark::linkage
