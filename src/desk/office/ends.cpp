#include "desk/office/ends.h"

#include <algorithm>

#include "desk/casefile/draft_store.h"
#include "desk/office/reply_desk.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/ends";

bool is_closed(const OpenedCase& opened) { return opened.state.situation().stage == Stage::kClosed; }

/// Nothing ends over something that whoever ends it has not seen.
Result<void> check_seen(const OpenedCase& opened, Seen seen) {
  if (seen && opened.state.changed_since(*seen, [](const Entry&) { return true; }))
    return fail(Code::kConflict, kWhere, std::string(kChangedSince));
  return {};
}

std::string_view log_mark(Stage stage, Side side, Junk junk) {
  if (junk != Junk::kNone) return "case.aside";
  if (side == Side::kOutOfMandate) return "case.out-of-mandate";
  if (side == Side::kContactLost) return "case.contact-lost";
  if (side == Side::kDuplicate) return "case.merge";
  return stage == Stage::kClosed ? "case.close" : "case.wait";
}

}  // namespace

struct Ends::Act {
  RecordId id;
  Stage stage = Stage::kClosed;
  Side side = Side::kNone;
  Junk junk = Junk::kNone;
  std::optional<TimePoint> until = {};
  const std::vector<Outcome>* outcomes = nullptr;
  std::string_view last_words = {};
  const std::vector<TaskToSet>* tasks = nullptr;
};

Result<void> Ends::set_task(Session& session, OpenedCase& opened, const TaskToSet& task, const RecordId& act) {
  if (opened.state.items().size() >= kItemsPerCaseMax) return fail(Code::kFull, kWhere, "items");
  Event event = core_.deed_of(session, EventKind::kItem);
  event.item = Item{.kind = ItemKind::kTask, .text = task.text, .owner = task.mine ? session.alias : ""};
  event.item->dates.emplace("due", task.due);
  event.act = act;
  TRY(check_item(*event.item));
  LET(const RecordId record, core_.add_event(session, opened, event));
  (void)record;
  const CaseId id = opened.key->id();
  return core_.log_deed(session, "case.item", &id);
}

Result<RecordId> Ends::note_outcome(Session& session, OpenedCase& opened, const Outcome& outcome, const RecordId& act,
                                    const RecordId& operation) {
  if (opened.state.outcomes().size() >= kOutcomesPerCaseMax) return fail(Code::kFull, kWhere);
  Event event = core_.deed_of(session, EventKind::kOutcome, operation);
  event.outcome = outcome;
  event.act = act;
  LET(const RecordId record, core_.add_event(session, opened, event));
  StatRow row = stat_row_of(core_, opened, "outcome");
  row.code = outcome.code;
  row.date = outcome.date;
  row.evidence = name_of(outcome.evidence);
  row.act = act == RecordId{} ? record.text() : act.text();
  TRY(put_stat_row(core_.store(), session.keys, row, core_.random()));
  return record;
}

Result<void> Ends::count(Session& session, const OpenedCase& opened, const Act& act) {
  if (act.stage != Stage::kClosed) return {};
  StatRow row = stat_row_of(core_, opened, act.junk != Junk::kNone ? "aside" : "closed");
  row.code = act.junk != Junk::kNone ? name_of(act.junk) : name_of(act.side);
  row.act = act.id.text();
  return put_stat_row(core_.store(), session.keys, row, core_.random());
}

Result<Ended> Ends::end(Session& session, OpenedCase& opened, const Act& act) {
  Ended ended;
  if (act.outcomes != nullptr)
    for (const Outcome& outcome : *act.outcomes) {
      LET(const RecordId record, note_outcome(session, opened, outcome, act.id, {}));
      (void)record;
    }
  if (act.tasks != nullptr)
    for (const TaskToSet& task : *act.tasks) TRY(set_task(session, opened, task, act.id));
  if (!act.last_words.empty()) {
    LET(ended.reply, put_reply(core_, session, opened, {.text = act.last_words, .act = act.id}));
  }
  // Whoever ends it has seen it; what comes later is unread again.
  if (act.stage == Stage::kClosed && opened.state.situation().unread > 0) {
    Event read = core_.deed_of(session, EventKind::kRead);
    read.act = act.id;
    TRY(core_.add_event(session, opened, read));
  }
  Event event = core_.deed_of(session, EventKind::kStage, act.id);
  event.act = act.id;
  event.stage = act.stage;
  event.side = act.side;
  event.junk = act.junk;
  event.wakes_at = act.until;
  LET(const RecordId record, core_.add_event(session, opened, event));
  (void)record;
  TRY(count(session, opened, act));
  const CaseId id = opened.key->id();
  TRY(core_.log_deed(session, log_mark(act.stage, act.side, act.junk), &id));
  return ended;
}

