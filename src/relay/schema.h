// The relay's tables. What is not in them cannot leak: no address, no agent, no time finer than the day.
// Rows are numbered as they come, so the order within a day may be recovered from the file (docs/threat-model.md).
#pragma once

#include "store/migrations.h"

namespace waymark::relay {

/// Of a page of a new file; a file that exists keeps its own. An envelope fills two of these and 40 bytes of a third,
/// which it shares: 8,734 bytes on the disk instead of 9,247 with pages of 8,192.
constexpr std::int64_t kPageBytes = 4'096;

/// application_id 'WMRL'. Steps are never edited once released; tests/relay/schema keeps a file of each version.
const store::Schema& schema();

}  // namespace waymark::relay
