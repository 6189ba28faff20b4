// Pace: how slow a connection may be. It starts with some patience in hand; every byte earns a little more, up to the
// same amount; time takes it away. Whoever has none left is late.
//
// So a line may stall for `patience`, again and again, as long as it moves `bytes_per_second` between stalls; and a
// connection that only keeps itself alive with a byte now and then runs out as surely as one that is silent.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace waymark::http {

using SteadyTime = std::chrono::steady_clock::time_point;

struct PaceRule {
  std::chrono::milliseconds patience{20'000};
  std::size_t bytes_per_second = 256;
};

class Pace {
 public:
  Pace() = default;
  Pace(const PaceRule& rule, SteadyTime now) : rule_(rule), late_(now + rule.patience) {}

  void moved(std::size_t bytes, SteadyTime now) {
    // An hour is more than any patience and keeps the arithmetic far from its limits.
    constexpr std::size_t kMostMilliseconds = 3'600'000;
    const std::size_t earned = std::min(bytes * 1'000 / rule_.bytes_per_second, kMostMilliseconds);
    late_ = std::min(now + rule_.patience, late_ + std::chrono::milliseconds{earned});
  }
  /// From when on the connection is too slow; the later, the better it has behaved.
  [[nodiscard]] SteadyTime late() const { return late_; }

 private:
  PaceRule rule_;
  SteadyTime late_;
};

}  // namespace waymark::http
