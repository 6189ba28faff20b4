#include "crypto/random.h"

#include <sodium/crypto_stream_chacha20.h>
#include <sys/random.h>

#include <cerrno>
#include <limits>

#include "base/check.h"
#include "crypto/verify/sodium_ready.h"

namespace waymark::crypto {
namespace {

constexpr int kExitWithoutEntropy = 70;  // EX_SOFTWARE of sysexits(3)

}  // namespace

std::uint32_t Random::below(std::uint32_t bound) {
  CHECK(bound > 0);
  // Values under `rejected` would make the first results likelier than the others.
  const std::uint32_t rejected = (std::numeric_limits<std::uint32_t>::max() - bound + 1) % bound;
  for (;;) {
    const ByteArray<4> bytes = array<4>();
    const std::uint32_t value = (std::uint32_t{bytes[0]} << 24U) | (std::uint32_t{bytes[1]} << 16U) |
                                (std::uint32_t{bytes[2]} << 8U) | std::uint32_t{bytes[3]};
    if (value >= rejected) return value % bound;
  }
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t count = getrandom(out.data(), out.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fatal("no randomness from the operating system", kExitWithoutEntropy);
    out = out.subspan(static_cast<std::size_t>(count));
  }
}

SeededRandom::SeededRandom(std::uint64_t seed) {
  for (std::size_t i = 0; i < sizeof seed; ++i) key_[i] = static_cast<std::uint8_t>(seed >> (8U * i));
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
  if (out.empty()) return;
  sodium_ready();
  ByteArray<crypto_stream_chacha20_NONCEBYTES> nonce{};
  for (std::size_t i = 0; i < sizeof block_; ++i) nonce[i] = static_cast<std::uint8_t>(block_ >> (8U * i));
  ++block_;
  crypto_stream_chacha20(out.data(), out.size(), nonce.data(), key_.data());
}

}  // namespace waymark::crypto
