// Row id: by which a relay names an envelope and a page or a clerk asks for it; the desk remembers an envelope under
// the same hash of what came and the day it came for. Whoever has not sealed an envelope cannot name it.
// @source docs/spec/relay.md "Row id of an envelope", docs/spec/desk-store.md "What was filed"
#pragma once

#include <algorithm>

#include "base/bytes.h"
#include "crypto/verify/hash.h"

namespace waymark::envelope {

using RowId = ByteArray<16>;

/// The first 16 bytes of SHA-256(day u32 ‖ blob): the same bytes under another day are another row.
inline RowId row_id_of(std::uint32_t day, ByteView blob) {
  ByteWriter prefix;
  const crypto::Sha256 hash = crypto::sha256({prefix.u32(day).view(), blob});
  RowId id;
  std::copy_n(hash.begin(), id.size(), id.begin());
  return id;
}

}  // namespace waymark::envelope
