// Own id: the name under which an envelope is remembered here, made of what came and the day it came for, never of what
// a relay calls it: its row id, worked out anew. Filing and the audit of relays remember under the same one.
// @source docs/spec/desk-store.md "What was filed"
#pragma once

#include "envelope/frame_row.h"

namespace waymark::desk {

using OwnId = envelope::RowId;

inline OwnId own_id_of(std::uint32_t day, ByteView blob) { return envelope::row_id_of(day, blob); }

}  // namespace waymark::desk
