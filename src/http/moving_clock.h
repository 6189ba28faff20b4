// MovingClock: a steady clock that stands still until a test moves it. Test code only.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>

#include "base/comes_true.h"
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

using waymark::comes_true;

}  // namespace waymark::http::testing
