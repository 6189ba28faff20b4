// Cases: opening, taking, answering.
#include <algorithm>

#include "base/utf8.h"
#include "desk/casefile/draft_store.h"
#include "desk/casefile/office_core.h"
#include "desk/keyring/office_values.h"
#include "desk/staff/access_log.h"
#include "desk/staff/roles.h"
#include "envelope/seal.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/office";
constexpr unsigned kLogBatch = 1'000;
/// A line that everybody sees, whoever is signed in: keys were given to somebody without a colleague's sign-in.
constexpr std::string_view kShownToAll = "staff.reset-with-recovery";

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

/// What a repeated call gets: the reply that is there already. @param entry  nullptr when it was undone
Result<HeldReply> same_reply(const Entry* entry, std::string_view text) {
  if (entry == nullptr || entry->kind != EntryKind::kReply || entry->text != text) return fail(Code::kConflict, kWhere);
  return HeldReply{entry->id, entry->hold_until.value_or(entry->at)};
}

}  // namespace

Result<CaseView> OfficeCore::open_case(const SessionToken& token, const CaseId& id) {
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(Unit unit, begin());
  auto opened = open_for(*session, id);
  if (!opened.has_value()) {
    if (opened.error().code != Code::kDenied) return std::unexpected(opened.error());
    TRY(log_opening(*session, "case.open-denied", id));
    TRY(unit.commit_unseen());
    return std::unexpected(opened.error());
  }
  TRY(log_opening(*session, "case.open", id));
  TRY(unit.commit_unseen());
  return show(*session, id, *opened);
}

Result<CaseView> OfficeCore::show(Session& session, const CaseId& id, OpenedCase& opened) {
  CaseView view;
  const std::optional<std::string>& owner = opened.item.situation.owner;
  const bool mine = owner == session.alias;
  const bool lead = session.keys.holds(Compartment::kFirstLineLead);
  view.row = {id, opened.item.code_name, opened.item.situation, mine};
  view.compartment = name_of(Compartment::kFirstLine);
  view.entries = opened.state.entries();
  for (Entry& entry : view.entries) {
    if (entry.kind != EntryKind::kReply) continue;
    LET(entry.state, state_of_reply(*parts_.store, entry.id, now()));
  }
  view.facts = opened.state.situation().facts;
  view.access = {owner.value_or(std::string{name_of(Compartment::kFirstLine)}),
                 std::string{name_of(Compartment::kFirstLineLead)}};
  LET(view.log, log_of_case(session, id));
  add_reasons(view.log, view.entries);
  view.may = {
      .take = !mine, .give_back = mine || (owner && lead), .reply = mine, .note = true, .set_fact = true, .move = true};
  view.messages = opened.state.messages();
  view.replies_left = opened.state.places_left(unix_day(now()));
  return view;
}

Result<void> OfficeCore::change_access(Session& session, OpenedCase& opened, Unit unit, const Event& event,
                                       const CaseAccess& access, std::string_view mark) {
  const CaseId id = opened.key->id();
  const CompartmentKey* first_line = session.keys.newest(Compartment::kFirstLine);
  if (first_line == nullptr) return fail(Code::kDenied, kWhere);
  TRY(add_event(session, opened, event));
  LET(CaseKey rotated, rotate_case_key(*parts_.store, *opened.key, access, *first_line, parts_.random));
  LogLine line{.at = now(), .who = session.alias, .what = std::string{mark}, .case_id = id};
  line.code_name = opened.item.code_name;
  const std::string& whose = event.owner.empty() ? event.from : event.owner;
  if (whose != session.alias) line.from = whose;
  TRY(append_log(*parts_.store, line, &session.keys, parts_.random));
  TRY(unit.commit());
  sessions_.forget_case(id);
  if (!access.owner || *access.owner == session.keys.public_key()) session.case_keys.emplace(id, std::move(rotated));
  remember_change(id);
  // The old shares and records leave the write-ahead log too; a reader in the way only delays that.
  (void)parts_.store->scrub_log();
  return {};
}

Result<void> OfficeCore::take(const SessionToken& token, const CaseId& id) {
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(Unit unit, begin());
  LET(OpenedCase opened, open_for(*session, id));
  const std::optional<std::string>& owner = opened.item.situation.owner;
  if (owner == session->alias) return fail(Code::kConflict, kWhere);
  Event event = deed_of(*session, EventKind::kTaken);
  event.from = owner.value_or("");
  return change_access(*session, opened, std::move(unit), event, {.owner = session->keys.public_key()}, "case.take");
}

