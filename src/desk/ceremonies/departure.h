// Departure: somebody leaves, or must go at once. What they held is taken from them: the keys of their compartments get
// new versions, the seeds of coming days and the keys of the cases they could open are made anew.
//
// What this cannot undo: what the person has read or copied before. Somebody who copied the desk's disk earlier can
// open what that copy holds, and, if he also records envelopes elsewhere, those of today and tomorrow, whose day keys
// were published already. @source docs/spec/desk-store.md "Removing somebody"
#pragma once

#include <functional>
#include <string_view>

#include "desk/casefile/agenda.h"
#include "desk/casefile/case_store.h"
#include "desk/staff/staff_views.h"

namespace waymark::desk {

/// What a departure may use. All references live as long as the call.
struct DepartureDesk {
  store::Connection& store;
  const KeyRing& keys;  ///< of the coordinator who removes
  Agenda& agenda;       ///< loaded
  const Pepper& pepper;
  crypto::Random& random;
  TimePoint now;
  std::string_view by;   ///< alias of the coordinator
  std::string_view why;  ///< for the log
  /// The key of a case if anybody signed in can open it; nothing otherwise.
  std::function<std::optional<CaseKey>(const CaseId&)> open_case;
};

/// Removes a person, inside the caller's transaction: all of it or nothing. Sessions end when the epoch is looked at.
/// @error kNotFound for an alias that is not there; kInvalid for oneself; kConflict for the last coordinator or the
/// last
///        lead; kDenied without the keys that must be sealed again
Result<Departure> remove_person(const DepartureDesk& desk, std::string_view alias);

/// Gives a stale case its new key, with whoever owns it by the agenda. @param keys of the session that opened `key`
Result<void> renew_stale_case(const DepartureDesk& desk, const CaseKey& key, const KeyRing& keys);

}  // namespace waymark::desk
