// Whose case it is: giving back, taking that back, what became of a case, a note for whoever leads it now.
#include <set>

#include "base/utf8.h"
#include "desk/casefile/office_core.h"
#include "desk/staff/people.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/handover";
/// Cases taken or gone that are remembered for screens that still show them.
constexpr std::size_t kRememberedMax = 4'096;

}  // namespace

void OfficeCore::remember_change(const CaseId& id) {
  if (taken_or_gone_.size() >= kRememberedMax) taken_or_gone_.clear();
  taken_or_gone_.insert_or_assign(id, now());
}

Result<void> OfficeCore::give_back(const SessionToken& token, const CaseId& id, std::string_view line) {
  const auto length = count_code_points(line);
  if (!length) return fail(Code::kInvalid, kWhere);
  if (*length > kReasonCodePointsMax) return fail(Code::kTooLarge, kWhere);
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(Unit unit, begin());
  LET(OpenedCase opened, open_for(*session, id));
  const std::optional<std::string> owner = opened.item.situation.owner;
  if (!owner) return fail(Code::kConflict, kWhere);
  if (owner != session->alias && line.empty()) return fail(Code::kInvalid, kWhere, "no reason");
  Event event = deed_of(*session, EventKind::kGivenBack);
  event.from = *owner;
  event.text = line;
  return change_access(*session, opened, std::move(unit), event, {}, "case.give-back");
}

Result<void> OfficeCore::undo_give_back(const SessionToken& token, const CaseId& id) {
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(Unit unit, begin());
  LET(OpenedCase opened, open_for(*session, id));
  const auto& last = opened.state.last_access();
  if (!last || last->kind != EventKind::kGivenBack || last->by != session->alias || last->from.empty() ||
      last->at + kGiveBackUndo < now())
    return fail(Code::kConflict, kWhere);
  LET(const auto key, staff_public_key(*parts_.store, staff_id_of(parts_.pepper, last->from)));
  if (!key) return fail(Code::kConflict, kWhere, "nobody of that name any more");
  Event event = deed_of(*session, EventKind::kTaken);
  if (last->from != session->alias) event.owner = last->from;
  return change_access(*session, opened, std::move(unit), event, {.owner = *key}, "case.give-back-undone");
}

Result<CaseStanding> OfficeCore::standing(const SessionToken& token, const CaseId& id) {
  const std::lock_guard lock(mutex_);
  TRY(follow_access());
  LET(const Session* session, sessions_.peek(token.text, now()));
  const bool first_line = session->keys.holds(Compartment::kFirstLine);
  if (first_line) TRY(agenda_.load(*parts_.store, session->keys));
  CaseStanding standing;
  const auto when = taken_or_gone_.find(id);
  if (when != taken_or_gone_.end()) standing.since = when->second;
  const AgendaItem* item = first_line ? agenda_.find(id) : nullptr;
  if (item == nullptr) {
    standing.kind = CaseStanding::Kind::kGone;
    return standing;
  }
  const std::optional<std::string>& owner = item->situation.owner;
  if (!owner || *owner == session->alias || session->keys.holds(Compartment::kFirstLineLead)) return CaseStanding{};
  standing.kind = CaseStanding::Kind::kTaken;
  standing.owner = owner;
  return standing;
}

Result<std::vector<LostCase>> OfficeCore::lost_cases(const SessionToken& token) {
  const std::lock_guard lock(mutex_);
  LET(const Session* session, enter(token));
  TRY(refresh_log(*session));
  std::vector<LostCase> lost;
  std::set<CaseId> undone;
  unsigned visits = 0;  // this one, and the one before it
  for (auto line = log_.rbegin(); line != log_.rend() && visits < 2; ++line) {
    if (line->what == "staff.sign-in" && line->who == session->alias) ++visits;
    if (line->from != session->alias || !line->case_id) continue;
    if (line->what == "case.give-back-undone") undone.insert(*line->case_id);
    if (undone.contains(*line->case_id)) continue;
    lost.push_back({*line->case_id, line->code_name.value_or(0), line->who, line->at, line->what == "case.give-back"});
  }
  return lost;
}

Result<void> OfficeCore::leave_note(const SessionToken& token, const CaseId& id, std::string_view text,
                                    const RecordId& operation) {
  const auto length = count_code_points(text);
  if (!length || *length == 0) return fail(Code::kInvalid, kWhere);
  if (*length > kNoteCodePointsMax) return fail(Code::kTooLarge, kWhere);
  {
    const std::lock_guard lock(mutex_);
    LET(Session * session, enter(token));
    if (!session->keys.holds(Compartment::kFirstLine)) return fail(Code::kDenied, kWhere);
    if (agenda_.find(id) == nullptr) return fail(Code::kNotFound, kWhere);
    const auto key = key_for(*session, id);
    if (!key.has_value() && key.error().code != Code::kDenied) return std::unexpected(key.error());
    if (!key.has_value()) {
      LET(Unit unit, begin());
      Event event = deed_of(*session, EventKind::kNote, operation);
      event.text = text;
      TRY(put_in_inbox(*parts_.store, id, event, parts_.random));
      TRY(log_deed(*session, "case.note", &id));
      return unit.commit();
    }
  }
  LET(const RecordId note, add_note(token, id, text, operation));
  (void)note;
  return {};
}

}  // namespace waymark::desk
