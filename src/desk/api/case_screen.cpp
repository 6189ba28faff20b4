// Case: opening one, and whose it is; its facts are in case_facts.cpp, what is written in case_texts.cpp.
#include "desk/api/body.h"
#include "desk/api/case_json.h"
#include "desk/api/core.h"

namespace waymark::desk::api {

void DeskApi::Core::add_case(http::Routes& routes) {
  const http::PathRule with_body{.body_bytes_max = kBodyBytesMax};
  routes.on("GET", "/api/case/*", handler(&Core::open_case))
      .on("POST", "/api/case/*/take", handler(&Core::take), with_body)
      .on("POST", "/api/case/*/give-back", handler(&Core::give_back), with_body)
      .on("POST", "/api/case/*/give-back/undo", handler(&Core::undo_give_back), with_body)
      .on("POST", "/api/case/*/read", handler(&Core::mark_read), with_body)
      .on("POST", "/api/case/*/raise", handler(&Core::raise), with_body)
      .on("POST", "/api/case/*/lower", handler(&Core::lower), with_body);
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

Reply DeskApi::Core::raise(Call& call) { return move(call, Override::Direction::kRaised); }
Reply DeskApi::Core::lower(Call& call) { return move(call, Override::Direction::kLowered); }

Reply DeskApi::Core::move(Call& call, Override::Direction direction) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string reason, body.text("reason", kReasonCodePointsMax));
  LET(const std::optional<std::string> until, body.optional_word("to"));
  LET(const Seen seen, seen_in(body));
  TRY(body.done());
  std::optional<TimePoint> to;
  if (until.has_value()) {
    LET(const text::LocalTime local, text::local_time_from(*until));
    if (until->size() == 10) return fail(Code::kInvalid, "desk/api", "an hour is needed");
    to = parts_.zone.to_utc(local);
  }
  TRY(unless_changed(call, id, seen, parts_.office.cases().move(call.token, id, direction, reason, to, seen)));
  return done(call.token);
}

}  // namespace waymark::desk::api
