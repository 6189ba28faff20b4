// The staff.
#include "desk/office/people.h"

#include "desk/ceremonies/founding.h"
#include "desk/keyring/scrub.h"
#include "desk/office/core.h"
#include "desk/staff/access_epoch.h"
#include "desk/staff/access_log.h"
#include "desk/staff/roles.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/people";

}  // namespace

Result<std::vector<StaffRow>> People::staff(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.enter(token));
  LET(std::vector<StaffRow> people, directory(core_.store(), session->keys));
  if (has_oversight(session->roles))
    for (StaffRow& row : people) row.signed_in = core_.sessions.has(row.alias);
  return people;
}

Result<std::vector<Invitation>> People::invite(const SessionToken& token, const std::vector<std::string>& aliases,
                                               const std::vector<std::string>& roles) {
  if (aliases.empty() || aliases.size() > kInvitedAtOnceMax) return fail(Code::kInvalid, kWhere, "how many");
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  if (!has_role(session->roles, "coordinator")) return fail(Code::kDenied, kWhere);
  LET(Unit unit, core_.begin());
  std::vector<Invitation> invitations;
  for (const std::string& alias : aliases) {
    LET(Invitation invitation,
        invite_person(core_.store(), session->keys, core_.parts.pepper, {alias, roles}, core_.now(), core_.random()));
    std::string why = alias;
    for (const std::string& role : roles) why += " " + role;
    TRY(core_.log_deed(*session, "staff.invite", nullptr, why));
    invitations.push_back(std::move(invitation));
  }
  TRY(unit.commit());
  return invitations;
}

Result<Departure> People::remove(const SessionToken& token, std::string_view alias, std::string_view why) {
  if (why.size() > kLogReasonBytesMax) return fail(Code::kTooLarge, kWhere);
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.enter(token));
  if (!has_role(session->roles, "coordinator")) return fail(Code::kDenied, kWhere, "coordinator");
  LET(Unit unit, core_.begin());
  DepartureDesk desk = core_.departure_desk(*session);
  desk.why = why;
  LET(Departure departure, desk::remove_person(desk, alias));
  core_.pending.erase(staff_id_of(core_.parts.pepper, alias));
  TRY(owe_scrub(core_.store()));
  TRY(unit.commit());
  TRY(core_.follow_access());
  // The old shares, rows and seeds leave the write-ahead log too; a reader in the way only delays that.
  core_.scrub();
  return departure;
}

Result<std::string> People::make_door_code(const SessionToken& token, std::string_view alias) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.enter(token));
  if (!has_role(session->roles, "coordinator")) return fail(Code::kDenied, kWhere, "coordinator");
  LET(Unit unit, core_.begin());
  const StaffId id = staff_id_of(core_.parts.pepper, alias);
  LET(const auto standing, standing_of(core_.store(), id));
  if (!standing) return fail(Code::kNotFound, kWhere);
  LET(std::string code, add_door_code(core_.store(), id, unix_day(core_.now()), core_.random()));
  TRY(core_.log_deed(*session, "staff.door-code", nullptr, alias));
  TRY(unit.commit());
  return code;
}

}  // namespace waymark::desk::office
