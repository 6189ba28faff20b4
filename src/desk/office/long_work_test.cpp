#include "desk/office/long_work.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "base/fair_mutex.h"

namespace waymark::desk::office {
namespace {

class LongWork : public testing::Test {
 protected:
  /// Doubles what is stored; `meanwhile` happens on another thread while the work is done.
  template <class Meanwhile>
  Result<void> run(Meanwhile meanwhile) {
    return long_work(
        lock_, [this] { return version_; }, [this]() -> Result<int> { return stored_; },
        [&](int copy) -> Result<int> {
          ++begun_;
          std::thread other([&] {
            const std::lock_guard hold(lock_);  // a screen: it would wait for ever if the work held the lock
            meanwhile();
          });
          other.join();
          return copy * 2;
        },
        [this](int made) -> Result<void> {
          stored_ = made;
          return {};
        });
  }
  FairMutex lock_;
  int version_ = 1, stored_ = 21, begun_ = 0;
};

TEST_F(LongWork, AScreenGetsTheLockWhileItRuns) {
  ASSERT_TRUE(run([] {}).has_value());
  EXPECT_EQ(stored_, 42);
  EXPECT_EQ(lock_.in_line(), 0U);
}

TEST_F(LongWork, WhatChangedMeanwhileIsLookedAtAgain) {
  ASSERT_TRUE(run([this] {
                if (begun_ == 1) stored_ = 100 + version_++;
              }).has_value());
  EXPECT_EQ(begun_, 2);
  EXPECT_EQ(stored_, 202) << "nothing of the first try was put in";
}

TEST_F(LongWork, GivesUpWhenItNeverComesToRest) {
  const auto done = run([this] { ++version_; });
  EXPECT_EQ(done.error().code, Code::kUnavailable);
  EXPECT_EQ(begun_, kLongWorkTries);
  EXPECT_EQ(stored_, 21);
  EXPECT_EQ(lock_.in_line(), 0U);
}

TEST_F(LongWork, FailuresLeaveTheLockFree) {
  const auto failing = [](int) -> Result<int> { return fail(Code::kStorage, "test"); };
  const auto done = long_work(
      lock_, [] { return 1; }, []() -> Result<int> { return 1; }, failing, [](int) -> Result<void> { return {}; });
  EXPECT_EQ(done.error().code, Code::kStorage);
  EXPECT_EQ(lock_.in_line(), 0U);
}

}  // namespace
}  // namespace waymark::desk::office
