#include "work/work.h"

#include <gtest/gtest.h>

namespace waymark::work {
namespace {

Task task_of(std::uint8_t row) {
  Task task;
  task.instance.bytes.fill(7);
  task.row.fill(row);
  task.challenge.fill(9);
  return task;
}

TEST(Work, WhatWasSolvedFits) {
  crypto::SeededRandom random{1};
  const auto nonce = solve(task_of(1), 6, random, [] { return true; });
  ASSERT_TRUE(nonce);
  EXPECT_TRUE(check(task_of(1), *nonce, 6));
  EXPECT_TRUE(check(task_of(1), *nonce, 0));
}

// Attack: one piece of work for many envelopes, for another day of the challenge, for another organisation.
TEST(Work, CountsForNothingElse) {
  crypto::SeededRandom random{2};
  const Task task = task_of(1);
  const auto nonce = solve(task, 8, random, [] { return true; });
  ASSERT_TRUE(nonce);
  int still_fits = 0;
  for (std::uint8_t i = 2; i < 42; ++i) {
    Task row = task;
    Task challenge = task;
    Task instance = task;
    row.row.fill(i);
    challenge.challenge.fill(static_cast<std::uint8_t>(i + 50));
    instance.instance.bytes.fill(static_cast<std::uint8_t>(i + 50));
    for (const Task& other : {row, challenge, instance}) still_fits += check(other, *nonce, 8) ? 1 : 0;
  }
  EXPECT_LE(still_fits, 4) << "of 120, at a chance of 1 in 256 each";
}

TEST(Work, StopsWhenTold) {
  crypto::SeededRandom random{3};
  int tries = 0;
  EXPECT_FALSE(solve(task_of(1), 255, random, [&] { return ++tries <= 5; }));
  EXPECT_EQ(tries, 6);
  EXPECT_FALSE(solve(task_of(1), 0, random, [] { return false; })) << "told before the first try";
}

TEST(Work, EpochsAreMinutesAndNeverBelowNothing) {
  EXPECT_EQ(epoch_of(TimePoint{Seconds{0}}), 0U);
  EXPECT_EQ(epoch_of(TimePoint{Seconds{59}}), 0U);
  EXPECT_EQ(epoch_of(TimePoint{Seconds{60}}), 1U);
  EXPECT_EQ(epoch_of(TimePoint{Seconds{-1}}), 0U) << "a clock before 1970";
}

}  // namespace
}  // namespace waymark::work
