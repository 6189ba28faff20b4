// Dice: the chance of a generated world, the same on every machine for the same seed.
//
// The standard library's distributions differ between libraries, so none is used. @source Steele, Lea, Flood 2014,
// "Fast splittable pseudorandom number generators", OOPSLA (SplitMix64).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace waymark::courts {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  /// 0 … count-1; count must not be 0
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
  /// from … to, both inclusive
  std::int32_t between(std::int32_t from, std::int32_t to) {
    return from + static_cast<std::int32_t>(below(static_cast<std::size_t>(to - from) + 1));
  }
  bool chance(unsigned permille) { return below(1000) < permille; }
  /// Small numbers are likelier, as with names: the square of an even chance.
  std::size_t low(std::size_t count) { return below(below(count) + 1); }
  template <class T>
  const T& pick(std::span<const T> from) {
    return from[below(from.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace waymark::courts
