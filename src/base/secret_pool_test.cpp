#include "base/secret_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "base/secret.h"

namespace waymark {
namespace {

TEST(SecretPool, BlocksComeBackAsZeros) {
  for (const std::size_t size : {1U, 32U, 64U, 65U, 2'048U, 6'533U, 65'536U, 65'537U, 200'000U}) {
    for (int round = 0; round < 3; ++round) {
      SecretBytes secret(size);
      EXPECT_TRUE(ByteReader{secret.view()}.rest_is_zero()) << size;
      std::ranges::fill(secret.writable(), 0xaa);
    }
  }
}

TEST(SecretPool, LivingBlocksNeverOverlap) {
  std::vector<SecretBytes> alive;
  for (std::size_t i = 0; i < 3'000; ++i) {
    alive.emplace_back(1 + i % 70);
    std::ranges::fill(alive.back().writable(), static_cast<std::uint8_t>(i % 251 + 1));
  }
  for (std::size_t i = 0; i < alive.size(); ++i)
    EXPECT_TRUE(std::ranges::all_of(alive[i].view(), [&](std::uint8_t byte) { return byte == i % 251 + 1; }));
}

TEST(SecretPool, IsSafeFromManyThreads) {
  std::vector<std::thread> threads;
  std::vector<int> failures(4, 0);
  for (std::size_t t = 0; t < failures.size(); ++t) {
    threads.emplace_back([&failures, t] {
      for (int i = 0; i < 5'000; ++i) {
        SecretBytes secret(32 + static_cast<std::size_t>(i % 3) * 3'000);
        if (!ByteReader{secret.view()}.rest_is_zero()) ++failures[t];
        std::ranges::fill(secret.writable(), static_cast<std::uint8_t>(t + 1));
        if (secret.view().front() != t + 1 || secret.view().back() != t + 1) ++failures[t];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace waymark
