// for_each_index: shares numbered pieces of work among threads.
//
// Which thread does a piece must not matter: a piece writes only to its own place and draws from its own stream of
// Random, so the result is the same bit for bit on one thread and on many.
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace waymark::estimate {

/// Calls work(i) once for each i < count, on `threads` threads (the caller is one of them), and returns when all are
/// done.
template <class Work>
void for_each_index(std::size_t count, unsigned threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto loop = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> helpers;
  for (unsigned t = 1; t < threads && t < count; ++t) helpers.emplace_back(loop);
  loop();
}

}  // namespace waymark::estimate
