// Fast, fixed hashes of bytes and numbers: the same on every machine and in every run, so that samples and sorted
// blocks are reproducible. Not for anything secret.
//
// The mixing step is the finaliser of splitmix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number
// generators", section 4.2).
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace waymark::linkage {

/// Spreads every bit of `value` over all 64.
inline std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15u;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
  return value ^ (value >> 31);
}

/// One number from two; the order matters.
inline std::uint64_t mixed(std::uint64_t a, std::uint64_t b) { return mixed(mixed(a) ^ (b * 0xd6e8feb86659fd93u)); }

/// Hash of a text, eight bytes at a time.
inline std::uint64_t hash_of(std::string_view text) {
  std::uint64_t state = 0x243f6a8885a308d3u ^ (text.size() * 0x9e3779b97f4a7c15u);
  while (text.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    state = (state ^ word) * 0xd6e8feb86659fd93u;
    state ^= state >> 32;
    text.remove_prefix(8);
  }
  std::uint64_t rest = 0;
  if (!text.empty()) std::memcpy(&rest, text.data(), text.size());
  return mixed(state ^ rest);
}

/// A stream of numbers from a seed; splitmix64 with the counter as state.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(mixed(seed)) {}
  std::uint64_t next() { return mixed(state_++); }
  /// 0 … count - 1, by multiplication (Lemire 2019); the bias is below count / 2^64.
  std::uint64_t below(std::uint64_t count) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>(next()) * count) >> 64);
  }
  /// 0 <= x < 1, 53 bits.
  double fraction() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

 private:
  std::uint64_t state_;
};

}  // namespace waymark::linkage
