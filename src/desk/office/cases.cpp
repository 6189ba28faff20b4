// Opening a case, whose it is, what became of it.
#include "desk/office/cases.h"

#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "desk/office/core.h"
#include "desk/office/ends.h"
#include "desk/staff/access_log.h"
#include "desk/staff/people.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/cases";

/// The reasons of moves stand in the case's own record, since the log is sealed to the whole team; who opens the case
/// reads them beside the log's lines.
void add_reasons(std::vector<LogLine>& lines, const std::vector<Entry>& entries) {
  for (LogLine& line : lines) {
    if (line.what != "case.raise" && line.what != "case.lower") continue;
    const auto moved = std::ranges::find_if(entries, [&line](const Entry& entry) {
      const std::string_view what = line.what == "case.raise" ? "raised" : "lowered";
      return entry.kind == EntryKind::kEvent && entry.what == what && entry.at == line.at && entry.author == line.who;
    });
    if (moved != entries.end()) line.why = moved->text;
  }
}

}  // namespace

Result<CaseView> Cases::open(const SessionToken& token, const CaseId& id) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  auto opened = core_.open_for(*session, id);
  if (!opened.has_value()) {
    if (opened.error().code != Code::kDenied) return std::unexpected(opened.error());
    TRY(core_.log_opening(*session, "case.open-denied", id));
    TRY(unit.commit_unseen());
    return std::unexpected(opened.error());
  }
  TRY(core_.log_opening(*session, "case.open", id));
  TRY(unit.commit_unseen());
  return show(*session, id, *opened);
}

Result<CaseView> Cases::show(Session& session, const CaseId& id, OpenedCase& opened) {
  CaseView view;
  const std::optional<std::string>& owner = opened.item.situation.owner;
  const bool mine = owner == session.alias;
  const bool lead = session.keys.holds(Compartment::kFirstLineLead);
  view.row = {id, opened.item.code_name, opened.item.situation, mine};
  view.version = opened.state.version();
  view.compartment = name_of(Compartment::kFirstLine);
  view.entries = opened.state.entries();
  for (Entry& entry : view.entries) {
    if (entry.kind != EntryKind::kReply) continue;
    LET(entry.state, state_of_reply(core_.store(), entry.id, core_.now()));
  }
  view.facts = opened.state.situation().facts;
  view.access = {owner.value_or(std::string{name_of(Compartment::kFirstLine)}),
                 std::string{name_of(Compartment::kFirstLineLead)}};
  LET(view.log, core_.log_of_case(session, id));
  add_reasons(view.log, view.entries);
  view.may = {.take = !mine,
              .give_back = mine || (owner && lead),
              .reply = mine,
              .note = true,
              .set_fact = true,
              .move = true,
              .end = mine || !owner || lead};
  view.changed = core_.history.last(id);
  view.outcomes = opened.state.outcomes();
  std::ranges::copy_if(opened.state.items(), std::back_inserter(view.items),
                       [](const NotedItem& one) { return !one.dropped; });
  view.merged_into = opened.state.merged_into();
  view.merged = opened.state.merged();
  if (const auto& last = opened.state.last_act();
      last && last->by == session.alias && core_.now() <= last->at + kEndUndo && !view.merged_into)
    view.undo_act = last->act;
  view.messages = opened.state.messages();
  view.replies_left = opened.state.places_left(unix_day(core_.now()));
  return view;
}

Result<CaseStanding> Cases::standing(const SessionToken& token, const CaseId& id) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.enter({.text = token.text, .by_hand = false}));
  return core_.case_standing(*session, id);
}

Result<void> Cases::mark_read(const SessionToken& token, const CaseId& id, const RecordId& newest) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  if (opened.state.situation().unread == 0) return unit.commit_unseen();
  const Entry* last = opened.state.newest_message();
  if (last == nullptr || last->id != newest) return fail(Code::kConflict, kWhere, "a newer message");
  TRY(core_.add_event(*session, opened, core_.deed_of(*session, EventKind::kRead)));
  return unit.commit();
}

