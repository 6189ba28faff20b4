#include "linkage/workers.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace waymark::linkage {

Workers::Workers(unsigned threads)
    : threads_(std::clamp(threads == 0 ? std::thread::hardware_concurrency() : threads, 1u, kThreadsMax)) {}

void Workers::run(std::size_t count, const std::function<void(std::size_t, unsigned)>& work) const {
  std::atomic<std::size_t> next{0};
  const auto loop = [&](unsigned worker) {
    for (std::size_t task = next.fetch_add(1); task < count; task = next.fetch_add(1)) work(task, worker);
  };
  const auto helpers = static_cast<unsigned>(std::min<std::size_t>(threads_, std::max<std::size_t>(count, 1)) - 1);
  std::vector<std::jthread> running;
  for (unsigned worker = 1; worker <= helpers; ++worker) running.emplace_back(loop, worker);
  loop(0);
}

}  // namespace waymark::linkage
