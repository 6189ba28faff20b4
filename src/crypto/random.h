// Random: unpredictable bytes as something that is passed in, so that tests and simulations can be repeated.
#pragma once

#include <span>

#include "base/secret.h"

namespace waymark::crypto {

class Random {
 public:
  virtual ~Random() = default;
  /// Fills all of `out`. Never fails: without entropy the process ends (fatal).
  virtual void fill(std::span<std::uint8_t> out) = 0;

  template <std::size_t N>
  ByteArray<N> array() {
    ByteArray<N> bytes;
    fill(bytes);
    return bytes;
  }
  template <std::size_t N>
  Secret<N> secret() {
    Secret<N> bytes;
    fill(bytes.writable());
    return bytes;
  }
  /// Uniform in 0 … bound-1, without bias. CHECKs bound > 0.
  std::uint32_t below(std::uint32_t bound);
};

/// The operating system's generator. Safe from any thread.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

/// A stream that depends only on `seed`: for tests and simulations, never for keys of people. One thread at a time.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed);
  void fill(std::span<std::uint8_t> out) override;

 private:
  ByteArray<32> key_{};
  std::uint64_t block_ = 0;
};

}  // namespace waymark::crypto