Result<void> OfficeCore::mark_read(const SessionToken& token, const CaseId& id, const RecordId& newest) {
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(Unit unit, begin());
  LET(OpenedCase opened, open_for(*session, id));
  if (opened.state.situation().unread == 0) return unit.commit_unseen();
  const Entry* last = opened.state.newest_message();
  if (last == nullptr || last->id != newest) return fail(Code::kConflict, kWhere, "a newer message");
  TRY(add_event(*session, opened, deed_of(*session, EventKind::kRead)));
  return unit.commit();
}

Result<RecordId> OfficeCore::add_note(const SessionToken& token, const CaseId& id, std::string_view text,
                                      const RecordId& operation) {
  const auto length = count_code_points(text);
  if (!length || *length == 0) return fail(Code::kInvalid, kWhere);
  if (*length > kNoteCodePointsMax) return fail(Code::kTooLarge, kWhere);
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(Unit unit, begin());
  LET(OpenedCase opened, open_for(*session, id));
  if (const auto known = opened.state.record_of(operation)) {
    const Entry* entry = opened.state.entry(*known);
    if (entry == nullptr || entry->kind != EntryKind::kNote || entry->text != text)
      return fail(Code::kConflict, kWhere);
    return *known;
  }
  Event event = deed_of(*session, EventKind::kNote, operation);
  event.text = text;
  LET(const RecordId record, add_event(*session, opened, event));
  LET(const bool had_draft, drop_draft_of(*parts_.store, *opened.key, session->alias, DraftKind::kNote));
  TRY(log_deed(*session, "case.note", &id));
  TRY(unit.commit());
  if (had_draft) (void)parts_.store->scrub_log();
  return record;
}

Result<HeldReply> OfficeCore::hold_reply(const SessionToken& token, const CaseId& id, std::string_view text,
                                         const RecordId& operation) {
  const auto length = count_code_points(text);
  if (!length || *length == 0) return fail(Code::kInvalid, kWhere);
  if (text.size() > envelope::kReplyBytesMax) return fail(Code::kTooLarge, kWhere);
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  const crypto::ReplySigningKey* reply_key = session->keys.reply_key();
  if (reply_key == nullptr) return fail(Code::kDenied, kWhere);
  LET(Unit unit, begin());
  LET(OpenedCase opened, open_for(*session, id));
  // One voice for one person: whoever answers has taken the case, and nobody else answers it.
  if (opened.item.situation.owner != session->alias) return fail(Code::kDenied, kWhere, "not the owner");
  if (const auto known = opened.state.record_of(operation)) return same_reply(opened.state.entry(*known), text);
  LET(Event event, staff_reply(*session, opened.state, text, operation));
  const mailbox::Place place{event.week, event.slot};
  LET(envelope::Envelope sealed, seal_for(opened.state, event, *reply_key));
  LET(const RecordId record, add_event(*session, opened, event));
  const OutboundReply outbound{record, mailbox::mailbox_id(*opened.state.mailbox(), place),
                               mailbox::token_hash(mailbox::delete_token(*opened.state.mailbox(), place)),
                               std::move(sealed).take(), place.week};
  TRY(queue_reply(*parts_.store, outbound, now() + kReplyHold));
  LET(const bool had_draft, drop_draft_of(*parts_.store, *opened.key, session->alias, DraftKind::kReply));
  TRY(log_deed(*session, "case.reply", &id));
  TRY(unit.commit());
  if (had_draft) (void)parts_.store->scrub_log();
  return HeldReply{record, event.at + kReplyHold};
}

Result<Event> OfficeCore::staff_reply(const Session& session, const CaseState& state, std::string_view text,
                                      const RecordId& operation) {
  if (state.mailbox() == nullptr || !state.reply_key()) return fail(Code::kNotFound, kWhere, "no mailbox");
  const auto place = state.free_place(unix_day(now()));
  if (!place) return fail(Code::kFull, kWhere);
  Event event = deed_of(session, EventKind::kReply, operation);
  event.text = text;
  event.week = place->week;
  event.slot = place->slot;
  event.hold_s = kReplyHold.count();
  return event;
}

