// The header of an age v1 file, parsed strictly. Files of Waymark have `mlkem768x25519` stanzas only; a file with any
// other stanza is refused here, before a secret key is touched. Part of library envelope_frame.
// @source c2sp.org/age "Header" and "mlkem768x25519 recipient stanza"
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "crypto/verify/hash.h"
#include "crypto/xwing_key.h"

namespace waymark::envelope {

inline constexpr std::size_t kFileKeyBytes = 16;
inline constexpr std::size_t kSealedFileKeyBytes = kFileKeyBytes + 16;
/// Limit of our own: key files are sealed to a handful of people.
inline constexpr std::size_t kStanzasMax = 256;

struct HybridStanza {
  crypto::XWingCiphertext encapsulation;
  ByteArray<kSealedFileKeyBytes> sealed_file_key;
};

struct AgeHeader {
  std::vector<HybridStanza> stanzas;  ///< 1 … kStanzasMax
  ByteView authenticated;             ///< from the first byte up to and with "---"; borrowed from the file
  crypto::Sha256 mac;
  ByteView payload;  ///< nonce and chunks; borrowed from the file
};

/// @error kMalformed for anything that no age writer makes; kTruncated when the file ends inside the header;
///        kUnsupported for another version or another kind of stanza; kTooLarge over kStanzasMax stanzas
Result<AgeHeader> parse_age_header(ByteView file);

}  // namespace waymark::envelope
