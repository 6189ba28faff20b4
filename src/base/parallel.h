// Parallel: the same work on each of many things, shared between the processor's cores.
#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace waymark {

/// More do not help what waits for memory.
inline constexpr std::size_t kThreadsMax = 4;

/// Calls work(begin, end) for consecutive ranges that together are 0 … count, each on a thread of its own and the first
/// on this one; returns when all have. With fewer than `least` things a range the work stays on this thread.
/// @param work  touches nothing that another range touches, and throws nothing
template <class Work>
void in_parallel(std::size_t count, std::size_t least, const Work& work) {
  const std::size_t cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kThreadsMax);
  const std::size_t ranges = std::clamp<std::size_t>(count / std::max<std::size_t>(least, 1), 1, cores);
  const std::size_t each = (count + ranges - 1) / ranges;
  std::vector<std::jthread> others;
  for (std::size_t range = 1; range < ranges; ++range)
    others.emplace_back([&work, begin = std::min(range * each, count), end = std::min((range + 1) * each, count)] {
      work(begin, end);
    });
  work(std::size_t{0}, std::min(each, count));
}

}  // namespace waymark
