// People: who is on the staff, inviting and removing them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "desk/office/session_token.h"
#include "desk/staff/people.h"
#include "desk/staff/staff_views.h"

namespace waymark::desk::office {

class People {
 public:
  explicit People(Core& core) : core_(core) {}

  /// Everybody of the staff; who is signed in is told to roles with oversight.
  Result<std::vector<StaffRow>> staff(const SessionToken& token);
  /// For the role coordinator. Roles: first_line lead lawyer psychologist card_editor analyst coordinator security.
  /// @error kDenied, also when the inviter does not hold a compartment the role needs; kConflict for an alias in use
  Result<std::vector<Invitation>> invite(const SessionToken& token, const std::vector<std::string>& aliases,
                                         const std::vector<std::string>& roles);
  /// For the role coordinator: ends the person's sessions and takes every key from them. Logged with the reason
  /// (0…kLogReasonBytesMax bytes). @error as desk::remove_person; kUnavailable when keys changed at this moment: ask
  /// again
  Result<Departure> remove(const SessionToken& token, std::string_view alias, std::string_view why);
  /// For the role coordinator: a code that stands for a known device at one sign-in of this person, today or tomorrow.
  /// @error kDenied, kNotFound for somebody who is not active
  Result<std::string> make_door_code(const SessionToken& token, std::string_view alias);

 private:
  Core& core_;
};

}  // namespace waymark::desk::office
