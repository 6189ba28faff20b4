// People: who works here. Inviting, accepting an invitation, the directory. No passphrase is ever stored or logged.
//
// An invitation carries a staff key, made by the inviter and sealed under the invitation's code, so that the
// compartments' keys can be granted at once. Accepting makes another key, grants everything to that one and seals it
// under a passphrase: what the inviter or the messenger saw is worth nothing from then on. Confirming uses the
// invitation up. @source docs/spec/desk-store.md "Keys"
#pragma once

#include <optional>

#include "base/clock.h"
#include "desk/keyring/key_ring.h"
#include "desk/keyring/passphrase_gate.h"
#include "desk/staff/staff_views.h"
#include "store/connection.h"

namespace waymark::desk {

inline constexpr std::uint32_t kInvitationDays = 7;
inline constexpr std::size_t kInvitedAtOnceMax = 100;

/// One row of `staff` as far as signing in needs it.
struct StaffSecrets {
  StaffState state;
  ByteArray<crypto::kArgon2SaltBytes> salt;
  crypto::Argon2Cost cost;
  Bytes sealed_seed;
  Bytes sealed_totp;
  std::uint64_t generation = 0;

  /// Whether a key that was derived for `other` is still the key of this row: nothing was changed in between.
  [[nodiscard]] bool same_lock_as(const StaffSecrets& other) const;
};
/// Nothing for an id that is not there.
Result<std::optional<StaffSecrets>> staff_secrets(store::Connection& store, const StaffId& id);

/// What the sealed directory says of a person.
struct DirectoryEntry {
  std::string alias;
  std::vector<std::string> roles;
};
/// @error kDenied without the team's key; kNotFound
Result<DirectoryEntry> directory_entry(store::Connection& store, const KeyRing& keys, const StaffId& id);
/// Everybody, by alias.
Result<std::vector<StaffRow>> directory(store::Connection& store, const KeyRing& keys);

/// A person to be added, inside the caller's transaction: the staff row (state kInvited) and the memberships.
struct NewPerson {
  StaffId id;
  DirectoryEntry entry;
  crypto::XWingSeed seed;
};
/// @param keys of the inviter: must hold every compartment that the roles need
/// @error kDenied if it does not, kConflict if the alias is in use, kInvalid for a bad alias or role
Result<void> add_person(store::Connection& store, const KeyRing& keys, const NewPerson& person, crypto::Random& random);
/// Makes a person and prints an invitation for the key.
Result<Invitation> invite_person(store::Connection& store, const KeyRing& keys, const Pepper& pepper,
                                 DirectoryEntry entry, TimePoint now, crypto::Random& random);

/// An invitation that was found. Once it is accepted it opens nothing any more.
struct FoundInvitation {
  StaffId id;
  std::optional<crypto::XWingSeed> seed;  ///< nothing once it is accepted
};
/// @error kNotFound for a code that is unknown, used or too old
Result<FoundInvitation> find_invitation(store::Connection& store, const InvitationCode& code, TimePoint now);
/// Gives an invited person a key that nobody else has ever seen, in place of the invitation's: memberships are sealed
/// to it, and the invitation opens nothing from then on. Cases that were sealed to the old key are the caller's.
/// @param keys  of the invitation's seed
Result<void> renew_staff_key(store::Connection& store, const KeyRing& keys, const crypto::XWingSeed& fresh,
                             crypto::Random& random);
Result<void> set_state(store::Connection& store, const StaffId& id, StaffState state);
/// Gives a person a passphrase wrap (already derived) and a second factor; state becomes `state`.
Result<void> set_credentials(store::Connection& store, const StaffId& id, const crypto::XWingSeed& seed,
                             const Secret<32>& wrap, const ByteArray<crypto::kArgon2SaltBytes>& salt,
                             crypto::Argon2Cost cost, const SecondFactor& factor, StaffState state,
                             crypto::Random& random);
/// A key that was derived from a passphrase, with what is needed to derive it again.
struct PassphraseWrap {
  Secret<32> key;
  ByteArray<crypto::kArgon2SaltBytes> salt;
  crypto::Argon2Cost cost;
};
/// Seals a person's seed under another passphrase. Who has a copy of the old row and the old passphrase still opens the
/// seed: against a thief only a reset or a removal helps.
Result<void> set_passphrase(store::Connection& store, const StaffId& id, const crypto::XWingSeed& seed,
                            const PassphraseWrap& wrap, crypto::Random& random);
/// Everything of a person but what they wrote: staff row, memberships, invitations, refused tries.
Result<void> delete_person(store::Connection& store, const StaffId& id);
/// Nothing for an id that is not there.
Result<std::optional<crypto::XWingPublicKey>> staff_public_key(store::Connection& store, const StaffId& id);
/// Stores a new secret or a new last step.
Result<void> set_second_factor(store::Connection& store, const StaffId& id, const crypto::XWingSeed& seed,
                               const SecondFactor& factor, crypto::Random& random);
/// The invitation is used up and the person active.
Result<void> finish_invitation(store::Connection& store, const InvitationCode& code, const StaffId& id);

}  // namespace waymark::desk
