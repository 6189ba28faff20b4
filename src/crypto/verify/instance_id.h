// InstanceId: which organisation something was made for. It is the SHA-256 of the text of its first roster
// (docs/spec/roster.md), a type of its own so that no other hash is taken for it.
#pragma once

#include "crypto/verify/hash.h"

namespace waymark::crypto {

struct InstanceId {
  Sha256 bytes{};
  bool operator==(const InstanceId&) const = default;
};

}  // namespace waymark::crypto
