// Joining: how somebody who was invited becomes one of us. No session: the invitation is what they have.
#pragma once

#include <string_view>

#include "base/secret.h"
#include "desk/office/session_token.h"
#include "desk/staff/people.h"
#include "desk/staff/staff_views.h"

namespace waymark::desk {

/// Who has accepted an invitation and does not show the first code for so long begins again.
inline constexpr Seconds kPendingFor{1'800};

namespace office {

class Joining {
 public:
  explicit Joining(Core& core) : core_(core) {}

  /// Whether there is such an invitation, used up or not; tells nothing else.
  bool knows(std::string_view invitation);
  /// Makes the keys of an invited person, sealed under the passphrase, and a TOTP secret. From then on the invitation
  /// opens nothing. Until it is confirmed it may be repeated with the same passphrase, by whoever lost the secret;
  /// with another one it is contested, and nobody can confirm it any more.
  /// @error kNotFound for an invitation that is unknown, used or older than 7 days; kInvalid as new_passphrase;
  /// kConflict when somebody else has accepted it; kUnavailable when it was accepted at this moment: ask again
  Result<Enrolment> accept(std::string_view invitation, const SecretBytes& passphrase);
  /// The first code from the authenticator; from then on the person can sign in and the invitation is used up.
  /// @error kNotFound, also when the desk was restarted or half an hour has passed since it was accepted (accept it
  /// again); kBadPassphrase for a wrong code
  Result<void> confirm(std::string_view invitation, std::string_view totp);

 private:
  struct Accepting;
  Result<Accepting> begin_accepting(const InvitationCode& code, const SecretBytes& passphrase);
  Result<Enrolment> accept_first(Unit unit, Accepting accepting);
  Result<Enrolment> accept_again(Unit unit, const Accepting& accepting);
  Result<Enrolment> enrol(Unit unit, const StaffId& id, crypto::XWingSeed seed);
  Result<std::string> alias_of(const StaffId& id, const crypto::XWingSeed& seed);

  Core& core_;
};

}  // namespace office
}  // namespace waymark::desk
