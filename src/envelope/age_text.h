// age's text forms of X-Wing keys: `age1pq1…` (public) and `AGE-SECRET-KEY-PQ-1…` (secret), as the age tool prints
// them. The recovery identity is printed this way, so that any age program can open with it. Library envelope_text.
// @source c2sp.org/age; BIP 173 without its length limit
#pragma once

#include <string>
#include <string_view>

#include "base/secret.h"
#include "crypto/keys.h"
#include "crypto/xwing_key.h"

namespace waymark::envelope {

std::string recipient_to_text(const crypto::XWingPublicKey& key);
/// @error kMalformed (spelling, checksum), kUnsupported (another kind of key), kWrongSize
Result<crypto::XWingPublicKey> recipient_from_text(std::string_view text);

/// ASCII, for showing or printing once.
SecretBytes identity_to_text(const crypto::XWingSeed& seed);
/// Surrounding white space and lines that begin with # are allowed, as in an identity file of age-keygen.
/// @error kMalformed, kUnsupported, kWrongSize as above
Result<crypto::XWingSeed> identity_from_text(std::string_view text);

}  // namespace waymark::envelope
