// Account: one's own passphrase, second factor and sessions.
#pragma once

#include <string_view>

#include "base/secret.h"
#include "desk/office/session_token.h"
#include "desk/staff/people.h"
#include "desk/staff/sessions.h"
#include "desk/staff/staff_views.h"

namespace waymark::desk::office {

class Account {
 public:
  explicit Account(Core& core) : core_(core) {}

  /// Seals one's keys under another passphrase and ends one's other sessions. Blocks for about two seconds.
  /// @error kBadPassphrase for a wrong current one (counted), kRateLimited, kInvalid as new_passphrase; kUnavailable
  /// when one's account was changed meanwhile: ask again
  Result<void> change_passphrase(const SessionToken& token, const SecretBytes& current, const SecretBytes& next);
  /// A new authenticator secret, shown once; the old one works until the first code of the new one is confirmed.
  /// @error kBadPassphrase, kRateLimited, kUnavailable as above
  Result<Enrolment> begin_second_factor(const SessionToken& token, const SecretBytes& passphrase);
  /// Ends one's other sessions. @error kNotFound when none was begun, kBadPassphrase for a wrong code
  Result<void> confirm_second_factor(const SessionToken& token, std::string_view totp);
  /// Ends all sessions of this person, this one too, in every process that serves the office, and forgets their
  /// devices.
  Result<void> sign_out_everywhere(const SessionToken& token);

 private:
  /// Opens this person's seed with the passphrase; what the row was then, for stands_as_before().
  /// @error kBadPassphrase (counted and logged), kRateLimited
  Result<StaffSecrets> check_passphrase(const SessionToken& token, const SecretBytes& passphrase);
  /// The lock was free while a key was derived. @error kUnavailable when this row was changed meanwhile
  Result<void> stands_as_before(const StaffId& id, const StaffSecrets& before);
  Result<void> end_other_sessions(Session& session, Unit unit);

  Core& core_;
};

}  // namespace waymark::desk::office
