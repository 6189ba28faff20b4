#include "http/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace waymark::http {
namespace {

TEST(WorkerPool, RunsEverythingBeforeItStops) {
  std::atomic<int> ran = 0;
  {
    WorkerPool pool{2, 100};
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool.submit([&] { ++ran; }));
  }
  EXPECT_EQ(ran, 100);
}

TEST(WorkerPool, FullQueueSaysSoAndLeavesTheTask) {
  std::promise<void> gate;
  std::promise<void> started;
  WorkerPool pool{1, 1};
  ASSERT_TRUE(pool.submit([&] {
    started.set_value();
    gate.get_future().wait();
  }));
  started.get_future().wait();
  ASSERT_TRUE(pool.submit([] {}));
  bool ran = false;
  WorkerPool::Task task = [&] { ran = true; };
  EXPECT_EQ(pool.submit(std::move(task)).error().code, Code::kUnavailable);
  task();
  EXPECT_TRUE(ran);
  gate.set_value();
}

}  // namespace
}  // namespace waymark::http
