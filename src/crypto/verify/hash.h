// SHA-256 and HMAC-SHA-256 (FIPS 180-4, RFC 2104). Thread-safe: every call works on its own state.
//
// Part of crypto_verify, the library for programs that check but can never decrypt (the relay).
#pragma once

#include <initializer_list>

#include "base/bytes.h"

namespace waymark::crypto {

inline constexpr std::size_t kSha256Bytes = 32;
using Sha256 = ByteArray<kSha256Bytes>;

Sha256 sha256(ByteView bytes);
/// The hash of all parts one after the other. Put a label first: see docs/spec.
Sha256 sha256(std::initializer_list<ByteView> parts);

/// HMAC of all parts one after the other. Compare with equal_constant_time.
Sha256 hmac_sha256(ByteView key, std::initializer_list<ByteView> parts);

}  // namespace waymark::crypto