Result<void> Cases::take(const SessionToken& token, const CaseId& id) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  const std::optional<std::string>& owner = opened.item.situation.owner;
  if (owner == session->alias) return fail(Code::kConflict, kWhere);
  Event event = core_.deed_of(*session, EventKind::kTaken);
  event.from = owner.value_or("");
  return core_.change_access(*session, opened, std::move(unit), event, {.owner = session->keys.public_key()},
                             "case.take");
}

Result<void> Cases::give_back(const SessionToken& token, const CaseId& id, std::string_view line) {
  const auto length = count_code_points(line);
  if (!length) return fail(Code::kInvalid, kWhere);
  if (*length > kReasonCodePointsMax) return fail(Code::kTooLarge, kWhere);
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  const std::optional<std::string> owner = opened.item.situation.owner;
  if (!owner) return fail(Code::kConflict, kWhere);
  if (owner != session->alias && line.empty()) return fail(Code::kInvalid, kWhere, "no reason");
  Event event = core_.deed_of(*session, EventKind::kGivenBack);
  event.from = *owner;
  event.text = line;
  return core_.change_access(*session, opened, std::move(unit), event, {}, "case.give-back");
}

Result<void> Cases::undo_give_back(const SessionToken& token, const CaseId& id) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  const auto& last = opened.state.last_access();
  if (!last || last->kind != EventKind::kGivenBack || last->by != session->alias || last->from.empty() ||
      last->at + kGiveBackUndo < core_.now())
    return fail(Code::kConflict, kWhere);
  LET(const auto key, staff_public_key(core_.store(), staff_id_of(core_.parts.pepper, last->from)));
  if (!key) return fail(Code::kConflict, kWhere, "nobody of that name any more");
  Event event = core_.deed_of(*session, EventKind::kTaken);
  if (last->from != session->alias) event.owner = last->from;
  return core_.change_access(*session, opened, std::move(unit), event, {.owner = *key}, "case.give-back-undone");
}

Result<std::vector<LostCase>> Cases::lost(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  LET(const Session* session, core_.enter(token));
  TRY(core_.refresh_log(*session));
  std::vector<LostCase> lost;
  std::set<CaseId> undone;
  unsigned visits = 0;  // this one, and the one before it
  for (auto line = core_.log.rbegin(); line != core_.log.rend() && visits < 2; ++line) {
    if (line->what == "staff.sign-in" && line->who == session->alias) ++visits;
    if (line->from != session->alias || !line->case_id) continue;
    if (line->what == "case.give-back-undone") undone.insert(*line->case_id);
    if (undone.contains(*line->case_id)) continue;
    lost.push_back({*line->case_id, line->code_name.value_or(0), line->who, line->at, line->what == "case.give-back"});
  }
  return lost;
}

Result<void> Cases::move(const SessionToken& token, const CaseId& id, Override::Direction direction,
                         std::string_view reason, std::optional<TimePoint> to, Seen seen) {
  if (to && direction == Override::Direction::kLowered) return fail(Code::kInvalid, kWhere, "lowered to a moment");
  const auto length = count_code_points(reason);
  if (!length || *length == 0) return fail(Code::kInvalid, kWhere);
  if (*length > kReasonCodePointsMax) return fail(Code::kTooLarge, kWhere);
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  if (to && (*to <= core_.now() || *to > core_.now() + kRaisedAheadMax)) return fail(Code::kInvalid, kWhere, "when");
  const auto moved = [](const Entry& entry) { return entry.what == "raised" || entry.what == "lowered"; };
  if (seen && opened.state.changed_since(*seen, moved))
    return fail(Code::kConflict, kWhere, std::string(kChangedSince));
  Event event = staff_event(EventKind::kMoved, session->alias, core_.now(), core_.random());
  event.direction = direction;
  event.to = to;
  event.text = reason;
  TRY(core_.add_event(*session, opened, event));
  TRY(core_.log_deed(*session, direction == Override::Direction::kRaised ? "case.raise" : "case.lower", &id));
  return unit.commit();
}

Result<std::vector<Entry>> Cases::changes(const SessionToken& token, const CaseId& id, std::uint32_t seen) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  std::vector<Entry> since = opened.state.entries();
  std::erase_if(since, [seen](const Entry& entry) { return entry.version <= seen; });
  return since;
}

}  // namespace waymark::desk::office
