// Public sizes and types of X-Wing (ML-KEM-768 with X25519). Bytes only: no arithmetic, nothing to link.
// @source draft-connolly-cfrg-xwing-kem, section 5
#pragma once

#include "base/bytes.h"

namespace waymark::crypto {

inline constexpr std::size_t kXWingPublicKeyBytes = 1216;
inline constexpr std::size_t kXWingCiphertextBytes = 1120;
inline constexpr std::size_t kXWingSharedBytes = 32;

/// What others seal to. The bytes are as they came: a key with values outside its range is found when sealing.
struct XWingPublicKey {
  ByteArray<kXWingPublicKeyBytes> bytes{};
  bool operator==(const XWingPublicKey&) const = default;
};

using XWingCiphertext = ByteArray<kXWingCiphertextBytes>;

}  // namespace waymark::crypto
