// WipingBytes: ordinary heap memory that overwrites itself whenever it is given back: when it dies, and also the old
// block when it grows. For bytes that pass through on their way, such as what an HTTP connection reads and writes.
// Not locked against swapping and free to be copied, unlike Secret<N> (base/secret.h); use that for what is kept.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/bytes.h"
#include "base/secret.h"

namespace waymark {

template <class T>
struct WipingAllocator {
  using value_type = T;
  WipingAllocator() = default;
  template <class U>
  WipingAllocator(const WipingAllocator<U>& /*other*/) noexcept {}  // NOLINT: implicit as the standard wants it

  T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
  void deallocate(T* block, std::size_t count) noexcept {
    wipe({reinterpret_cast<std::uint8_t*>(block), count * sizeof(T)});
    std::allocator<T>{}.deallocate(block, count);
  }
  template <class U>
  bool operator==(const WipingAllocator<U>& /*other*/) const noexcept {
    return true;
  }
};

/// It copies byte after byte, and that is well: copied by memcpy, a body stayed in memory after everything was given
/// back (http_wiping_test), most likely from the vector registers that memcpy leaves full.
using WipingBytes = std::vector<std::uint8_t, WipingAllocator<std::uint8_t>>;

/// A copy of the bytes; the caller wipes its own.
inline WipingBytes to_wiping(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

}  // namespace waymark
