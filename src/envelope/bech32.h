// Bech32 as age uses it: BIP 173 without its limit of 90 characters. Internal to src/envelope.
#pragma once

#include <string>
#include <string_view>

#include "base/secret.h"

namespace waymark::envelope {

struct Bech32 {
  std::string prefix;  ///< lower case
  SecretBytes data;
};

/// All upper or all lower case.
/// @error kMalformed for anything else, for a wrong checksum or bits left over that are not zero
Result<Bech32> decode_bech32(std::string_view text);

/// @param prefix lower case
SecretBytes encode_bech32(std::string_view prefix, ByteView data);

}  // namespace waymark::envelope
