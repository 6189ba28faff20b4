// Own id: the name under which an envelope is remembered here, made of what came and the day it came for, never of what
// a relay calls it. Filing and the audit of relays remember under the same one.
// @source docs/spec/desk-store.md "What was filed"
#pragma once

#include <algorithm>

#include "base/bytes.h"
#include "crypto/verify/hash.h"

namespace waymark::desk {

using OwnId = ByteArray<16>;

inline OwnId own_id_of(std::uint32_t day, ByteView blob) {
  ByteWriter prefix;
  const crypto::Sha256 hash = crypto::sha256({prefix.u32(day).view(), blob});
  OwnId id;
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

}  // namespace waymark::desk
