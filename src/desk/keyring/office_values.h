// The few named values of an office that are no secrets, and the public keys that anybody in the desk may seal to.
#pragma once

#include <optional>

#include "crypto/argon2.h"
#include "crypto/verify/instance_id.h"
#include "desk/keyring/compartment.h"
#include "roster/roster.h"
#include "store/connection.h"

namespace waymark::desk {

/// @error kNotFound when it was never set
Result<Bytes> office_value(store::Connection& store, std::string_view name);
Result<void> set_office_value(store::Connection& store, std::string_view name, ByteView value);

/// The same for a number (u64). @error kMalformed for a value of another size
Result<std::uint64_t> office_number(store::Connection& store, std::string_view name);
Result<void> set_office_number(store::Connection& store, std::string_view name, std::uint64_t value);

// Names of values.
inline constexpr std::string_view kInstanceValue = "instance";
inline constexpr std::string_view kRecoveryValue = "recovery";
inline constexpr std::string_view kArgonMemoryValue = "argon2.memory_kib";
inline constexpr std::string_view kArgonPassesValue = "argon2.passes";
inline constexpr std::string_view kAccessEpochValue = "access.epoch";
inline constexpr std::string_view kScrubOwedValue = "scrub.owed";
inline constexpr std::string_view kLastCompletePullValue = "pull.complete_day";

Result<crypto::InstanceId> instance_of(store::Connection& store);
Result<crypto::XWingPublicKey> recovery_key(store::Connection& store);
/// What new passphrases are sealed under. @error kNotFound for an office without its parameters
Result<crypto::Argon2Cost> argon2_cost(store::Connection& store);

/// The public key of the newest version of a compartment.
struct CompartmentPublic {
  std::uint32_t version;
  crypto::XWingPublicKey key;
};
/// @error kNotFound
Result<CompartmentPublic> compartment_public(store::Connection& store, Compartment name);

/// The newest roster of the office, its signatures and chain checked anew. @error kNotFound, as roster::verify_chain
Result<roster::VerifiedRoster> newest_roster(store::Connection& store);
/// Checks that it follows the newest one and keeps it. @error as roster::verify_next
Result<void> add_roster(store::Connection& store, std::string_view note);

/// @error kMalformed for another size
Result<crypto::XWingPublicKey> public_key_from(ByteView bytes);

}  // namespace waymark::desk
