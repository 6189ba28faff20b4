// Replies, notes, unsent texts.
#include "desk/office/answers.h"

#include <algorithm>

#include "base/utf8.h"
#include "desk/casefile/draft_store.h"
#include "desk/casefile/outbound.h"
#include "desk/keyring/office_values.h"
#include "desk/office/core.h"
#include "envelope/seal.h"

namespace waymark::desk::office {
namespace {

constexpr std::string_view kWhere = "desk/answers";

/// What a repeated call gets: the reply that is there already. @param entry  nullptr when it was undone
Result<HeldReply> same_reply(const Entry* entry, std::string_view text) {
  if (entry == nullptr || entry->kind != EntryKind::kReply || entry->text != text) return fail(Code::kConflict, kWhere);
  return HeldReply{entry->id, entry->hold_until.value_or(entry->at)};
}

}  // namespace

Result<Event> Answers::staff_reply(const Session& session, const CaseState& state, std::string_view text,
                                   const RecordId& operation) {
  if (state.mailbox() == nullptr || !state.reply_key()) return fail(Code::kNotFound, kWhere, "no mailbox");
  const auto place = state.free_place(unix_day(core_.now()));
  if (!place) return fail(Code::kFull, kWhere);
  Event event = core_.deed_of(session, EventKind::kReply, operation);
  event.text = text;
  event.week = place->week;
  event.slot = place->slot;
  event.hold_s = kReplyHold.count();
  return event;
}

Result<envelope::Envelope> Answers::seal_for(const CaseState& state, const Event& event,
                                             const crypto::ReplySigningKey& key) {
  LET(const crypto::InstanceId instance, instance_of(core_.store()));
  const envelope::Reply reply{.language = state.situation().language,
                              .instance = instance,
                              .week = event.week,
                              .slot = event.slot,
                              .arrived = state.messages(),
                              .last_arrived_day = state.last_message_day(),
                              .sealed_day = unix_day(core_.now()),
                              .body = SecretBytes::copy_of(view_of(event.text))};
  return envelope::seal_reply(reply, *state.reply_key(), key, core_.random());
}

Result<HeldReply> Answers::hold_reply(const SessionToken& token, const CaseId& id, std::string_view text,
                                      const RecordId& operation) {
  const auto length = count_code_points(text);
  if (!length || *length == 0) return fail(Code::kInvalid, kWhere);
  if (text.size() > envelope::kReplyBytesMax) return fail(Code::kTooLarge, kWhere);
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  const crypto::ReplySigningKey* reply_key = session->keys.reply_key();
  if (reply_key == nullptr) return fail(Code::kDenied, kWhere);
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  // One voice for one person: whoever answers has taken the case, and nobody else answers it.
  if (opened.item.situation.owner != session->alias) return fail(Code::kDenied, kWhere, "not the owner");
  if (const auto known = opened.state.record_of(operation)) return same_reply(opened.state.entry(*known), text);
  LET(Event event, staff_reply(*session, opened.state, text, operation));
  const mailbox::Place place{event.week, event.slot};
  LET(envelope::Envelope sealed, seal_for(opened.state, event, *reply_key));
  LET(const RecordId record, core_.add_event(*session, opened, event));
  const OutboundReply outbound{record, mailbox::mailbox_id(*opened.state.mailbox(), place),
                               mailbox::token_hash(mailbox::delete_token(*opened.state.mailbox(), place)),
                               std::move(sealed).take(), place.week};
  TRY(queue_reply(core_.store(), outbound, core_.now() + kReplyHold));
  LET(const bool had_draft, drop_draft_of(core_.store(), *opened.key, session->alias, DraftKind::kReply));
  TRY(core_.log_deed(*session, "case.reply", &id));
  TRY(unit.commit());
  if (had_draft) (void)core_.store().scrub_log();
  return HeldReply{record, event.at + kReplyHold};
}

Result<void> Answers::undo_reply(const SessionToken& token, const CaseId& id, const RecordId& reply) {
  const std::lock_guard lock(core_.mutex);
  LET(Session * session, core_.enter(token));
  LET(Unit unit, core_.begin());
  LET(OpenedCase opened, core_.open_for(*session, id));
  const bool there = std::ranges::any_of(opened.state.entries(), [&reply](const Entry& entry) {
    return entry.id == reply && entry.kind == EntryKind::kReply;
  });
  if (!there) return fail(Code::kNotFound, kWhere);
  TRY(withdraw_reply(core_.store(), reply, core_.now()));
  Event event = staff_event(EventKind::kUndo, session->alias, core_.now(), core_.random());
  event.undone = reply;
  TRY(core_.add_event(*session, opened, event));
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
