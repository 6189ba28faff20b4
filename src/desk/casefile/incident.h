// Incidents: what happened to many at once and belongs to no person: a raid, a blocked domain, somebody who speaks in
// our name. Sealed for the whole team; each is counted by a stat row, and a mistake is taken back by another.
// @source docs/spec/desk-store.md "Incidents"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "crypto/random.h"
#include "desk/casefile/stat_calendar.h"
#include "desk/keyring/ids.h"
#include "desk/keyring/key_ring.h"
#include "store/connection.h"

namespace waymark::desk {

enum class IncidentKind : std::uint8_t { kRaid, kBlocked, kOutage, kImpostor, kThreat, kLeak, kOther };

/// "raid", "blocked", "outage", "impostor", "threat", "leak", "other"
std::string_view name_of(IncidentKind kind);
/// @error kMalformed
Result<IncidentKind> incident_kind_from(std::string_view name);

struct Incident {
  RecordId id = {};
  IncidentKind kind = IncidentKind::kOther;
  std::string date = {};   ///< YYYY-MM-DD, on which it happened or was noticed
  std::string place = {};  ///< a region, a network, a domain; may be empty
  std::string text = {};
  std::string by = {};  ///< alias
  TimePoint at = {};    ///< when it was written down
  bool operator==(const Incident&) const = default;
};

inline constexpr std::size_t kIncidentPlaceMax = 120;   ///< code points
inline constexpr std::size_t kIncidentTextMax = 1'000;  ///< code points
inline constexpr std::size_t kIncidentsMax = 5'000;

/// @error kInvalid with the name of what is wrong; kTooLarge
Result<void> check_incident(const Incident& incident);

/// Inside the caller's transaction, with its stat row. The same id again is the same incident, also when it was taken
/// back since: a call that is tried again adds nothing.
/// @param calendar  names the zone of its date
/// @return whether it is new  @error kDenied without the first line's keys; kFull at kIncidentsMax
Result<bool> put_incident(store::Connection& store, const KeyRing& keys, const Incident& incident,
                          const StatCalendar& calendar, crypto::Random& random);
/// All that these keys open, newest first by date, then by when they were written.
/// @error kStorage, kAuthentication, kMalformed
Result<std::vector<Incident>> read_incidents(store::Connection& store, const KeyRing& keys);
/// Deletes what a mistake says, and takes its stat row back; that there was one with this id stays known.
/// @error kNotFound
Result<void> drop_incident(store::Connection& store, const KeyRing& keys, const Incident& incident,
                           const StatCalendar& calendar, TimePoint now, crypto::Random& random);

}  // namespace waymark::desk
