// The steps of opening an age file, one by one, so that the tests can drive each with the vectors of others (which
// name a file key where we have no identity). Internal to src/envelope; age_open.h is what others use.
#pragma once

#include "crypto/keys.h"
#include "envelope/age_schedule.h"

namespace waymark::envelope {

/// Tries every stanza. @error kNotForUs; kMalformed for an encapsulation with a point of small order
Result<void> unwrap_file_key(FileKey& out, const crypto::XWingSeed& identity, const AgeHeader& header);

/// @error kAuthentication
Result<void> check_header_mac(const FileKey& file_key, ByteView authenticated, const crypto::Sha256& mac);

/// @error kTruncated (no nonce or no chunk), kAuthentication, kMalformed (an empty last chunk after others)
Result<SecretBytes> open_payload(const FileKey& file_key, ByteView payload);

}  // namespace waymark::envelope