Result<Ended> Ends::close(const SessionToken& token, const CaseId& id, const Closing& closing, const RecordId& act) {
  if (closing.side != Side::kNone && closing.side != Side::kOutOfMandate && closing.side != Side::kContactLost)
    return fail(Code::kInvalid, kWhere, "side");
  if (!closing.last_words.empty()) TRY(check_reply_text(closing.last_words));
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  if (opened.state.record_of(act)) return Ended{};  // a repeated call; what it did stands
  if (is_closed(opened)) return fail(Code::kConflict, kWhere, "closed already");
  TRY(check_seen(opened, closing.seen));
  const Entry* newest = opened.state.newest_message();
  if (closing.newest && newest != nullptr && newest->id != *closing.newest)
    return fail(Code::kConflict, kWhere, "a newer message");
  LET(Ended ended,
      end(*session, opened,
          {.id = act, .side = closing.side, .outcomes = &closing.outcomes, .last_words = closing.last_words}));
  bool had_draft = false;
  if (!closing.last_words.empty()) {
    LET(had_draft, drop_draft_of(core_.store(), *opened.key, session->alias, DraftKind::kReply));
  }
  TRY(unit.commit());
  if (had_draft) (void)core_.store().scrub_log();
  return ended;
}

Result<Ended> Ends::wait(const SessionToken& token, const CaseId& id, const Waiting& waiting, const RecordId& act) {
  if (!is_waiting(waiting.stage)) return fail(Code::kInvalid, kWhere, "stage");
  if (!waiting.until && waiting.stage != Stage::kWaitingPerson) return fail(Code::kInvalid, kWhere, "until when");
  if (waiting.tasks.size() > kTasksToSetMax) return fail(Code::kInvalid, kWhere, "tasks");
  if (!waiting.words.empty()) TRY(check_reply_text(waiting.words));
  const std::lock_guard lock(core_.mutex);
  if (waiting.until && *waiting.until <= core_.now()) return fail(Code::kInvalid, kWhere, "has passed");
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  if (opened.state.record_of(act)) {
    // A repeated call; what it did stands, and the page learns again what it may undo.
    const auto& last = opened.state.last_act();
    const Entry* reply = last && last->act == act && last->reply ? opened.state.entry(*last->reply) : nullptr;
    if (reply == nullptr) return Ended{};
    return Ended{HeldReply{reply->id, reply->hold_until.value_or(reply->at)}};
  }
  if (is_closed(opened)) return fail(Code::kConflict, kWhere, "closed");
  TRY(check_seen(opened, waiting.seen));
  LET(Ended ended, end(*session, opened,
                       {.id = act,
                        .stage = waiting.stage,
                        .until = waiting.until,
                        .last_words = waiting.words,
                        .tasks = &waiting.tasks}));
  bool had_draft = false;
  if (!waiting.words.empty()) {
    LET(had_draft, drop_draft_of(core_.store(), *opened.key, session->alias, DraftKind::kReply));
  }
  TRY(unit.commit());
  if (had_draft) (void)core_.store().scrub_log();
  return ended;
}

Result<void> Ends::set_aside(const SessionToken& token, const CaseId& id, Junk junk, const RecordId& act, Seen seen,
                             std::optional<unsigned> unread) {
  if (junk == Junk::kNone) return fail(Code::kInvalid, kWhere);
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  if (opened.state.record_of(act)) return {};
  if (is_closed(opened)) return fail(Code::kConflict, kWhere, "closed already");
  TRY(check_seen(opened, seen));
  if (unread && opened.state.situation().unread != *unread) return fail(Code::kConflict, kWhere, "a newer message");
  const Side side = junk == Junk::kDuplicate ? Side::kDuplicate : Side::kQuarantine;
  LET(const Ended ended, end(*session, opened, {.id = act, .side = side, .junk = junk}));
  (void)ended;
  return unit.commit();
}

Result<void> Ends::reopen(const SessionToken& token, const CaseId& id) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  if (!is_closed(opened)) return fail(Code::kConflict, kWhere, "open");
  if (opened.state.merged_into()) return fail(Code::kConflict, kWhere, "merged");
  Event event = core_.deed_of(*session, EventKind::kStage);
  event.stage = opened.state.situation().owner.has_value() ? Stage::kActive : Stage::kNew;
  event.side = Side::kReopened;
  TRY(core_.add_event(*session, opened, event));
  TRY(put_stat_row(core_.store(), session->keys, stat_row_of(core_, opened, "reopened"), core_.random()));
  TRY(core_.log_deed(*session, "case.reopen", &id));
  return unit.commit();
}

