// The end of a case: waiting, closing with a last message, setting aside, outcomes, merging.
#include <algorithm>

#include "desk/api/body.h"
#include "desk/api/core.h"
#include "desk/api/item_date.h"
#include "desk/api/write.h"
#include "envelope/reply.h"

namespace waymark::desk::api {
namespace {

constexpr std::string_view kWhere = "desk/api";
constexpr std::size_t kOutcomesAtOnceMax = 8;
/// Nobody waits longer than two years for one thing.
constexpr Seconds kWaitMax{2 * 366 * 86'400};

/// The code must be the pack's; the day a day that has come.
Result<Outcome> outcome_from(const pack::Pack& pack, const text::Zone& zone, TimePoint now, std::string_view code,
                             std::string_view date, std::string_view evidence) {
  Outcome outcome{.code = std::string(code), .date = std::string(date)};
  if (std::ranges::find(pack.outcomes, code) == pack.outcomes.end()) return fail(Code::kInvalid, kWhere, "outcome");
  const auto local = text::local_time_from(date);
  if (!local.has_value() || date.size() != 10) return fail(Code::kInvalid, kWhere, "date");
  if (local->day > zone.to_local(now).day) return fail(Code::kInvalid, kWhere, "lies ahead");
  LET(outcome.evidence, evidence_from(evidence));
  return outcome;
}

Result<Outcome> outcome_in(Body& body, const DeskApiParts& parts) {
  LET(const std::string code, body.word("code"));
  LET(const std::string date, body.word("date"));
  LET(const std::string evidence, body.word("evidence"));
  return outcome_from(parts.pack, parts.zone, parts.clock.now(), code, date, evidence);
}

/// "code date evidence" for each.
Result<std::vector<Outcome>> outcomes_in(Body& body, const DeskApiParts& parts) {
  LET(const std::vector<std::string> lines, body.optional_words("outcomes", kOutcomesAtOnceMax));
  std::vector<Outcome> outcomes;
  for (const std::string& line : lines) {
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first == std::string::npos ? first : first + 1);
    if (second == std::string::npos) return fail(Code::kInvalid, kWhere, "outcome");
    LET(Outcome one, outcome_from(parts.pack, parts.zone, parts.clock.now(), line.substr(0, first),
                                  line.substr(first + 1, second - first - 1), line.substr(second + 1)));
    outcomes.push_back(std::move(one));
  }
  return outcomes;
}

/// "YYYY-MM-DD mine text" or "YYYY-MM-DD nobody text".
Result<TaskToSet> task_from(std::string_view line, const DeskApiParts& parts) {
  const std::size_t first = line.find(' ');
  const std::size_t second = line.find(' ', first == std::string::npos ? first : first + 1);
  if (second == std::string::npos) return fail(Code::kInvalid, kWhere, "task");
  const std::string_view owner = line.substr(first + 1, second - first - 1);
  if (owner != "mine" && owner != "nobody") return fail(Code::kInvalid, kWhere, "task");
  TaskToSet task{.text = std::string(line.substr(second + 1)), .mine = owner == "mine"};
  const TimePoint now = parts.clock.now();
  LET(task.due, date_from(line.substr(0, first), ItemKind::kTask, parts.zone, now));
  if (parts.zone.to_local(task.due.at).day < parts.zone.to_local(now).day)
    return fail(Code::kInvalid, kWhere, "lies behind");
  return task;
}

Result<std::vector<TaskToSet>> tasks_in(Body& body, const DeskApiParts& parts) {
  LET(const std::vector<std::string> lines, body.optional_words("tasks", kTasksToSetMax));
  std::vector<TaskToSet> tasks;
  for (const std::string& line : lines) {
    LET(TaskToSet task, task_from(line, parts));
    tasks.push_back(std::move(task));
  }
  return tasks;
}

/// How many unread texts the row showed that is set aside unopened; nothing: not looked at.
Result<std::optional<unsigned>> unread_in(Body& body) {
  constexpr std::uint64_t kUnreadMax = 1'000'000;
  LET(const std::optional<std::uint64_t> unread, body.optional_number("unread", kUnreadMax));
  return unread ? std::optional{static_cast<unsigned>(*unread)} : std::optional<unsigned>{};
}

/// The message of an act, while it can be undone.
void put_reply(nlohmann::json& json, const Ended& ended) {
  json["message_id"] = ended.reply ? nlohmann::json(ended.reply->record.text()) : nlohmann::json();
  json["hold_until"] = ended.reply ? nlohmann::json(utc(ended.reply->hold_until)) : nlohmann::json();
}

Result<RecordId> act_in(Body& body) {
  LET(const std::string text, body.word("operation_id"));
  return RecordId::from_text(text);
}

}  // namespace

void DeskApi::Core::add_ends(http::Routes& routes) {
  const http::PathRule with_body{.body_bytes_max = kBodyBytesMax};
  routes.on("POST", "/api/case/*/close", handler(&Core::close_case), with_body)
      .on("POST", "/api/case/*/wait", handler(&Core::wait_for), with_body)
      .on("POST", "/api/case/*/aside", handler(&Core::set_aside), with_body)
      .on("POST", "/api/case/*/reopen", handler(&Core::reopen), with_body)
      .on("POST", "/api/case/*/end/undo", handler(&Core::undo_end), with_body)
      .on("POST", "/api/case/*/outcome", handler(&Core::add_outcome), with_body)
      .on("POST", "/api/case/*/outcome/*/drop", handler(&Core::drop_outcome), with_body)
      .on("POST", "/api/case/*/merge", handler(&Core::merge), with_body)
      .on("POST", "/api/case/*/unmerge", handler(&Core::unmerge), with_body);
}

Reply DeskApi::Core::close_case(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  Closing closing;
  LET(closing.outcomes, outcomes_in(body, parts_));
  LET(const std::string words, body.optional_text("text", envelope::kReplyBytesMax));
  LET(const std::optional<std::string> side, body.optional_word("side"));
  if (side.has_value()) {
    LET(closing.side, side_from(*side));
  }
  LET(const std::optional<std::string> newest, body.optional_word("newest"));
  if (newest.has_value()) {
    LET(closing.newest, RecordId::from_text(*newest));
  }
  LET(closing.seen, seen_in(body));
  LET(const Ticks ticks, ticks_in(body));
  LET(const RecordId act, act_in(body));
  TRY(body.done());
  closing.last_words = words;
  TRY(check_ticks(call, id, words, ticks));
  auto closed = parts_.office.ends().close(call.token, id, closing, act);
  if (!closed.has_value()) TRY(unless_changed(call, id, closing.seen, Result<void>(std::unexpected(closed.error()))));
  const Ended& ended = *closed;
  LET(nlohmann::json json, done(call.token));
  put_reply(json, ended);
  return json;
}

Reply DeskApi::Core::wait_for(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string name, body.word("stage"));
  Waiting waiting;
  LET(waiting.stage, stage_from(name));
  LET(const std::optional<std::string> until, body.optional_word("until"));
  LET(const std::string words, body.optional_text("text", envelope::kReplyBytesMax));
  LET(const Ticks ticks, ticks_in(body));
  LET(const RecordId act, act_in(body));
  LET(waiting.seen, seen_in(body));
  LET(waiting.tasks, tasks_in(body, parts_));
  TRY(body.done());
  std::optional<TimePoint>& moment = waiting.until;
  if (until.has_value()) {
    LET(const text::LocalTime local, text::local_time_from(*until));
    // A day without an hour begins in the morning, when somebody is there to look.
    constexpr std::chrono::minutes kMorning{9 * 60};
    moment = parts_.zone.to_utc(until->size() == 10 ? text::LocalTime{local.day, kMorning} : local);
    if (*moment > parts_.clock.now() + kWaitMax) return fail(Code::kInvalid, kWhere, "too far");
  }
  waiting.words = words;
  TRY(check_ticks(call, id, words, ticks));
  auto ended = parts_.office.ends().wait(call.token, id, waiting, act);
  if (!ended.has_value()) TRY(unless_changed(call, id, waiting.seen, Result<void>(std::unexpected(ended.error()))));
  LET(nlohmann::json json, done(call.token));
  put_reply(json, *ended);
  return json;
}

