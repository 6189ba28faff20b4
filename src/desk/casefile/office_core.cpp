// What all parts of the office share: transactions, opening a case, adding to it.
#include "desk/casefile/office_core.h"

#include "desk/keyring/office_values.h"
#include "desk/staff/access_epoch.h"
#include "desk/staff/access_log.h"

namespace waymark::desk {

OfficeCore::OfficeCore(OfficeParts parts) : parts_(std::move(parts)), agenda_(parts_.is_danger) {
  history_.forget(changes_);
}

Result<std::unique_ptr<OfficeCore>> OfficeCore::open(OfficeParts parts) {
  TRY(instance_of(*parts.store));
  std::unique_ptr<OfficeCore> office(new OfficeCore(std::move(parts)));
  LET(office->access_epoch_, access_epoch(*office->parts_.store));
  return office;
}

OfficeCore::~OfficeCore() {
  const std::lock_guard lock(mutex_);
  (void)write_refusals(refusals_.take(Refusals::Which::kAll, now()));
}

void OfficeCore::know_dangers(IsDanger is_danger) {
  const std::lock_guard lock(mutex_);
  agenda_.know_dangers(is_danger);
  parts_.is_danger = std::move(is_danger);
}

OfficeCore::Unit::~Unit() {
  if (office_ != nullptr) office_->roll_back();
}

Result<void> OfficeCore::Unit::commit() {
  OfficeCore* office = office_;
  TRY(commit_unseen());
  ++office->changes_;
  return {};
}

Result<void> OfficeCore::Unit::commit_unseen() {
  TRY(transaction_.commit());
  if (const std::vector<CaseId> changed = office_->agenda_.keep(); !changed.empty()) {
    office_->history_.note(++office_->changes_, changed);
    for (const CaseId& id : changed)
      if (office_->agenda_.find(id) == nullptr) office_->remember_change(id);
  }
  office_ = nullptr;
  return {};
}

Result<OfficeCore::Unit> OfficeCore::begin() {
  LET(store::Transaction transaction, store::Transaction::begin(*parts_.store));
  TRY(check_epoch());
  return Unit(std::move(transaction), *this);
}

void OfficeCore::roll_back() {
  agenda_.drop();
  // Case keys may have been rotated in the lost transaction: open them anew.
  sessions_.each([](Session& session) { session.case_keys.clear(); });
}

void OfficeCore::close_if_empty() {
  if (sessions_.any_with(Compartment::kFirstLine) == nullptr) close_agenda();
  if (!sessions_.empty()) return;
  log_.clear();
  taken_or_gone_.clear();
}

void OfficeCore::close_agenda() {
  agenda_.close();
  history_.forget(changes_);
}

Result<Session*> OfficeCore::enter(const SessionToken& token) {
  auto session = session_of(token);
  if (!session.has_value()) {
    close_if_empty();
    return session;
  }
  if ((*session)->keys.holds(Compartment::kFirstLine)) {
    TRY(agenda_.load(*parts_.store, (*session)->keys));
    TRY(renew_stale_cases());
  }
  return session;
}

Result<CaseKey*> OfficeCore::key_for(Session& session, const CaseId& id) {
  LET(const std::uint32_t version, case_key_version(*parts_.store, id));
  const auto known = session.case_keys.find(id);
  if (known != session.case_keys.end()) {
    if (known->second.version() == version) return &known->second;
    session.case_keys.erase(known);
  }
  LET(CaseKey key, open_case_key(*parts_.store, session.keys, id));
  return &session.case_keys.emplace(id, std::move(key)).first->second;
}

Result<CaseState> OfficeCore::fold(const CaseKey& key) {
  LET(const std::vector<StoredEvent> events, read_events(*parts_.store, key));
  CaseState state(parts_.is_danger);
  for (const StoredEvent& stored : events) state.apply(stored.id, stored.event);
  return state;
}

Result<OfficeCore::OpenedCase> OfficeCore::open_for(Session& session, const CaseId& id) {
  const AgendaItem* item = agenda_.find(id);
  if (item == nullptr) return fail(Code::kNotFound, "desk/office");
  LET(CaseKey * key, key_for(session, id));
  TRY(drain_inbox(*parts_.store, *key, &session.keys, parts_.random));
  LET(CaseState state, fold(*key));
  return OpenedCase{key, std::move(state), *item};
}

Result<RecordId> OfficeCore::add_event(Session& session, OpenedCase& opened, const Event& event) {
  LET(const RecordId id, append_event(*parts_.store, *opened.key, event, parts_.random));
  opened.state.apply(id, event);
  opened.item.situation = opened.state.situation();
  TRY(agenda_.stage(*parts_.store, session.keys, opened.key->id(), opened.item, parts_.random));
  return id;
}

Result<void> OfficeCore::log_opening(Session& session, std::string_view what, const CaseId& id) {
  const auto known = session.openings.find(id);
  if (known != session.openings.end() && now() < known->second + kOpeningCounts) return {};
  TRY(log_deed(session, what, &id));
  session.openings.insert_or_assign(id, now());
  return {};
}

Event OfficeCore::deed_of(const Session& session, EventKind kind, const RecordId& operation) {
  Event event = staff_event(kind, session.alias, now(), parts_.random);
  if (operation != RecordId{}) event.operation = operation;
  return event;
}

Result<void> OfficeCore::log_deed(const Session& session, std::string_view what, const CaseId* id,
                                  std::string_view why) {
  LogLine line{.at = now(), .who = session.alias, .what = std::string{what}, .why = std::string{why}};
  if (id != nullptr) {
    line.case_id = *id;
    if (const AgendaItem* item = agenda_.find(*id)) line.code_name = item->code_name;
  }
  return append_log(*parts_.store, line, &session.keys, parts_.random);
}

}  // namespace waymark::desk
