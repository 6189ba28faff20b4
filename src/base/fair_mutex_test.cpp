#include "base/fair_mutex.h"

#include <gtest/gtest.h>

#include <algorithm>
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

TEST(FairMutex, LetsOneInAtATimeAndNobodyIsForgotten) {
  FairMutex mutex;
  int inside = 0;
  int most = 0;
  int turns = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      for (int turn = 0; turn < 500; ++turn) {
        const std::lock_guard lock(mutex);
        most = std::max(most, ++inside);
        ++turns;
        --inside;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(most, 1);
  EXPECT_EQ(turns, 8'000);
  EXPECT_EQ(mutex.in_line(), 0U);
}

}  // namespace
}  // namespace waymark
