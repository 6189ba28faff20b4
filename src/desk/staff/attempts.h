// Attempts: how long an alias must wait after refused sign-ins. Kept in the database, so that a restart forgets
// nothing, and the same for aliases that do not exist.
#pragma once

#include "base/clock.h"
#include "desk/keyring/staff_key.h"
#include "store/connection.h"

namespace waymark::desk {

/// This many refused tries cost nothing; from then on the wait doubles from kWaitFirst up to kWaitMax.
inline constexpr std::int64_t kFreeTries = 3;
inline constexpr Seconds kWaitFirst{5};
inline constexpr Seconds kWaitMax{900};
/// Rows kept; the ones that may try again soonest go first. A flood of invented aliases must not fill the disk.
inline constexpr std::int64_t kAttemptRowsMax = 10'000;

/// Where tries are counted that were made inside an open session: nobody at the door can make these wait.
StaffId account_tag(const StaffId& id);
/// 0 when the alias may try now.
Result<Seconds> attempt_wait(store::Connection& store, const StaffId& id, TimePoint now);
Result<void> count_refused(store::Connection& store, const StaffId& id, TimePoint now);
Result<void> forget_refused(store::Connection& store, const StaffId& id);

}  // namespace waymark::desk
