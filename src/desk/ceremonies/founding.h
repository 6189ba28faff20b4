// Founding: everything that is made once when an organisation begins, and the roster's later renewals.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "crypto/sign.h"
#include "desk/keyring/key_ring.h"
#include "desk/keyring/passphrase_gate.h"
#include "desk/keyring/staff_key.h"
#include "desk/staff/staff_views.h"
#include "roster/roster.h"
#include "store/connection.h"

namespace waymark::desk {

struct Founding {
  std::string name;  ///< of the organisation, as requesters read it
  std::vector<std::string> relays = {}, clerks = {}, mirrors = {}, mails = {};
  std::string alias;              ///< of the first coordinator
  const SecretBytes& passphrase;  ///< see desk/staff/passphrase_rule.h
  crypto::Argon2Cost cost;        ///< written down in the office; new passphrases are sealed under it
};

/// What must leave the desk or be told to it: shown, written to files, then wiped.
struct Founded {
  crypto::InstanceId instance;
  crypto::RootSigningKey root;
  crypto::XWingSeed recovery;
  crypto::TransportSigningKey transport;
  Pepper pepper;
  Enrolment coordinator;
};

/// Fills an empty database: keys, compartments, first roster, day keys, lists, the first coordinator (also lead and
/// first line, and a member of every compartment, so that others can be invited to each).
/// @error kConflict if there is an office in it already; kInvalid for a bad name, alias, address or passphrase
Result<Founded> found_office(store::Connection& store, const Founding& founding, PassphraseGate& gate, TimePoint now,
                             crypto::Random& random);

/// Whether this recovery identity belongs to this office. @error kDenied if it does not
Result<void> check_recovery(store::Connection& store, const crypto::XWingSeed& recovery);
/// Cases that this person has taken are sealed to their old key: seals them again to the new one, in the caller's
/// transaction. @param keys  that open them
Result<void> hand_cases_to(store::Connection& store, const KeyRing& keys, std::string_view alias,
                           const crypto::XWingPublicKey& new_key, crypto::Random& random);
/// A person forgot the passphrase: new keys for them, opened with the recovery identity, and an invitation. Logged.
/// @error kDenied for another office's identity; kNotFound for an alias that is not there
Result<Invitation> reset_person(store::Connection& store, const crypto::XWingSeed& recovery, const Pepper& pepper,
                                std::string_view alias, TimePoint now, crypto::Random& random);

}  // namespace waymark::desk
