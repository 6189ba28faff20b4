// The rows that say which pages there are, of which cases they speak and which УИД those bear: `page`, `said`, `uid`,
// what wholes held and lacked (wholes.h), the timelines of records (timeline.h) and the court of a case file. They
// follow from the entries; here they are compared with them and written anew.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "courts/archive/wholes.h"
#include "store/connection.h"

namespace waymark::courts {

/// How many of these rows are missing, changed or too many. Reads every page entry and every revision once.
/// @error kMalformed when a body is none that the writer made
Result<std::int64_t> derived_rows_wrong(store::Connection& db);

/// Every case with every view that speaks of it.
Result<std::vector<Member>> all_views(store::Connection& db);

/// Writes all of them anew but the timelines, for which entries may have to be appended. The caller holds a
/// transaction. @error as above
Result<void> derive_rows(store::Connection& db);

}  // namespace waymark::courts
