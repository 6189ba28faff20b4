// MovingClock: a steady clock that stands still until a test moves it. Test code only.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <thread>

#include "http/pace.h"

namespace waymark::http::testing {

class MovingClock {
 public:
  void advance(std::chrono::milliseconds time) { passed_ += time.count(); }
  [[nodiscard]] SteadyTime now() const { return start_ + std::chrono::milliseconds{passed_}; }
  /// For ServerOptions::now; the clock outlives the server.
  [[nodiscard]] std::function<SteadyTime()> hand() const {
    return [this] { return now(); };
  }

 private:
  const SteadyTime start_ = std::chrono::steady_clock::now();
  std::atomic<std::int64_t> passed_ = 0;
};

/// Waits until `done`, looking often; a minute at most, which is for broken code only.
template <class Done>
bool comes_true(const Done& done) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return true;
}

}  // namespace waymark::http::testing
