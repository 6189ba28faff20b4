// Secret memory: locked against swapping, left out of core dumps, wiped when it dies, never copied, never printed.
//
// Secret<N> is a fixed-size key or seed; SecretBytes has a size chosen at run time (plaintext, passphrases).
// Both own a block of locked memory (base/secret_pool.h); moving hands the block over. There is no operator<<, no
// formatter and no JSON conversion, on purpose: tests/nocompile proves that logging one does not compile. Not
// thread-safe.
#pragma once

#include <cstddef>
#include <span>

#include "base/bytes.h"

namespace waymark {

/// Overwrites memory in a way the compiler may not remove.
void wipe(std::span<std::uint8_t> memory);

/// Owns `size` locked bytes, zero at first. Locking is best effort (RLIMIT_MEMLOCK); wiping is not.
class SecretBytes {
 public:
  explicit SecretBytes(std::size_t size);
  /// Copies `bytes`; the caller wipes its own.
  static SecretBytes copy_of(ByteView bytes);
  ~SecretBytes();
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;

  [[nodiscard]] std::size_t size() const { return size_; }
  /// Borrowed until the secret moves or dies.
  [[nodiscard]] ByteView view() const { return {data_, size_}; }
  [[nodiscard]] std::span<std::uint8_t> writable() { return {data_, size_}; }
  /// An explicit second copy, for the few places that need one.
  [[nodiscard]] SecretBytes duplicate() const { return copy_of(view()); }

 private:
  void release();
  std::uint8_t* data_;
  std::size_t size_;
};

/// Exactly N secret bytes.
template <std::size_t N>
class Secret {
 public:
  static constexpr std::size_t kSize = N;
  Secret() : bytes_(N) {}
  /// Copies; the caller wipes its own.
  static Secret copy_of(std::span<const std::uint8_t, N> bytes) {
    Secret secret;
    std::copy(bytes.begin(), bytes.end(), secret.writable().begin());
    return secret;
  }
  [[nodiscard]] std::span<const std::uint8_t, N> view() const { return bytes_.view().template first<N>(); }
  [[nodiscard]] std::span<std::uint8_t, N> writable() { return bytes_.writable().template first<N>(); }
  [[nodiscard]] Secret duplicate() const { return copy_of(view()); }
  [[nodiscard]] bool equals(const Secret& other) const { return equal_constant_time(view(), other.view()); }

 private:
  SecretBytes bytes_;
};

}  // namespace waymark
