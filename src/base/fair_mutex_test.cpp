#include "base/fair_mutex.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace waymark {
namespace {

TEST(FairMutex, IsHandedOnInTheOrderInWhichItWasAskedFor) {
  FairMutex mutex;
  std::vector<int> order;
  std::vector<std::thread> threads;
  mutex.lock();
  for (int i = 0; i < 5; ++i) {
    threads.emplace_back([&mutex, &order, i] {
      const std::lock_guard lock(mutex);
      order.push_back(i);
    });
    while (mutex.in_line() != static_cast<std::uint64_t>(i) + 2) std::this_thread::yield();
  }
  // Whoever gives it back and asks again stands at the end of the line.
  mutex.unlock();
  mutex.lock();
  order.push_back(99);
  mutex.unlock();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4, 99}));
}

}  // namespace
}  // namespace waymark
