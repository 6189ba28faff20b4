// Authenticated encryption: XChaCha20-Poly1305 for what the desk stores, ChaCha20-Poly1305 (RFC 8439) for age.
#pragma once

#include "base/secret.h"
#include "crypto/random.h"

namespace waymark::crypto {

inline constexpr std::size_t kTagBytes = 16;
inline constexpr std::size_t kXNonceBytes = 24;
inline constexpr std::size_t kNonceBytes = 12;

/// nonce (24, random) ‖ ciphertext ‖ tag (16): plaintext size + 40 bytes. `data` is bound but not contained.
Bytes xchacha_seal(const Secret<32>& key, ByteView plaintext, ByteView data, Random& random);
/// Opens what xchacha_seal made.
/// @error kTruncated under 40 bytes; kAuthentication for another key, another `data` or a changed byte
Result<SecretBytes> xchacha_open(const Secret<32>& key, ByteView sealed, ByteView data);

/// The primitives with an explicit nonce. `out` is plaintext size + 16 (seal) or ciphertext size - 16 (open); it may
/// not overlap the input. A nonce is used once with one key.
void chacha_seal(std::span<std::uint8_t> out, std::span<const std::uint8_t, 32> key,
                 std::span<const std::uint8_t, kNonceBytes> nonce, ByteView plaintext, ByteView data = {});
[[nodiscard]] bool chacha_open(std::span<std::uint8_t> out, std::span<const std::uint8_t, 32> key,
                               std::span<const std::uint8_t, kNonceBytes> nonce, ByteView sealed, ByteView data = {});
void xchacha_seal(std::span<std::uint8_t> out, std::span<const std::uint8_t, 32> key,
                  std::span<const std::uint8_t, kXNonceBytes> nonce, ByteView plaintext, ByteView data);
[[nodiscard]] bool xchacha_open(std::span<std::uint8_t> out, std::span<const std::uint8_t, 32> key,
                                std::span<const std::uint8_t, kXNonceBytes> nonce, ByteView sealed, ByteView data);

}  // namespace waymark::crypto
