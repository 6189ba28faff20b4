// Case: opening one and what is done with it; facts and unsent texts are in writing_calls.cpp.
#include "desk/api/body.h"
#include "desk/api/core.h"
#include "desk/queue/labels.h"
#include "envelope/reply.h"

namespace waymark::desk::api {
namespace {

/// An id that the page makes, so that a call that is repeated does its work once; none when the page sends none.
Result<RecordId> operation_in(Body& body) {
  LET(const std::optional<std::string> text, body.optional_word("operation_id"));
  if (!text.has_value()) return RecordId{};
  return RecordId::from_text(*text);
}

}  // namespace

void DeskApi::Core::add_case(http::Routes& routes) {
  const http::PathRule with_body{.body_bytes_max = kBodyBytesMax};
  routes.on("GET", "/api/case/*", handler(&Core::open_case))
      .on("POST", "/api/case/*/take", handler(&Core::take), with_body)
      .on("POST", "/api/case/*/give-back", handler(&Core::give_back), with_body)
      .on("POST", "/api/case/*/give-back/undo", handler(&Core::undo_give_back), with_body)
      .on("POST", "/api/case/*/read", handler(&Core::mark_read), with_body)
      .on("POST", "/api/case/*/note", handler(&Core::add_note), with_body)
      .on("POST", "/api/case/*/leave-note", handler(&Core::leave_note), with_body)
      .on("POST", "/api/case/*/reply", handler(&Core::hold_reply), with_body)
      .on("POST", "/api/case/*/reply/*/undo", handler(&Core::undo_reply), with_body)
      .on("POST", "/api/case/*/raise", handler(&Core::raise), with_body)
      .on("POST", "/api/case/*/lower", handler(&Core::lower), with_body)
      .on("POST", "/api/case/*/stage", handler(&Core::set_stage), with_body);
}

Reply DeskApi::Core::open_case(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(const Me me, parts_.office.doors().me(call.token));
  LET(const CaseView view, parts_.office.cases().open(call.token, id));
  const queue::Speech speech = speech_for(call, me.alias);
  return write_case(view, parts_.pack, Reader{speech, parts_.zone, me.alias, parts_.clock.now()});
}

Reply DeskApi::Core::take(Call& call) {
  LET(const CaseId id, case_of(call));
  TRY(parts_.office.cases().take(call.token, id));
  return done(call.token);
}

Reply DeskApi::Core::give_back(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string line, body.optional_text("reason", kReasonCodePointsMax));
  TRY(body.done());
  TRY(parts_.office.cases().give_back(call.token, id, line));
  return done(call.token);
}

Reply DeskApi::Core::undo_give_back(Call& call) {
  LET(const CaseId id, case_of(call));
  TRY(parts_.office.cases().undo_give_back(call.token, id));
  return done(call.token);
}

Reply DeskApi::Core::mark_read(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string text, body.word("newest"));
  LET(const RecordId newest, RecordId::from_text(text));
  TRY(body.done());
  TRY(parts_.office.cases().mark_read(call.token, id, newest));
  return done(call.token);
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
    const queue::BoardCase* entry = board.find(id);
    if (entry == nullptr) return;
    verdict = {};
    const auto rule = queue::contact_advice(parts_.pack, entry->derived.situation.facts, call.language).rule;
    if (rule == pack::ContactRule::kBlock) verdict = fail(Code::kDenied, "desk/api");
  }));
  return verdict;
}

Reply DeskApi::Core::hold_reply(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string text, body.text("text", envelope::kReplyBytesMax));
  if (text.size() > envelope::kReplyBytesMax) return fail(Code::kTooLarge, "desk/api");
  LET(const bool confirmed, body.flag("confirm_safe_contact"));
  LET(const std::string operation_text, body.word("operation_id"));
  LET(const RecordId operation, RecordId::from_text(operation_text));
  TRY(body.done());
  if (!confirmed) TRY(check_safe_contact(call, id));
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

Reply DeskApi::Core::raise(Call& call) { return move(call, Override::Direction::kRaised); }
Reply DeskApi::Core::lower(Call& call) { return move(call, Override::Direction::kLowered); }

Reply DeskApi::Core::move(Call& call, Override::Direction direction) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string reason, body.text("reason", kReasonCodePointsMax));
  TRY(body.done());
  TRY(parts_.office.cases().move(call.token, id, direction, reason));
  return done(call.token);
}

Reply DeskApi::Core::set_stage(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string name, body.word("stage"));
  LET(const std::optional<std::string> wakes_on, body.optional_word("wakes_on"));
  TRY(body.done());
  LET(const Stage stage, stage_from(name));
  std::optional<TimePoint> wakes_at;
  if (wakes_on.has_value()) {
    LET(const text::LocalTime local, text::local_time_from(*wakes_on));
    wakes_at = parts_.zone.to_utc(local);
  }
  if (stage == Stage::kAnonymised) return fail(Code::kInvalid, "desk/api");  // only retention anonymises
  TRY(parts_.office.cases().set_stage(call.token, id, stage, wakes_at));
  return done(call.token);
}

}  // namespace waymark::desk::api
