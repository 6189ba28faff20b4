// comes_true: how a test waits for an outcome. Test code only. It is the one place in the tests that sleeps;
// script/checks/sleeps.mjs refuses any other without a reason beside it.
#pragma once

#include <chrono>
#include <thread>

namespace waymark {

/// Looks again and again until `done()` is true. Two minutes at most, which is for broken code only: a busy machine
/// makes a test slow, not red.
/// @return whether it came true
template <class Done>
bool comes_true(const Done& done, std::chrono::milliseconds patience = std::chrono::minutes{2}) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{2});  // sleep: between two looks
  }
  return true;
}

}  // namespace waymark
