// Argon2id (RFC 9106): a key from a passphrase, slow and large on purpose. The caller runs one at a time.
#pragma once

#include "base/secret.h"

namespace waymark::crypto {

inline constexpr std::size_t kArgon2SaltBytes = 16;

struct Argon2Cost {
  std::size_t memory_bytes;
  std::uint32_t passes;
};

/// What guards staff keys (design 02: 256 MiB, t = 3, one lane). Stored beside the salt, so that it can rise later.
inline constexpr Argon2Cost kStaffArgon2{.memory_bytes = std::size_t{256} << 20U, .passes = 3};
/// For tests only: the least that the algorithm allows.
inline constexpr Argon2Cost kTestArgon2{.memory_bytes = std::size_t{8} << 10U, .passes = 1};

/// @error kInvalid for a cost outside 8 KiB … 1 GiB and 1 … 16 passes; kUnavailable when the memory is not there
Result<Secret<32>> argon2id(ByteView passphrase, const ByteArray<kArgon2SaltBytes>& salt, Argon2Cost cost);

}  // namespace waymark::crypto
