// Statements that both the writer of puts and the rest of the store send.
#pragma once

#include "store/postgres.h"

namespace waymark::relay {

/// Every transaction that promises something ends so: a beat, so that the commit has something to wait for, and after
/// it the look whether the server still waits for a standby.
inline constexpr store::PgStatement kNodeBeat{
    "beat",
    "INSERT INTO node (slot, beats) VALUES ($1, 1) ON CONFLICT (slot) DO UPDATE SET beats = node.beats + 1 "
    "RETURNING beats"};
inline constexpr store::PgStatement kStandbyNow{
    "standby", "SELECT CASE WHEN current_setting('synchronous_standby_names') = '' THEN 0 ELSE 1 END::int8"};
inline constexpr store::PgStatement kTally{"tally",
                                           "INSERT INTO tally (day, slot, held) VALUES ($1, $2, $3) "
                                           "ON CONFLICT (day, slot) DO UPDATE SET held = tally.held + excluded.held"};

/// Sends `calls` and the end of their transaction (which a call among them, or one before, has begun).
/// @return the answers of `calls` and that of the beat
/// @error kUnavailable also when the server waits for no standby any more, though it has to
Result<std::vector<store::PgRows>> commit_durably(store::PgConnection& db, std::vector<store::PgCall> calls,
                                                  std::int64_t slot, bool standby);

}  // namespace waymark::relay
