// Key derivation: HKDF-SHA-256 (RFC 5869) and PBKDF2 (RFC 8018). Every use begins with a label of its own.
#pragma once

#include <initializer_list>

#include "base/secret.h"

namespace waymark::crypto {

/// Fills `out` (at most 8,160 bytes) from key material, salt (may be empty) and the parts of info one after the other.
void hkdf_sha256(std::span<std::uint8_t> out, ByteView key_material, ByteView salt,
                 std::initializer_list<ByteView> info);

/// The same, with an empty salt, as a secret of N bytes.
template <std::size_t N>
Secret<N> hkdf_sha256(ByteView key_material, std::initializer_list<ByteView> info) {
  Secret<N> derived;
  hkdf_sha256(derived.writable(), key_material, {}, info);
  return derived;
}

/// RFC 5869 section 2.2 and 2.3 alone, for HPKE.
ByteArray<32> hkdf_extract_sha256(ByteView salt, std::initializer_list<ByteView> key_material);
void hkdf_expand_sha256(std::span<std::uint8_t> out, ByteView key, std::initializer_list<ByteView> info);

/// Fills `out` with PBKDF2-HMAC-SHA-512 (or -256). Slow on purpose: 600,000 rounds take about 0.3 s.
/// Any size of password and salt; rounds >= 1.
void pbkdf2_sha512(std::span<std::uint8_t> out, ByteView password, ByteView salt, std::uint32_t rounds);
void pbkdf2_sha256(std::span<std::uint8_t> out, ByteView password, ByteView salt, std::uint32_t rounds);

}  // namespace waymark::crypto
