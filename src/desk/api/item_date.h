// When something is to be done, as the page writes it.
#pragma once

#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "desk/casefile/item.h"
#include "text/zone.h"

namespace waymark::desk::api {

/// "2026-11-30" or "2026-11-30T18:00", on the organisation's clock. A task or a call of a day without an hour is due in
/// the morning, when somebody is there to do it.
/// @error kMalformed for another form; kInvalid for what lies farther away than anything of a case can
Result<ItemDate> date_from(std::string_view written, ItemKind kind, const text::Zone& zone, TimePoint now);

}  // namespace waymark::desk::api