Result<void> Ends::undo(const SessionToken& token, const CaseId& id, const RecordId& act) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  const auto last = opened.state.last_act();
  if (!last || last->act != act || act == RecordId{} || last->by != session->alias ||
      last->at + kEndUndo < core_.now() || opened.state.merged_into())
    return fail(Code::kConflict, kWhere);
  if (last->reply) {
    LET(const ReplyState state, state_of_reply(core_.store(), *last->reply, core_.now()));
    if (state == ReplyState::kHeld) TRY(take_back_reply(core_, *session, opened, *last->reply));
  }
  Event event = core_.deed_of(*session, EventKind::kActUndone);
  event.act = act;
  TRY(core_.add_event(*session, opened, event));
  StatRow row = stat_row_of(core_, opened, "undone");
  row.act = act.text();
  TRY(put_stat_row(core_.store(), session->keys, row, core_.random()));
  TRY(core_.log_deed(*session, "case.end-undone", &id));
  return unit.commit();
}

Result<RecordId> Ends::add_outcome(const SessionToken& token, const CaseId& id, const Outcome& outcome,
                                   const RecordId& operation) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  if (const auto known = opened.state.record_of(operation)) return *known;
  LET(const RecordId record, note_outcome(*session, opened, outcome, {}, operation));
  TRY(core_.log_deed(*session, "case.outcome", &id));
  TRY(unit.commit());
  return record;
}

Result<void> Ends::drop_outcome(const SessionToken& token, const CaseId& id, const RecordId& outcome) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  const auto found = std::ranges::find(opened.state.outcomes(), outcome, &NotedOutcome::id);
  if (found == opened.state.outcomes().end()) return fail(Code::kNotFound, kWhere);
  StatRow row = stat_row_of(core_, opened, "outcome_dropped");
  row.code = found->outcome.code;
  row.date = found->outcome.date;
  row.evidence = name_of(found->outcome.evidence);
  Event event = core_.deed_of(*session, EventKind::kOutcomeDropped);
  event.undone = outcome;
  TRY(core_.add_event(*session, opened, event));
  TRY(put_stat_row(core_.store(), session->keys, row, core_.random()));
  TRY(core_.log_deed(*session, "case.outcome-dropped", &id));
  return unit.commit();
}

Result<void> Ends::merge(const SessionToken& token, const CaseId& id, const CaseId& into, const RecordId& act,
                         Seen seen) {
  if (id == into) return fail(Code::kInvalid, kWhere, "the same case");
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase target, core_.open_for(*session, into));
  LET(OpenedCase opened, core_.open_for(*session, id));
  if (opened.state.record_of(act)) return {};
  if (opened.state.merged_into()) return fail(Code::kConflict, kWhere, "merged already");
  TRY(check_seen(opened, seen));
  if (target.state.merged_into() || is_closed(target)) return fail(Code::kInvalid, kWhere, "is at its end itself");
  LET(const Ended ended, end(*session, opened, {.id = act, .side = Side::kDuplicate}));
  (void)ended;
  Event event = core_.deed_of(*session, EventKind::kMerged);
  event.other = into;
  event.into = true;
  event.act = act;
  TRY(core_.add_event(*session, opened, event));
  Event other = core_.deed_of(*session, EventKind::kMerged);
  other.other = id;
  TRY(core_.add_event(*session, target, other));
  return unit.commit();
}

Result<void> Ends::unmerge(const SessionToken& token, const CaseId& id) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  const std::optional<CaseId> into = opened.state.merged_into();
  if (!into) return fail(Code::kConflict, kWhere, "not merged");
  Event event = core_.deed_of(*session, EventKind::kUnmerged);
  event.other = *into;
  TRY(core_.add_event(*session, opened, event));
  Event stage = core_.deed_of(*session, EventKind::kStage);
  stage.stage = opened.state.situation().owner.has_value() ? Stage::kActive : Stage::kNew;
  stage.side = Side::kReopened;
  TRY(core_.add_event(*session, opened, stage));
  // The other one may be gone, or somebody else's by now: this one comes apart all the same.
  if (auto target = core_.open_for(*session, *into); target.has_value()) {
    Event other = core_.deed_of(*session, EventKind::kUnmerged);
    other.other = id;
    TRY(core_.add_event(*session, *target, other));
  }
  StatRow row = stat_row_of(core_, opened, "unmerged");
  TRY(put_stat_row(core_.store(), session->keys, row, core_.random()));
  TRY(core_.log_deed(*session, "case.unmerge", &id));
  return unit.commit();
}

}  // namespace waymark::desk::office
