// Key files: age files that hold one 32-byte key after a header that says which key it is.
//
// The header is compared when opening, so that a file moved to another row is refused and not taken for another key.
#pragma once

#include <span>

#include "crypto/keys.h"
#include "crypto/xwing_key.h"

namespace waymark::desk {

/// @error kInvalid for a recipient that is no key
Result<Bytes> seal_key_file(std::span<const crypto::XWingPublicKey> recipients, ByteView header, const Secret<32>& key,
                            crypto::Random& random);
/// @error as envelope::age_open; kMalformed if the header or the size is another
Result<Secret<32>> open_key_file(const crypto::XWingSeed& identity, ByteView file, ByteView header);

/// label ‖ u8 length ‖ name: the header of the office's own secrets ("list", "reply", "index").
Bytes office_secret_header(std::string_view name);
/// label ‖ day: the header of a day key's seed.
Bytes day_key_header(std::uint32_t day);

}  // namespace waymark::desk
