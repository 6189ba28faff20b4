// The relay's tables. What is not in them cannot leak: no address, no agent, no time finer than the day.
// Rows are numbered as they come, so the order within a day may be recovered from the file (docs/threat-model.md).
#pragma once

#include "store/migrations.h"

namespace waymark::relay {

/// application_id 'WMRL'. Steps are never edited once released; tests/relay/schema keeps a file of each version.
const store::Schema& schema();

}  // namespace waymark::relay
