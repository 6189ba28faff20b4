// Parallel: the same work on each of many things, shared between the processor's cores.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace waymark {

/// More do not help what waits for memory.
inline constexpr std::size_t kThreadsMax = 4;

/// Calls work(begin, end) for ranges of `each` things that together are 0 … count, on several threads and on this one,
/// and `meanwhile` on this thread before it takes its share; returns when all is done. Whoever is quicker takes more of
/// the ranges. With one range there is no other thread.
/// @param work  touches nothing that another range or `meanwhile` touches, and throws nothing
template <class Work, class Meanwhile>
void in_parallel(std::size_t count, std::size_t each, const Work& work, const Meanwhile& meanwhile) {
  each = std::max<std::size_t>(each, 1);
  std::atomic<std::size_t> next{0};
  const auto take_ranges = [&] {
    for (std::size_t begin = next.fetch_add(each); begin < count; begin = next.fetch_add(each))
      work(begin, std::min(begin + each, count));
  };
  const std::size_t cores = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kThreadsMax);
  const std::size_t threads = std::clamp<std::size_t>((count + each - 1) / each, 1, cores);
  std::vector<std::jthread> others;
  others.reserve(threads - 1);
  for (std::size_t thread = 1; thread < threads; ++thread) others.emplace_back(take_ranges);
  meanwhile();
  take_ranges();
}
template <class Work>
void in_parallel(std::size_t count, std::size_t each, const Work& work) {
  in_parallel(count, each, work, [] {});
}

}  // namespace waymark
