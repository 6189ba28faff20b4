#include "desk/office/incidents.h"

#include <algorithm>

#include "desk/office/core.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/incidents";

}  // namespace

Result<Session*> Incidents::enter(const SessionToken& token) {
  LET(Session * session, core_.enter(token));
  if (!session->keys.holds(Compartment::kFirstLine)) return fail(Code::kDenied, kWhere);
  return session;
}

Result<std::vector<Incident>> Incidents::all(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, enter(token));
  return read_incidents(core_.store(), session->keys);
}

Result<void> Incidents::put(const SessionToken& token, Incident incident) {
  TRY(check_incident(incident));
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, enter(token));
  LET(Unit unit, core_.begin());
  incident.by = session->alias;
  incident.at = core_.now();
  LET(const bool fresh, put_incident(core_.store(), session->keys, incident, core_.calendar, core_.random()));
  if (!fresh) return {};
  TRY(core_.log_deed(*session, "incident", nullptr));
  return unit.commit();
}

Result<void> Incidents::drop(const SessionToken& token, const RecordId& id) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, enter(token));
  LET(Unit unit, core_.begin());
  LET(const std::vector<Incident> known, read_incidents(core_.store(), session->keys));
  const auto found = std::ranges::find(known, id, &Incident::id);
  if (found == known.end()) return fail(Code::kNotFound, kWhere);
  if (found->by != session->alias && !session->keys.holds(Compartment::kFirstLineLead))
    return fail(Code::kDenied, kWhere);
  TRY(drop_incident(core_.store(), session->keys, *found, core_.calendar, core_.now(), core_.random()));
  TRY(core_.log_deed(*session, "incident.dropped", nullptr));
  TRY(unit.commit());
  (void)core_.store().scrub_log();
  return {};
}

}  // namespace waymark::desk::office
