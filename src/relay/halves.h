// Rows of halves, in SQLite: envelopes that come in two, each on a connection of its own: lines that fall silent after
// 15 to 25 packets let a half through three times as often as the whole. A half is kept until the other one comes, or
// until newer ones need its place; nothing is promised for it. @source docs/spec/relay.md "Halves"
#pragma once

#include "relay/envelopes.h"

namespace waymark::relay {

/// Keeps a half, or stores the envelope that it makes with the other one. Runs on the writer's connection.
/// @error kRateLimited: work is asked; kFull: a quota of envelopes is reached or the disk is full
Result<HalfOutcome> put_half(store::Connection& db, const Quotas& quotas, std::uint32_t day, const Half& half,
                             const Admission& admission);

/// What is here of an envelope.
Result<HalfOutcome> find_half(store::Connection& db, const RowId& id);

/// Deletes halves of days that are not accepted any more. @return how many
Result<std::int64_t> expire_halves(store::Connection& db, std::uint32_t today);

}  // namespace waymark::relay
