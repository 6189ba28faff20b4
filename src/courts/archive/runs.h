// Which imports there were, and what one that was cut short has taken in: rows that follow from the entries of kinds
// 1, 6 and 8. Spec: docs/spec/courts-archive.md.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"
#include "store/connection.h"

namespace waymark::courts {

/// The body of a kTaken entry: names of items that came in since the one before it.
std::string body_of_taken(std::span<const std::string> items);

/// Derives all rows of `import_run` and `item` anew, and drops what `member` says of imports that are finished.
/// Days of imports and their names stand in their entries. @error kMalformed for a body that is none
Result<void> derive_runs(store::Connection& db);
/// How many of these rows do not follow from the entries.
Result<std::int64_t> runs_wrong(store::Connection& db);

}  // namespace waymark::courts
