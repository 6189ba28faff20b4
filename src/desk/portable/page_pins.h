// What a portable page of this office pins: its rosters, its day keys as far as lists are signed, its floor.
// @source docs/spec/portable.md
#pragma once

#include "base/clock.h"
#include "roster/page_note.h"
#include "store/connection.h"

namespace waymark::desk {

/// @error kExpired when the roster is past its date; kNotFound when there is no list of today (lists have run out) or a
/// day key is missing; kStorage
Result<roster::Pins> gather_pins(store::Connection& store, TimePoint now);

}  // namespace waymark::desk
