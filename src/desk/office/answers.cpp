// Replies, notes, unsent texts.
#include "desk/office/answers.h"

#include <algorithm>

#include "base/utf8.h"
#include "desk/casefile/draft_store.h"
#include "desk/office/core.h"
#include "desk/office/reply_desk.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/answers";

/// What a repeated call gets: the reply that is there already. @param entry  nullptr when it was undone
Result<HeldReply> same_reply(const Entry* entry, std::string_view text) {
  if (entry == nullptr || entry->kind != EntryKind::kReply || entry->text != text) return fail(Code::kConflict, kWhere);
  return HeldReply{entry->id, entry->hold_until.value_or(entry->at)};
}

}  // namespace

Result<HeldReply> Answers::hold_reply(const SessionToken& token, const CaseId& id, std::string_view text,
                                      const RecordId& operation) {
  TRY(check_reply_text(text));
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  if (session->keys.reply_key() == nullptr) return fail(Code::kDenied, kWhere);
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  // One voice for one person: whoever answers has taken the case, and nobody else answers it.
  if (opened.item.situation.owner != session->alias) return fail(Code::kDenied, kWhere, "not the owner");
  if (const auto known = opened.state.record_of(operation)) return same_reply(opened.state.entry(*known), text);
  LET(const HeldReply held, put_reply(core_, *session, opened, {.text = text, .operation = operation}));
  LET(const bool had_draft, drop_draft_of(core_.store(), *opened.key, session->alias, DraftKind::kReply));
  TRY(core_.log_deed(*session, "case.reply", &id));
  TRY(unit.commit());
  if (had_draft) (void)core_.store().scrub_log();
  return held;
}

Result<void> Answers::undo_reply(const SessionToken& token, const CaseId& id, const RecordId& reply) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  TRY(take_back_reply(core_, *session, opened, reply));
  TRY(core_.log_deed(*session, "case.reply-undone", &id));
  return unit.commit();
}

Result<RecordId> Answers::add_note(const SessionToken& token, const CaseId& id, std::string_view text,
                                   const RecordId& operation) {
  const auto length = count_code_points(text);
  if (!length || *length == 0) return fail(Code::kInvalid, kWhere);
  if (*length > kNoteCodePointsMax) return fail(Code::kTooLarge, kWhere);
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  if (const auto known = opened.state.record_of(operation)) {
    const Entry* entry = opened.state.entry(*known);
    if (entry == nullptr || entry->kind != EntryKind::kNote || entry->text != text)
      return fail(Code::kConflict, kWhere);
    return *known;
  }
  Event event = core_.deed_of(*session, EventKind::kNote, operation);
  event.text = text;
  LET(const RecordId record, core_.add_event(*session, opened, event));
  LET(const bool had_draft, drop_draft_of(core_.store(), *opened.key, session->alias, DraftKind::kNote));
  TRY(core_.log_deed(*session, "case.note", &id));
  TRY(unit.commit());
  if (had_draft) (void)core_.store().scrub_log();
  return record;
}

Result<void> Answers::leave_note(const SessionToken& token, const CaseId& id, std::string_view text,
                                 const RecordId& operation) {
  const auto length = count_code_points(text);
  if (!length || *length == 0) return fail(Code::kInvalid, kWhere);
  if (*length > kNoteCodePointsMax) return fail(Code::kTooLarge, kWhere);
  {
    const std::lock_guard lock(core_.mutex);
    LET(Session * session, core_.enter(token));
    if (!session->keys.holds(Compartment::kFirstLine)) return fail(Code::kDenied, kWhere);
    if (core_.agenda.find(id) == nullptr) return fail(Code::kNotFound, kWhere);
    const auto key = core_.key_for(*session, id);
    if (!key.has_value() && key.error().code != Code::kDenied) return std::unexpected(key.error());
    if (!key.has_value()) {
      LET(Unit unit, core_.begin());
      Event event = core_.deed_of(*session, EventKind::kNote, operation);
      event.text = text;
      TRY(put_in_inbox(core_.store(), id, event, core_.random()));
      TRY(core_.log_deed(*session, "case.note", &id));
      return unit.commit();
    }
  }
  LET(const RecordId note, add_note(token, id, text, operation));
  (void)note;
  return {};
}

Result<std::vector<DraftView>> Answers::drafts(const SessionToken& token) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(const std::vector<CaseId> cases, cases_with_drafts(core_.store()));
  std::vector<DraftView> mine;
  for (const CaseId& id : cases) {
    const auto key = core_.key_for(*session, id);
    if (!key.has_value()) continue;  // not mine to open, or no more
    LET(const std::vector<Draft> drafts, read_drafts(core_.store(), **key));
    for (const Draft& draft : drafts)
      if (draft.by == session->alias) mine.push_back({id, draft.kind, draft.text, draft.version});
  }
  return mine;
}

Result<std::uint32_t> Answers::put_draft(const SessionToken& token, const CaseId& id, DraftKind kind,
                                         std::string_view text, std::uint32_t version) {
  const auto length = count_code_points(text);
  if (!length || *length == 0) return fail(Code::kInvalid, kWhere);
  if (*length > kNoteCodePointsMax) return fail(Code::kTooLarge, kWhere);
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  if (core_.agenda.find(id) == nullptr) return fail(Code::kNotFound, kWhere);
  LET(const CaseKey* key, core_.key_for(*session, id));
  LET(const std::vector<Draft> drafts, read_drafts(core_.store(), *key));
  const auto found = std::ranges::find_if(
      drafts, [&](const Draft& draft) { return draft.by == session->alias && draft.kind == kind; });
  const bool fresh = found == drafts.end();
  if (version != (fresh ? 0 : found->version)) return fail(Code::kConflict, kWhere);
  if (fresh && drafts.size() >= kDraftsPerCaseMax) return fail(Code::kFull, kWhere);
  const RecordId record = fresh ? RecordId{core_.random().array<RecordId::kSize>()} : found->id;
  const Draft draft{record, session->alias, kind, std::string{text}, version + 1};
  TRY(write_draft(core_.store(), *key, draft, core_.random()));
  TRY(unit.commit_unseen());
  return version + 1;
}

Result<void> Answers::drop_draft(const SessionToken& token, const CaseId& id, DraftKind kind) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(const CaseKey* key, core_.key_for(*session, id));
  LET(const bool dropped, drop_draft_of(core_.store(), *key, session->alias, kind));
  TRY(unit.commit_unseen());
  if (dropped) (void)core_.store().scrub_log();
  return {};
}

}  // namespace waymark::desk::office
