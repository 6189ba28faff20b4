#include "desk/ceremonies/departure.h"

#include <algorithm>

#include "desk/casefile/case_state.h"
#include "desk/keyring/compartment_rows.h"
#include "desk/keyring/day_keys.h"
#include "desk/keyring/key_file.h"
#include "desk/keyring/office_values.h"
#include "desk/staff/access_epoch.h"
#include "desk/staff/access_log.h"
#include "desk/staff/people.h"
#include "desk/staff/roles.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/departure";

bool holds(const std::vector<Compartment>& held, Compartment name) {
  return std::ranges::find(held, name) != held.end();
}

/// Nobody may leave an office that could not go on.
Result<void> check_others_remain(const DepartureDesk& desk, const DirectoryEntry& leaving) {
  LET(const std::vector<StaffRow> people, directory(desk.store, desk.keys));
  for (const std::string_view role : {"coordinator", "lead"}) {
    if (!has_role(leaving.roles, role)) continue;
    const bool another = std::ranges::any_of(people, [&](const StaffRow& row) {
      return row.alias != leaving.alias && row.state == StaffState::kActive && has_role(row.roles, role);
    });
    if (!another) return fail(Code::kConflict, kWhere, "the last " + std::string{role});
  }
  return {};
}

/// Seals the office's secrets of the rotated compartments to the new keys.
Result<void> reseal_office_secrets(const DepartureDesk& desk, const std::vector<Compartment>& rotated) {
  struct Place {
    std::string name;
    Compartment compartment;
  };
  std::vector<Place> places;
  {
    LET(store::Rows rows, desk.store.query("SELECT name, compartment FROM office_secret"));
    for (;;) {
      LET(const bool found, rows.next());
      if (!found) break;
      LET(const Compartment compartment, compartment_from(rows.text(1)));
      if (holds(rotated, compartment)) places.push_back({std::string{rows.text(0)}, compartment});
    }
  }
  for (const Place& place : places) {
    const Secret<32>* secret = place.name == kIndexSecret ? desk.keys.index_key() : nullptr;
    if (place.name == kReplySecret && desk.keys.reply_key() != nullptr) secret = &desk.keys.reply_key()->seed();
    if (place.name == kListSecret && desk.keys.list_key() != nullptr) secret = &desk.keys.list_key()->seed();
    if (secret == nullptr) return fail(Code::kDenied, kWhere, place.name);
    TRY(put_office_secret(desk.store, place.name, place.compartment, *secret, desk.random));
  }
  return {};
}

/// New keys for the days whose whole key is not published yet. All seeds that are left, the old ones of these days too,
/// are sealed to the new key: what pages in circulation seal to them stays readable here.
Result<void> renew_day_keys(const DepartureDesk& desk) {
  if (desk.keys.list_key() == nullptr) return fail(Code::kDenied, kWhere, "list key");
  const std::uint32_t today = unix_day(desk.now);
  TRY(retire_coming_day_keys(desk.store, today));
  TRY(reseal_day_keys(desk.store, desk.keys, desk.random));
  TRY(make_day_keys(desk.store, today, desk.random));
  return sign_lists(desk.store, *desk.keys.list_key(), today);
}

/// The rows of the agenda under the newest key; a case of the one who leaves has no owner any more.
Result<void> reseal_agenda(const DepartureDesk& desk, const KeyRing& renewed, std::string_view alias) {
  for (const auto& [id, entry] : desk.agenda.entries()) {
    AgendaItem changed = entry.item();
    if (changed.situation.owner == alias) changed.situation.owner.reset();
    TRY(desk.agenda.stage(desk.store, renewed, id, changed, desk.random));
  }
  return {};
}

/// Owner, leads and recovery; or the whole first line.
Result<CaseAccess> access_by(const DepartureDesk& desk, const AgendaEntry& entry, const StoredFilingKey* filing_key) {
  CaseAccess access{.filing_key = filing_key};
  if (entry.owner.empty()) return access;
  LET(access.owner, staff_public_key(desk.store, staff_id_of(desk.pepper, entry.owner)));
  return access;
}

/// The agenda says that nobody owns it, the case that somebody who has left does: the case learns of it.
Result<void> tell_case_of_departure(const DepartureDesk& desk, const CaseKey& key, const AgendaEntry& entry) {
  LET(const std::vector<StoredEvent> events, read_events(desk.store, key));
  CaseState state(desk.agenda.is_danger());
  for (const StoredEvent& stored : events) state.apply(stored.id, stored.event);
  if (!state.situation().owner || !entry.owner.empty()) return {};
  const Event event = staff_event(EventKind::kGivenBack, std::string{desk.by}, desk.now, desk.random);
  TRY(append_event(desk.store, key, event, desk.random));
  return {};
}

