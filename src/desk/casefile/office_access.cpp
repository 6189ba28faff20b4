// Who may what, and since when: following what another process changed, removing people, cases that wait for a new key.
#include "desk/casefile/departure.h"
#include "desk/casefile/office_core.h"
#include "desk/keyring/scrub.h"
#include "desk/staff/access_epoch.h"
#include "desk/staff/access_log.h"
#include "desk/staff/roles.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/access";

}  // namespace

Result<Session*> OfficeCore::session_of(const SessionToken& token) {
  TRY(follow_access());
  return sessions_.find(token.text, now());
}

Result<void> OfficeCore::follow_access() {
  LET(const std::uint64_t epoch, access_epoch(*parts_.store));
  if (epoch == access_epoch_) return {};
  sessions_.keep_if([this](Session& session) { return stands_still(session); });
  // Everything that was opened with the old keys is read anew, and every screen asks again.
  close_agenda();
  history_.forget(++changes_);
  access_epoch_ = epoch;
  stale_to_try_ = true;
  close_if_empty();
  return {};
}

Result<bool> OfficeCore::stands_still(Session& session) {
  LET(const auto standing, standing_of(*parts_.store, session.keys.staff_id()));
  if (!standing || standing->generation != session.generation || standing->public_key != session.keys.public_key())
    return false;
  LET(KeyRing keys, KeyRing::open(*parts_.store, session.keys.staff_id(), session.keys.seed().duplicate()));
  session.keys = std::move(keys);
  session.case_keys.clear();
  return true;
}

Result<void> OfficeCore::check_epoch() {
  LET(const std::uint64_t epoch, access_epoch(*parts_.store));
  if (epoch != access_epoch_) return fail(Code::kUnavailable, kWhere, "keys changed, ask again");
  return {};
}

std::optional<CaseKey> OfficeCore::open_with_anybody(const CaseId& id) {
  std::optional<CaseKey> key;
  sessions_.each([&](const Session& open) {
    if (key) return;
    if (auto opened = open_case_key(*parts_.store, open.keys, id); opened.has_value()) key = *std::move(opened);
  });
  return key;
}

Result<void> OfficeCore::renew_stale_cases() {
  if (!stale_to_try_ || !agenda_.is_loaded()) return {};
  stale_to_try_ = false;
  LET(const std::vector<CaseId> stale, stale_cases(*parts_.store));
  for (const CaseId& id : stale) {
    Session* opener = nullptr;
    std::optional<CaseKey> key;
    sessions_.each([&](Session& open) {
      if (key || !open.keys.holds(Compartment::kFirstLine)) return;
      if (auto opened = open_case_key(*parts_.store, open.keys, id); opened.has_value()) {
        key = *std::move(opened);
        opener = &open;
      }
    });
    if (!key) continue;
    LET(Unit unit, begin());
    TRY(renew_stale_case(departure_desk(*opener), *key, opener->keys));
    TRY(owe_scrub(*parts_.store));
    TRY(unit.commit());
    sessions_.forget_case(id);
  }
  scrub();
  return {};
}

DepartureDesk OfficeCore::departure_desk(const Session& session) {
  return {.store = *parts_.store,
          .keys = session.keys,
          .agenda = agenda_,
          .pepper = parts_.pepper,
          .random = parts_.random,
          .now = now(),
          .by = session.alias,
          .why = {},
          .open_case = [this](const CaseId& id) { return open_with_anybody(id); }};
}

Result<Departure> OfficeCore::remove_person(const SessionToken& token, std::string_view alias, std::string_view why) {
  if (why.size() > kLogReasonBytesMax) return fail(Code::kTooLarge, kWhere);
  const std::lock_guard lock(mutex_);
  LET(const Session* session, enter(token));
  if (!has_role(session->roles, "coordinator")) return fail(Code::kDenied, kWhere, "coordinator");
  LET(Unit unit, begin());
  DepartureDesk desk = departure_desk(*session);
  desk.why = why;
  LET(Departure departure, desk::remove_person(desk, alias));
  pending_.erase(staff_id_of(parts_.pepper, alias));
  TRY(owe_scrub(*parts_.store));
  TRY(unit.commit());
  TRY(follow_access());
  // The old shares, rows and seeds leave the write-ahead log too; a reader in the way only delays that.
  scrub();
  return departure;
}

}  // namespace waymark::desk
