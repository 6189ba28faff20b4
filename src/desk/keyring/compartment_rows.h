// CompartmentRows: compartments and their members in the database. Every function works inside the caller's
// transaction.
#pragma once

#include <vector>

#include "desk/keyring/compartment.h"
#include "desk/keyring/staff_key.h"
#include "store/connection.h"

namespace waymark::desk {

/// Writes a new version of a compartment: its public key and the file for recovery.
Result<void> put_compartment(store::Connection& store, const CompartmentKey& key, crypto::Random& random);
/// Gives one person one version of a compartment's key.
Result<void> put_membership(store::Connection& store, const StaffId& id, const crypto::XWingPublicKey& member,
                            const CompartmentKey& key, crypto::Random& random);
/// The compartments that a person is a member of.
Result<std::vector<Compartment>> memberships_of(store::Connection& store, const StaffId& id);
/// Makes the next version of a compartment's key for everybody who is a member now. Needs no key: whoever rotates
/// learns the new one, so the desk forgets it at once unless the rotating person is a member.
Result<CompartmentKey> rotate_compartment(store::Connection& store, Compartment name, crypto::Random& random);

}  // namespace waymark::desk
