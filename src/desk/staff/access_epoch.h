// AccessEpoch: a number in the database that goes up whenever somebody's keys or sessions change, so that a running
// desk notices what another process (the command line) did: people removed, keys rotated, sessions ended.
//
// Each person also has a generation: sessions that began under another one are over.
// @source docs/spec/desk-store.md "Who may what, and since when"
#pragma once

#include <cstdint>
#include <optional>

#include "crypto/xwing_key.h"
#include "desk/keyring/staff_key.h"
#include "store/connection.h"

namespace waymark::desk {

/// 0 for an office in which nothing has changed yet.
Result<std::uint64_t> access_epoch(store::Connection& store);
/// Every session must look again at what it holds.
Result<void> raise_access_epoch(store::Connection& store);

/// What a session must still agree with; nothing when the person is not active (any more).
struct Standing {
  std::uint64_t generation;
  crypto::XWingPublicKey public_key;
};
Result<std::optional<Standing>> standing_of(store::Connection& store, const StaffId& id);
/// Ends all sessions of a person, in every process. Raises the epoch; returns the new generation.
Result<std::uint64_t> raise_generation(store::Connection& store, const StaffId& id);

}  // namespace waymark::desk
