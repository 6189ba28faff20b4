// Situation in bytes: the form of a situation in the rows of the agenda, which a desk opens all at once when the first
// of the day signs in. It says what the JSON of situation.h says and takes a fraction of its time and room.
// @source docs/spec/desk-store.md "A situation in bytes"
#pragma once

#include <functional>

#include "base/bytes.h"
#include "desk/queue/packed_situation.h"
#include "desk/queue/situation.h"

namespace waymark::desk {

Bytes to_bytes(const Situation& situation);
/// Nothing may follow. @error kTooLarge over a limit of situation.h, kTruncated or kMalformed otherwise
Result<Situation> situation_from_bytes(ByteView bytes);
/// Whether situation_from_bytes() reads them, without building its facts, most of the work.
/// @return the situation without them  @error as situation_from_bytes
Result<Situation> check_situation(ByteView bytes);
/// What stands before the facts, and nothing of what follows. @error as situation_from_bytes
Result<Situation> head_from_bytes(ByteView bytes);
/// Whether `wanted` takes any of the facts; allocates nothing. @error as situation_from_bytes
Result<bool> any_fact_in(ByteView bytes, const std::function<bool(const FactView&)>& wanted);

}  // namespace waymark::desk
