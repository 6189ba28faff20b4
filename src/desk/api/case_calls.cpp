// Case: opening one and everything that is done with it.
#include <algorithm>

#include "desk/api/body.h"
#include "desk/api/core.h"
#include "desk/queue/labels.h"

namespace waymark::desk::api {
namespace {

constexpr std::size_t kReplyCodePointsMax = 2'000;
constexpr std::size_t kAttributeKeyBytesMax = 40;
constexpr std::size_t kAttributeValueBytesMax = 60;

/// `[a-z][a-z0-9_]{0,39}`, as in answers (docs/spec/envelope.md).
bool is_name(std::string_view text) {
  if (text.empty() || text.size() > kAttributeKeyBytesMax || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// `[A-Za-z0-9_.:+-]{1,60}`
bool is_value(std::string_view text) {
  if (text.empty() || text.size() > kAttributeValueBytesMax) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_.:+-").contains(c);
  });
}

/// The code must be the pack's, or "unknown"; a date must be a date.
bool fits_pack(const pack::Pack& pack, const Fact& fact) {
  const pack::Question* question = pack.question(fact.key);
  if (question == nullptr || question->answers.empty()) return false;
  if (question->answer(fact.value) == nullptr && fact.value != "unknown") return false;
  const auto date = fact.attributes.find("date");
  if (date != fact.attributes.end() && !text::local_time_from(date->second).has_value()) return false;
  return std::all_of(fact.attributes.begin(), fact.attributes.end(),
                     [](const auto& one) { return is_name(one.first) && is_value(one.second); });
}

struct FactRequest {
  Fact fact;
  std::optional<std::string> supersedes;
};

Result<FactRequest> read_fact(Body& body) {
  FactRequest request;
  Fact& fact = request.fact;
  LET(fact.key, body.word("key"));
  LET(fact.value, body.word("value"));
  LET(fact.attributes, body.table("attributes"));
  LET(const std::optional<std::string> precision, body.optional_word("precision"));
  const bool has_date = fact.attributes.contains("date");
  LET(fact.precision, precision_from(precision.value_or(has_date ? "day" : "unknown")));
  LET(const std::optional<std::string> verification, body.optional_word("verification"));
  LET(fact.verification, verification_from(verification.value_or("unverified")));
  LET(request.supersedes, body.optional_word("supersedes"));
  TRY(body.done());
  return request;
}

/// The fact with this number in the list that the case view shows.
std::optional<Fact> numbered(const std::vector<Fact>& facts, std::string_view number) {
  for (std::size_t index = 0; index < facts.size(); ++index)
    if (std::to_string(index) == number) return facts[index];
  return std::nullopt;
}

}  // namespace

void DeskApi::Core::add_case(http::Routes& routes) {
  const http::PathRule with_body{.body_bytes_max = kBodyBytesMax};
  routes.on("GET", "/api/case/*", handler(&Core::open_case))
      .on("POST", "/api/case/*/take", handler(&Core::take), with_body)
      .on("POST", "/api/case/*/give-back", handler(&Core::give_back), with_body)
      .on("POST", "/api/case/*/read", handler(&Core::mark_read), with_body)
      .on("POST", "/api/case/*/note", handler(&Core::add_note), with_body)
      .on("POST", "/api/case/*/reply", handler(&Core::hold_reply), with_body)
      .on("POST", "/api/case/*/reply/*/undo", handler(&Core::undo_reply), with_body)
      .on("POST", "/api/case/*/raise", handler(&Core::raise), with_body)
      .on("POST", "/api/case/*/lower", handler(&Core::lower), with_body)
      .on("POST", "/api/case/*/fact", handler(&Core::set_fact), with_body)
      .on("POST", "/api/case/*/stage", handler(&Core::set_stage), with_body);
}

Reply DeskApi::Core::open_case(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(const Me me, parts_.office.me(call.token));
  LET(const CaseView view, parts_.office.open_case(call.token, id));
  const queue::Speech speech = speech_for(call.language, me.alias);
  return write_case(view, parts_.pack, Reader{speech, parts_.zone, me.alias, parts_.clock.now()});
}

Reply DeskApi::Core::take(Call& call) {
  LET(const CaseId id, case_of(call));
  TRY(parts_.office.take(call.token, id));
  return done(call.token);
}

Reply DeskApi::Core::give_back(Call& call) {
  LET(const CaseId id, case_of(call));
  TRY(parts_.office.give_back(call.token, id));
  return done(call.token);
}

Reply DeskApi::Core::mark_read(Call& call) {
  LET(const CaseId id, case_of(call));
  TRY(parts_.office.mark_read(call.token, id));
  return done(call.token);
}

Reply DeskApi::Core::add_note(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string text, body.text("text", kNoteCodePointsMax));
  TRY(body.done());
  LET(const RecordId note, parts_.office.add_note(call.token, id, text));
  LET(nlohmann::json json, done(call.token));
  json["message_id"] = note.text();
  return json;
}

