// What all parts of the office share: transactions, opening a case, adding to it.
#include "desk/office/core.h"

#include "desk/keyring/office_values.h"
#include "desk/keyring/scrub.h"
#include "desk/staff/access_log.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/office";
/// Cases taken or gone that are remembered for screens that still show them.
constexpr std::size_t kRememberedMax = 4'096;

}  // namespace

Core::Core(OfficeParts given) : parts(std::move(given)), agenda(parts.is_danger) { history.forget(changes); }

Core::~Core() {
  const std::lock_guard lock(mutex);
  (void)write_refusals(refusals.take(Refusals::Which::kAll, now()));
}

Unit::~Unit() {
  if (core_ != nullptr) core_->roll_back();
}

Result<void> Unit::commit() {
  Core* core = core_;
  TRY(commit_unseen());
  ++core->changes;
  return {};
}

Result<void> Unit::commit_unseen() {
  TRY(transaction_.commit());
  if (const std::vector<CaseId> changed = core_->agenda.keep(); !changed.empty()) {
    core_->history.note(++core_->changes, changed);
    for (const CaseId& id : changed)
      if (core_->agenda.find(id) == nullptr) core_->remember_change(id);
  }
  core_ = nullptr;
  return {};
}

Result<Unit> Core::begin() {
  LET(store::Transaction transaction, store::Transaction::begin(store()));
  TRY(check_epoch());
  return Unit(std::move(transaction), *this);
}

void Core::roll_back() {
  agenda.drop();
  // Case keys may have been rotated in the lost transaction: open them anew.
  sessions.each([](Session& session) { session.case_keys.clear(); });
}

void Core::scrub() { (void)scrub_if_owed(store()); }

Result<CaseKey*> Core::key_for(Session& session, const CaseId& id) {
  LET(const std::uint32_t version, case_key_version(store(), id));
  const auto known = session.case_keys.find(id);
  if (known != session.case_keys.end()) {
    if (known->second.version() == version) return &known->second;
    session.case_keys.erase(known);
  }
  LET(CaseKey key, open_case_key(store(), session.keys, id));
  return &session.case_keys.emplace(id, std::move(key)).first->second;
}

Result<CaseState> Core::fold(const CaseKey& key) { return fold_case(store(), key, parts.is_danger); }

Result<OpenedCase> Core::open_for(Session& session, const CaseId& id) {
  const AgendaEntry* entry = agenda.find(id);
  if (entry == nullptr) return fail(Code::kNotFound, "desk/office");
  LET(CaseKey * key, key_for(session, id));
  TRY(drain_inbox(store(), *key, &session.keys, random()));
  LET(CaseState state, fold(*key));
  return OpenedCase{key, std::move(state), entry->item()};
}

Result<RecordId> Core::add_event(Session& session, OpenedCase& opened, const Event& event) {
  LET(const RecordId id, append_event(store(), *opened.key, event, random()));
  const Stage before = opened.state.situation().stage;
  opened.state.apply(id, event);
  if (event.kind != EventKind::kActUndone)
    TRY(count_stage(store(), session.keys, {opened.key->id(), opened.state.situation(), event, calendar}, before,
                    random()));
  opened.item.situation = opened.state.situation();
  TRY(agenda.stage(store(), session.keys, opened.key->id(), opened.item, random()));
  return id;
}

Result<void> Core::change_access(Session& session, OpenedCase& opened, Unit unit, const Event& event,
                                 const CaseAccess& access, std::string_view mark) {
  const CaseId id = opened.key->id();
  const CompartmentKey* first_line = session.keys.newest(Compartment::kFirstLine);
  if (first_line == nullptr) return fail(Code::kDenied, kWhere);
  TRY(add_event(session, opened, event));
  LET(CaseKey rotated, rotate_case_key(store(), *opened.key, access, *first_line, random()));
  LogLine line{.at = now(), .who = session.alias, .what = std::string{mark}, .case_id = id};
  line.code_name = opened.item.code_name;
  const std::string& whose = event.owner.empty() ? event.from : event.owner;
  if (whose != session.alias) line.from = whose;
  TRY(append_log(store(), line, &session.keys, random()));
  TRY(unit.commit());
  sessions.forget_case(id);
  if (!access.owner || *access.owner == session.keys.public_key()) session.case_keys.emplace(id, std::move(rotated));
  remember_change(id);
  // The old shares and records leave the write-ahead log too; a reader in the way only delays that.
  (void)store().scrub_log();
  return {};
}

CaseStanding Core::case_standing(const Session& session, const CaseId& id) const {
  CaseStanding standing;
  const auto when = taken_or_gone.find(id);
  if (when != taken_or_gone.end()) standing.since = when->second;
  const AgendaEntry* entry = session.keys.holds(Compartment::kFirstLine) ? agenda.find(id) : nullptr;
  if (entry == nullptr) {
    standing.kind = CaseStanding::Kind::kGone;
    return standing;
  }
  const std::string& owner = entry->owner;
  if (owner.empty() || owner == session.alias || session.keys.holds(Compartment::kFirstLineLead))
    return CaseStanding{.changed = history.last(id)};
  standing.kind = CaseStanding::Kind::kTaken;
  standing.owner = owner;
  return standing;
}

void Core::remember_change(const CaseId& id) {
  if (taken_or_gone.size() >= kRememberedMax) taken_or_gone.clear();
  taken_or_gone.insert_or_assign(id, now());
}

Event Core::deed_of(const Session& session, EventKind kind, const RecordId& operation) {
  Event event = staff_event(kind, session.alias, now(), random());
  if (operation != RecordId{}) event.operation = operation;
  return event;
}

}  // namespace waymark::desk::office