Result<envelope::Envelope> OfficeCore::seal_for(const CaseState& state, const Event& event,
                                                const crypto::ReplySigningKey& key) {
  LET(const crypto::InstanceId instance, instance_of(*parts_.store));
  const envelope::Reply reply{.language = state.situation().language,
                              .instance = instance,
                              .week = event.week,
                              .slot = event.slot,
                              .arrived = state.messages(),
                              .last_arrived_day = state.last_message_day(),
                              .sealed_day = unix_day(now()),
                              .body = SecretBytes::copy_of(view_of(event.text))};
  return envelope::seal_reply(reply, *state.reply_key(), key, parts_.random);
}

Result<void> OfficeCore::undo_reply(const SessionToken& token, const CaseId& id, const RecordId& reply) {
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(Unit unit, begin());
  LET(OpenedCase opened, open_for(*session, id));
  const bool there = std::ranges::any_of(opened.state.entries(), [&reply](const Entry& entry) {
    return entry.id == reply && entry.kind == EntryKind::kReply;
  });
  if (!there) return fail(Code::kNotFound, kWhere);
  TRY(withdraw_reply(*parts_.store, reply, now()));
  Event event = staff_event(EventKind::kUndo, session->alias, now(), parts_.random);
  event.undone = reply;
  TRY(add_event(*session, opened, event));
  TRY(log_deed(*session, "case.reply-undone", &id));
  return unit.commit();
}

Result<void> OfficeCore::move(const SessionToken& token, const CaseId& id, Override::Direction direction,
                              std::string_view reason) {
  const auto length = count_code_points(reason);
  if (!length || *length == 0) return fail(Code::kInvalid, kWhere);
  if (*length > kReasonCodePointsMax) return fail(Code::kTooLarge, kWhere);
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(Unit unit, begin());
  LET(OpenedCase opened, open_for(*session, id));
  Event event = staff_event(EventKind::kMoved, session->alias, now(), parts_.random);
  event.direction = direction;
  event.text = reason;
  TRY(add_event(*session, opened, event));
  TRY(log_deed(*session, direction == Override::Direction::kRaised ? "case.raise" : "case.lower", &id));
  return unit.commit();
}

Result<void> OfficeCore::set_stage(const SessionToken& token, const CaseId& id, Stage stage,
                                   std::optional<TimePoint> wakes_at) {
  const std::lock_guard lock(mutex_);
  LET(Session * session, enter(token));
  LET(Unit unit, begin());
  LET(OpenedCase opened, open_for(*session, id));
  Event event = staff_event(EventKind::kStage, session->alias, now(), parts_.random);
  event.stage = stage;
  event.wakes_at = wakes_at;
  TRY(add_event(*session, opened, event));
  TRY(log_deed(*session, "case.stage", &id, name_of(stage)));
  return unit.commit();
}

Result<void> OfficeCore::refresh_log(const Session& session) {
  for (;;) {
    const std::uint64_t last = log_.empty() ? 0 : log_.back().sequence;
    LET(std::vector<LogLine> lines, read_log(*parts_.store, session.keys, last, kLogBatch));
    const bool done = lines.size() < kLogBatch;
    std::ranges::move(lines, std::back_inserter(log_));
    if (done) return {};
  }
}

Result<std::vector<LogLine>> OfficeCore::log_of_case(const Session& session, const CaseId& id) {
  TRY(refresh_log(session));
  std::vector<LogLine> lines;
  std::ranges::copy_if(log_, std::back_inserter(lines), [&id](const LogLine& line) { return line.case_id == id; });
  return lines;
}

Result<std::vector<LogLine>> OfficeCore::access_log(const SessionToken& token, std::uint64_t before, unsigned limit) {
  if (limit == 0 || limit > 500) return fail(Code::kInvalid, kWhere);
  const std::lock_guard lock(mutex_);
  LET(const Session* session, enter(token));
  TRY(refresh_log(*session));
  const bool all = has_oversight(session->roles);
  std::vector<LogLine> lines;
  for (auto line = log_.rbegin(); line != log_.rend() && lines.size() < limit; ++line)
    if ((before == 0 || line->sequence < before) && (all || line->who == session->alias || line->what == kShownToAll))
      lines.push_back(*line);
  return lines;
}

bool OfficeCore::anybody_here() {
  const std::lock_guard lock(mutex_);
  sessions_.sweep(now());
  close_if_empty();
  return !sessions_.empty();
}

Result<LogVerdict> OfficeCore::verify_log() {
  const std::lock_guard lock(mutex_);
  LET(const auto keys, all_reply_keys(*parts_.store));
  return log_watch_.look(*parts_.store, keys);
}

}  // namespace waymark::desk
