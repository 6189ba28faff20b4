// Rows of envelopes that wait for the desk, in SQLite: put, pull, acknowledge. Only bytes that passed the frame's check
// can be stored. All functions run on the writer's connection, but pull and the counts, which may run on a reader's.
#pragma once

#include <span>

#include "relay/kept.h"
#include "store/connection.h"

namespace waymark::relay {

/// Whether the quotas leave room for one more of this day.
Result<Rooms> rooms_for(store::Connection& db, const Quotas& quotas, std::uint32_t day);
/// How what is not held yet comes in. @error kRateLimited, kFull
Result<Way> way_in(store::Connection& db, const Quotas& quotas, std::uint32_t day, const Admission& admission);

/// Whether it waits for the desk.
Result<bool> is_held(store::Connection& db, const RowId& id);

/// Stores an envelope for a day; storing the same again changes nothing.
/// @error kRateLimited: work is asked; kFull: a quota is reached or the disk is full
Result<void> put_envelope(store::Connection& db, const Quotas& quotas, std::uint32_t day, const RowId& id,
                          const envelope::Envelope& envelope, const Admission& admission);
/// Stores one that is not held and may come in so.
Result<void> add_envelope(store::Connection& db, std::uint32_t day, const RowId& id, const envelope::Envelope& envelope,
                          const Admission& admission, Way way);

/// The answer of pull: count u16 ‖ count x (id ‖ day u32 ‖ blob), oldest first. @param limit 1…kPullMax
Result<Bytes> pull_envelopes(store::Connection& db, std::size_t limit);

/// Whether every stored byte is what was put: SQLite does not notice another content inside a page.
Result<bool> envelopes_are_whole(store::Connection& db);

/// Deletes what the desk has filed. @return how many of them were there
Result<std::uint16_t> purge_envelopes(store::Connection& db, std::span<const RowId> ids);

Result<EnvelopeCounts> count_envelopes(store::Connection& db);

}  // namespace waymark::relay
