// The grammar of an age v1 header, whatever its stanzas are. Strict: one spelling only. Internal to src/envelope;
// age_header.h is what others use.
// @source c2sp.org/age "ABNF definition of file header"
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "crypto/verify/hash.h"

namespace waymark::envelope {

struct AgeStanza {
  std::vector<std::string_view> arguments;  ///< at least one; borrowed from the file
  Bytes body;
};

struct AgeGrammar {
  std::vector<AgeStanza> stanzas;  ///< at least one
  ByteView authenticated;          ///< up to and with "---"; borrowed
  crypto::Sha256 mac;
  ByteView payload;  ///< borrowed
};

/// @error kTruncated when the file ends inside the header; kUnsupported for another version; kMalformed; kTooLarge
Result<AgeGrammar> parse_age_grammar(ByteView file);

}  // namespace waymark::envelope
