// Incidents: what happened to many at once and belongs to no case. Everybody of the first line writes and reads them;
// their author, or a lead, takes a mistake back.
#pragma once

#include <vector>

#include "desk/casefile/incident.h"
#include "desk/office/session_token.h"
#include "desk/staff/sessions.h"

namespace waymark::desk::office {

class Incidents {
 public:
  explicit Incidents(Core& core) : core_(core) {}

  /// Newest first. @error kDenied for whoever is not of the first line
  Result<std::vector<Incident>> all(const SessionToken& token);
  /// Writes one down as of whoever calls; its id is made by the caller, and the same again is the same incident.
  /// @error kDenied; kInvalid, kTooLarge as check_incident; kFull at kIncidentsMax
  Result<void> put(const SessionToken& token, Incident incident);
  /// @error kNotFound; kDenied for another's, but to leads
  Result<void> drop(const SessionToken& token, const RecordId& id);

 private:
  Result<Session*> enter(const SessionToken& token);
  Core& core_;
};

}  // namespace waymark::desk::office
