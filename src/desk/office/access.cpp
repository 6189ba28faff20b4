// Who may what, and since when: following what another process changed, cases that wait for a new key.
#include "desk/keyring/scrub.h"
#include "desk/office/core.h"
#include "desk/staff/access_epoch.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/access";

}  // namespace

void Core::close_if_empty() {
  if (sessions.any_with(Compartment::kFirstLine) == nullptr) close_agenda();
  sessions_changed();
  if (!sessions.empty()) return;
  log.clear();
  shelf.close();
  taken_or_gone.clear();
}

void Core::close_agenda() {
  agenda.close();
  history.forget(changes);
}

Result<Session*> Core::enter(const SessionToken& token) {
  auto session = session_of(token);
  if (!session.has_value()) {
    close_if_empty();
    return session;
  }
  if ((*session)->keys.holds(Compartment::kFirstLine)) {
    TRY(agenda.load(store(), (*session)->keys));
    TRY(renew_stale_cases());
  }
  return session;
}

Result<Session*> Core::session_of(const SessionToken& token) {
  TRY(follow_access());
  return token.by_hand ? sessions.find(token.text, now()) : sessions.peek(token.text, now());
}

Result<void> Core::follow_access() {
  LET(const std::uint64_t epoch, access_epoch(store()));
  if (epoch == known_epoch) return {};
  sessions.keep_if([this](Session& session) { return stands_still(session); });
  // Everything that was opened with the old keys is read anew, and every screen asks again.
  close_agenda();
  shelf.close();
  history.forget(++changes);
  known_epoch = epoch;
  stale_to_try = true;
  close_if_empty();
  return {};
}

Result<bool> Core::stands_still(Session& session) {
  LET(const auto standing, standing_of(store(), session.keys.staff_id()));
  if (!standing || standing->generation != session.generation || standing->public_key != session.keys.public_key())
    return false;
  LET(KeyRing keys, KeyRing::open(store(), session.keys.staff_id(), session.keys.seed().duplicate()));
  session.keys = std::move(keys);
  session.case_keys.clear();
  return true;
}

Result<void> Core::check_epoch() {
  LET(const std::uint64_t epoch, access_epoch(store()));
  if (epoch != known_epoch) return fail(Code::kUnavailable, kWhere, "keys changed, ask again");
  return {};
}

Result<void> Core::renew_stale_cases() {
  if (!stale_to_try || !agenda.is_loaded()) return {};
  stale_to_try = false;
  LET(const std::vector<CaseId> stale, stale_cases(store()));
  for (const CaseId& id : stale) {
    Session* opener = nullptr;
    std::optional<CaseKey> key;
    sessions.each([&](Session& open) {
      if (key || !open.keys.holds(Compartment::kFirstLine)) return;
      if (auto opened = open_case_key(store(), open.keys, id); opened.has_value()) {
        key = *std::move(opened);
        opener = &open;
      }
    });
    if (!key) continue;
    LET(Unit unit, begin());
    TRY(renew_stale_case(departure_desk(*opener), *key, opener->keys));
    TRY(owe_scrub(store()));
    TRY(unit.commit());
    sessions.forget_case(id);
  }
  scrub();
  return {};
}

std::optional<CaseKey> Core::open_with_anybody(const CaseId& id) {
  std::optional<CaseKey> key;
  sessions.each([&](const Session& open) {
    if (key) return;
    if (auto opened = open_case_key(store(), open.keys, id); opened.has_value()) key = *std::move(opened);
  });
  return key;
}

DepartureDesk Core::departure_desk(const Session& session) {
  return {.store = store(),
          .keys = session.keys,
          .agenda = agenda,
          .pepper = parts.pepper,
          .random = random(),
          .now = now(),
          .by = session.alias,
          .why = {},
          .open_case = [this](const CaseId& id) { return open_with_anybody(id); }};
}

}  // namespace waymark::desk::office