Result<void> renew_case(const DepartureDesk& desk, const CaseKey& key, const KeyRing& keys,
                        const StoredFilingKey* filing_key) {
  const AgendaEntry* entry = desk.agenda.find(key.id());
  const CompartmentKey* first_line = keys.newest(Compartment::kFirstLine);
  if (entry == nullptr) return fail(Code::kStorage, kWhere, "a case without its agenda row");
  if (first_line == nullptr) return fail(Code::kDenied, kWhere);
  TRY(drain_inbox(desk.store, key, &keys, desk.random));
  TRY(tell_case_of_departure(desk, key, *entry));
  LET(const CaseAccess access, access_by(desk, *entry, filing_key));
  TRY(rotate_case_key(desk.store, key, access, *first_line, desk.random));
  return unmark_stale(desk.store, key.id());
}

struct Affected {
  CaseId id;
  bool taken;  ///< somebody alone has it; otherwise the whole first line opens it
};

/// The cases that the one who leaves could open: all for a lead, what nobody has taken for the first line, their own.
Result<std::vector<Affected>> affected_cases(const DepartureDesk& desk, const std::vector<Compartment>& held,
                                             const std::vector<CaseId>& owned) {
  LET(store::Rows rows, desk.store.query("SELECT id, first_line IS NULL FROM case_file"));
  std::vector<Affected> affected;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return affected;
    LET(const CaseId id, CaseId::from_bytes(rows.blob(0)));
    const bool taken = rows.integer(1) != 0;
    const bool opened_it = holds(held, Compartment::kFirstLineLead) ||
                           (!taken && holds(held, Compartment::kFirstLine)) ||
                           std::ranges::find(owned, id) != owned.end();
    if (opened_it) affected.push_back({id, taken});
  }
}

Result<void> renew_cases(const DepartureDesk& desk, const KeyRing& renewed, const std::vector<Affected>& affected,
                         Departure& report) {
  std::optional<StoredFilingKey> filing_key;
  for (const Affected& one : affected) {
    const std::optional<CaseKey> key = desk.open_case(one.id);
    if (!key) {
      TRY(mark_stale(desk.store, one.id));
      ++report.cases_waiting;
      continue;
    }
    if (!filing_key) {
      LET(filing_key, make_filing_key(desk.store, desk.random));
    }
    TRY(renew_case(desk, *key, renewed, &*filing_key));
    ++report.cases;
  }
  return {};
}

std::vector<CaseId> cases_of(const Agenda& agenda, std::string_view alias) {
  std::vector<CaseId> owned;
  for (const auto& [id, entry] : agenda.entries())
    if (entry.owner == alias) owned.push_back(id);
  std::ranges::sort(owned);
  return owned;
}

}  // namespace

Result<Departure> remove_person(const DepartureDesk& desk, std::string_view alias) {
  const StaffId id = staff_id_of(desk.pepper, alias);
  if (id == desk.keys.staff_id()) return fail(Code::kInvalid, kWhere, "oneself");
  LET(const DirectoryEntry leaving, directory_entry(desk.store, desk.keys, id));
  TRY(check_others_remain(desk, leaving));
  LET(const std::vector<Compartment> held, memberships_of(desk.store, id));
  const std::vector<CaseId> owned = cases_of(desk.agenda, alias);
  LET(const std::vector<Affected> affected, affected_cases(desk, held, owned));
  Departure report{.alias = std::string{alias},
                   .compartments = static_cast<unsigned>(held.size()),
                   .knew_reply_key = holds(held, Compartment::kFirstLine) || holds(held, Compartment::kClosed),
                   .knew_list_key = holds(held, Compartment::kCoordinator),
                   .replaced_day_keys = holds(held, Compartment::kFirstLine)};

  TRY(delete_person(desk.store, id));
  for (const Compartment name : held) TRY(rotate_compartment(desk.store, name, desk.random));
  TRY(reseal_office_secrets(desk, held));
  LET(const KeyRing renewed, KeyRing::open(desk.store, desk.keys.staff_id(), desk.keys.seed().duplicate()));
  if (holds(held, Compartment::kFirstLine)) {
    TRY(renew_day_keys(desk));
    TRY(reseal_agenda(desk, renewed, alias));
  }
  TRY(renew_cases(desk, renewed, affected, report));
  TRY(raise_access_epoch(desk.store));
  // With the new keys: whoever was removed cannot read it.
  const std::string why = report.alias + (desk.why.empty() ? "" : ": ") + std::string{desk.why};
  const LogLine line{.at = desk.now, .who = std::string{desk.by}, .what = "staff.remove", .why = why};
  TRY(append_log(desk.store, line, &renewed, desk.random));
  return report;
}

Result<void> renew_stale_case(const DepartureDesk& desk, const CaseKey& key, const KeyRing& keys) {
  const AgendaEntry* entry = desk.agenda.find(key.id());
  if (entry == nullptr) return unmark_stale(desk.store, key.id());
  std::optional<StoredFilingKey> filing_key;
  if (entry->owner.empty()) {
    LET(filing_key, make_filing_key(desk.store, desk.random));
  }
  return renew_case(desk, key, keys, filing_key ? &*filing_key : nullptr);
}

}  // namespace waymark::desk
