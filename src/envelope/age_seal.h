// Writes age v1 files to one or more X-Wing public keys. Library envelope_seal.
// @source c2sp.org/age; RFC 9180 section 6.1 with KEM 0x647a, HKDF-SHA256, ChaCha20Poly1305
#pragma once

#include <span>

#include "base/bytes.h"
#include "crypto/random.h"
#include "crypto/xwing_key.h"

namespace waymark::envelope {

/// A whole age file. Any owner of a secret key of `recipients` opens it alone, also with the standard age tool.
/// @param recipients 1 … kStanzasMax keys
/// @param plaintext  any size; wiped by the caller
/// @error kInvalid for a key that is none
Result<Bytes> age_seal(std::span<const crypto::XWingPublicKey> recipients, ByteView plaintext, crypto::Random& random);

/// Size of the file for one recipient.
std::size_t age_sealed_size(std::size_t plaintext_size);

}  // namespace waymark::envelope