Reply DeskApi::Core::set_aside(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string name, body.word("as"));
  LET(const Junk junk, junk_from(name));
  LET(const RecordId act, act_in(body));
  LET(const Seen seen, seen_in(body));
  LET(const std::optional<unsigned> unread, unread_in(body));
  TRY(body.done());
  TRY(unless_changed(call, id, seen, parts_.office.ends().set_aside(call.token, id, junk, act, seen, unread)));
  return done(call.token);
}

Reply DeskApi::Core::reopen(Call& call) {
  LET(const CaseId id, case_of(call));
  TRY(parts_.office.ends().reopen(call.token, id));
  return done(call.token);
}

Reply DeskApi::Core::undo_end(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const RecordId act, act_in(body));
  TRY(body.done());
  TRY(parts_.office.ends().undo(call.token, id, act));
  return done(call.token);
}

Reply DeskApi::Core::add_outcome(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const Outcome outcome, outcome_in(body, parts_));
  LET(const RecordId operation, act_in(body));
  TRY(body.done());
  LET(const RecordId record, parts_.office.ends().add_outcome(call.token, id, outcome, operation));
  LET(nlohmann::json json, done(call.token));
  json["message_id"] = record.text();
  return json;
}

Reply DeskApi::Core::drop_outcome(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(const RecordId outcome, RecordId::from_text(call.request.parts[1]));
  TRY(parts_.office.ends().drop_outcome(call.token, id, outcome));
  return done(call.token);
}

Reply DeskApi::Core::merge(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string name, body.word("into"));
  LET(const CaseId into, CaseId::from_text(name));
  LET(const RecordId act, act_in(body));
  LET(const Seen seen, seen_in(body));
  TRY(body.done());
  TRY(unless_changed(call, id, seen, parts_.office.ends().merge(call.token, id, into, act, seen)));
  return done(call.token);
}

Reply DeskApi::Core::unmerge(Call& call) {
  LET(const CaseId id, case_of(call));
  TRY(parts_.office.ends().unmerge(call.token, id));
  return done(call.token);
}

}  // namespace waymark::desk::api