Result<void> DeskApi::Core::check_safe_contact(const Call& call, const CaseId& id) {
  LET(const Me me, parts_.office.me(call.token));
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
  LET(const std::string text, body.text("text", kReplyCodePointsMax));
  LET(const bool confirmed, body.flag("confirm_safe_contact"));
  TRY(body.done());
  if (!confirmed) TRY(check_safe_contact(call, id));
  LET(const RecordId reply, parts_.office.hold_reply(call.token, id, text));
  LET(nlohmann::json json, done(call.token));
  json["message_id"] = reply.text();
  json["hold_until"] = utc(parts_.clock.now() + kReplyHold);
  return json;
}

Reply DeskApi::Core::undo_reply(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(const RecordId reply, RecordId::from_text(call.request.parts[1]));
  TRY(parts_.office.undo_reply(call.token, id, reply));
  return done(call.token);
}

Reply DeskApi::Core::raise(Call& call) { return move(call, Override::Direction::kRaised); }
Reply DeskApi::Core::lower(Call& call) { return move(call, Override::Direction::kLowered); }

Reply DeskApi::Core::move(Call& call, Override::Direction direction) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string reason, body.text("reason", kReasonCodePointsMax));
  TRY(body.done());
  TRY(parts_.office.move(call.token, id, direction, reason));
  return done(call.token);
}

Reply DeskApi::Core::set_fact(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(FactRequest wanted, read_fact(body));
  LET(const Me me, parts_.office.me(call.token));
  wanted.fact.said_by = Speaker::kStaff;
  wanted.fact.author = me.alias;
  wanted.fact.said_at = parts_.clock.now();
  if (!fits_pack(parts_.pack, wanted.fact)) return fail(Code::kInvalid, "desk/api");
  std::optional<Fact> replaced;
  if (wanted.supersedes.has_value()) {
    TRY(boards_.with(call.token, me, [&](const queue::Board& board, std::uint64_t) {
      if (const queue::BoardCase* entry = board.find(id))
        replaced = numbered(entry->derived.situation.facts, *wanted.supersedes);
    }));
    if (!replaced.has_value() || replaced->key != wanted.fact.key) return fail(Code::kInvalid, "desk/api");
  }
  // Another code in the place of a fact: the old code is written down as contradicted, so that its clocks stop.
  if (replaced.has_value() && replaced->value != wanted.fact.value) {
    Fact ended = wanted.fact;
    ended.value = replaced->value;
    ended.attributes = replaced->attributes;
    ended.precision = replaced->precision;
    ended.verification = Verification::kContradicted;
    TRY(parts_.office.set_fact(call.token, id, ended));
  }
  TRY(parts_.office.set_fact(call.token, id, wanted.fact));
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
  TRY(parts_.office.set_stage(call.token, id, stage, wakes_at));
  return done(call.token);
}

}  // namespace waymark::desk::api
