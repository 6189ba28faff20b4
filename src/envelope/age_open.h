// Reads age v1 files that were sealed to X-Wing public keys. Library envelope_open: the only code that opens.
// @source c2sp.org/age; RFC 9180 section 6.1
#pragma once

#include "base/secret.h"
#include "crypto/keys.h"

namespace waymark::envelope {

/// The whole plaintext; nothing is given out unless every byte of the file is authenticated.
/// @error what parse_age_header says; kNotForUs if no stanza is ours; kAuthentication if the header's MAC or a chunk
///        does not fit; kTruncated if the payload ends before its last chunk; kMalformed for an empty last chunk
Result<SecretBytes> age_open(const crypto::XWingSeed& identity, ByteView file);

}  // namespace waymark::envelope
