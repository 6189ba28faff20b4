// libsodium's X-Wing calls with nothing around them: the named limit of benchmarks. No use for anything else.
// Library crypto_bare_xwing.
#pragma once

#include "base/bytes.h"
#include "crypto/xwing_key.h"

namespace waymark::crypto {

using BareShared = ByteArray<kXWingSharedBytes>;

/// crypto_kem_xwing_seed_keypair
XWingPublicKey bare_xwing_public_key(const ByteArray<32>& seed);
/// crypto_kem_xwing_enc
BareShared bare_xwing_enc(XWingCiphertext& ciphertext, const XWingPublicKey& key);
/// crypto_kem_xwing_dec
BareShared bare_xwing_dec(const XWingCiphertext& ciphertext, const ByteArray<32>& seed);

}  // namespace waymark::crypto
