// What is written in a case: notes, replies, texts that are not sent yet.
#include "desk/api/body.h"
#include "desk/api/core.h"
#include "desk/queue/labels.h"
#include "envelope/reply.h"

namespace waymark::desk::api {

Result<RecordId> DeskApi::Core::operation_in(Body& body) {
  LET(const std::optional<std::string> text, body.optional_word("operation_id"));
  if (!text.has_value()) return RecordId{};
  return RecordId::from_text(*text);
}

void DeskApi::Core::add_texts(http::Routes& routes) {
  const http::PathRule with_body{.body_bytes_max = kBodyBytesMax};
  routes.on("POST", "/api/case/*/note", handler(&Core::add_note), with_body)
      .on("POST", "/api/case/*/leave-note", handler(&Core::leave_note), with_body)
      .on("POST", "/api/case/*/reply", handler(&Core::hold_reply), with_body)
      .on("POST", "/api/case/*/reply/*/undo", handler(&Core::undo_reply), with_body)
      .on("GET", "/api/drafts", handler(&Core::show_drafts))
      .on("POST", "/api/case/*/draft", handler(&Core::put_draft), with_body)
      .on("POST", "/api/case/*/draft/drop", handler(&Core::drop_draft), with_body);
}

Reply DeskApi::Core::add_note(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string text, body.text("text", kNoteCodePointsMax));
  LET(const RecordId operation, operation_in(body));
  TRY(body.done());
  LET(const RecordId note, parts_.office.answers().add_note(call.token, id, text, operation));
  LET(nlohmann::json json, done(call.token));
  json["message_id"] = note.text();
  return json;
}

Reply DeskApi::Core::leave_note(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string text, body.text("text", kNoteCodePointsMax));
  LET(const RecordId operation, operation_in(body));
  TRY(body.done());
  TRY(parts_.office.answers().leave_note(call.token, id, text, operation));
  return done(call.token);
}

Result<void> DeskApi::Core::check_safe_contact(const Call& call, const CaseId& id) {
  LET(const Me me, parts_.office.doors().me(call.token));
  Result<void> verdict = fail(Code::kNotFound, "desk/api");
  TRY(boards_.with(call.token, me, [&](const queue::Board& board, std::uint64_t) {
    const auto entry = board.find(id);
    if (entry == nullptr) return;
    verdict = {};
    const auto rule = queue::contact_advice(parts_.pack, entry->derived.situation.facts, call.language).rule;
    if (rule == pack::ContactRule::kBlock) verdict = fail(Code::kDenied, "desk/api");
  }));
  return verdict;
}

Result<void> DeskApi::Core::check_ticks(Call& call, const CaseId& id, std::string_view text, Ticks ticks) {
  if (text.empty()) return {};
  if (!ticks.safe_contact) TRY(check_safe_contact(call, id));
  if (ticks.due_cards) return {};
  LET(const std::vector<pack::Card> due, parts_.office.library().due_in(call.token, id, text, parts_.clock.now()));
  if (due.empty()) return {};
  call.due = nlohmann::json::array();
  for (const pack::Card& card : due) {
    const auto own = card.texts.find(call.language);
    call.due.push_back(own == card.texts.end() ? card.id : own->second.title);
  }
  return fail(Code::kConflict, "desk/api", "a card is past its review");
}

Result<Ticks> DeskApi::Core::ticks_in(Body& body) {
  Ticks ticks;
  LET(ticks.safe_contact, body.flag("confirm_safe_contact"));
  LET(ticks.due_cards, body.flag("confirm_due_cards"));
  return ticks;
}

Reply DeskApi::Core::hold_reply(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string text, body.text("text", envelope::kReplyBytesMax));
  if (text.size() > envelope::kReplyBytesMax) return fail(Code::kTooLarge, "desk/api");
  LET(const Ticks ticks, ticks_in(body));
  LET(const std::string operation_text, body.word("operation_id"));
  LET(const RecordId operation, RecordId::from_text(operation_text));
  TRY(body.done());
  TRY(check_ticks(call, id, text, ticks));
  LET(const HeldReply held, parts_.office.answers().hold_reply(call.token, id, text, operation));
  LET(nlohmann::json json, done(call.token));
  json["message_id"] = held.record.text();
  json["hold_until"] = utc(held.hold_until);
  return json;
}

Reply DeskApi::Core::undo_reply(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(const RecordId reply, RecordId::from_text(call.request.parts[1]));
  TRY(parts_.office.answers().undo_reply(call.token, id, reply));
  return done(call.token);
}

Reply DeskApi::Core::show_drafts(Call& call) {
  LET(const std::vector<DraftView> drafts, parts_.office.answers().drafts(call.token));
  nlohmann::json all = nlohmann::json::array();
  for (const DraftView& draft : drafts)
    all.push_back({{"case_id", draft.case_id.text()},
                   {"kind", name_of(draft.kind)},
                   {"text", draft.text},
                   {"version", draft.version}});
  return nlohmann::json{{"drafts", std::move(all)}};
}

Reply DeskApi::Core::put_draft(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string name, body.word("kind"));
  LET(const DraftKind kind, draft_kind_from(name));
  LET(const std::string text, body.text("text", kNoteCodePointsMax));
  LET(const std::uint64_t version, body.number("version", UINT32_MAX - 1));
  TRY(body.done());
  LET(const std::uint32_t stored,
      parts_.office.answers().put_draft(call.token, id, kind, text, static_cast<std::uint32_t>(version)));
  return nlohmann::json{{"version", stored}};
}

Reply DeskApi::Core::drop_draft(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string name, body.word("kind"));
  LET(const DraftKind kind, draft_kind_from(name));
  TRY(body.done());
  TRY(parts_.office.answers().drop_draft(call.token, id, kind));
  return done(call.token);
}

}  // namespace waymark::desk::api
