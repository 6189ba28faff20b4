// The log and the health of what runs unattended: the calls, and what they show.
#include <algorithm>
#include <array>

#include "desk/api/body.h"
#include "desk/api/core.h"

namespace waymark::desk::api {

using Json = nlohmann::json;

namespace {

constexpr std::uint64_t kLinesMax = 200;
constexpr std::uint64_t kLinesUsual = 100;
constexpr std::uint64_t kSequenceMax = UINT64_MAX / 2;
/// Up to here a warning, as in `waymark doctor`: a coordinator still has two weeks to sign in.
constexpr std::int64_t kDayListsWarnDays = 14;
constexpr std::int64_t kRosterComfortableDays = 14;
/// The renewal of the roster replaces them before, when it comes in time.
constexpr std::int64_t kSigningKeysComfortableDays = 14;

Json write_relay(const Health& health) {
  const char* state = health.relay_reachable ? "ok" : health.last_pull.has_value() ? "bad" : "unknown";
  return {{"state", state},
          {"error", or_null(health.relay_error)},
          {"waiting", health.relay_reachable ? Json(health.waiting_at_relay) : Json(nullptr)},
          {"clock_skew_s", health.clock_skew_s}};
}

/// One that breaks its word is bad, whether it answers or not.
Json write_relays(const Health& health) {
  constexpr std::array kSecond{"none", "well", "unreachable", "not_in_roster", "other_key"};
  Json relays = Json::array();
  for (const RelayHealth& relay : health.relays) {
    const bool bad = relay.broken_words > 0 || relay.repeats || !relay.error.empty();
    const bool warn = relay.keys > 1 || relay.second > 1;
    const char* state = bad ? "bad" : !relay.reachable ? "unknown" : warn ? "warn" : "ok";
    relays.push_back({{"name", relay.name},
                      {"state", state},
                      {"answers", relay.reachable},
                      {"error", or_null(relay.error)},
                      {"waiting", relay.reachable ? Json(relay.waiting) : Json(nullptr)},
                      {"last_pull_at", or_null(relay.last_pull)},
                      {"broken_words", relay.broken_words},
                      {"repeats", relay.repeats},
                      {"replaced", relay.keys > 1},
                      {"second", kSecond[std::min<std::size_t>(relay.second, kSecond.size() - 1)]},
                      {"not_copied", relay.not_copied}});
  }
  return relays;
}

Json write_day_keys(const Health& health, TimePoint now) {
  if (!health.lists_until_day.has_value()) return {{"state", "bad"}, {"newest_day", nullptr}, {"days_left", nullptr}};
  const std::int64_t left = std::int64_t{*health.lists_until_day} - std::int64_t{unix_day(now)};
  const char* state = left > kDayListsWarnDays ? "ok" : left >= 0 ? "warn" : "bad";
  return {{"state", state}, {"newest_day", utc_day(*health.lists_until_day)}, {"days_left", left}};
}

/// Replies go out in each of these states, so none is bad.
Json write_tokens(const TokenStock& stock) {
  constexpr std::array kWhy{"well", "low", "used_up", "not_made", "at_no_relay", "old_relay"};
  const char* state = stock.state == TokenState::kWell      ? "ok"
                      : stock.state == TokenState::kNotMade ? "unknown"
                                                            : "warn";
  return {{"state", state}, {"why", kWhy[static_cast<std::size_t>(stock.state)]}, {"replies_left", stock.replies_left}};
}

}  // namespace

Json write_log_line(const LogLine& line, const queue::Speech& speech) {
  // Where the case was somebody else's, the sentence says whose.
  const std::string key = "log." + line.what + (line.from.empty() ? "" : ".from");
  const bool known = speech.catalogue().has(speech.language(), key);
  const std::string text = known ? speech.catalogue().text(speech.language(), key,
                                                           {{"from", line.from}, {"count", std::to_string(line.times)}})
                                 : speech.catalogue().text(speech.language(), "log.other", {{"what", line.what}});
  return {{"sequence", line.sequence},
          {"at", utc(line.at)},
          {"who", line.who},
          {"what", line.what},
          {"text", text},
          {"case_id", line.case_id.has_value() ? Json(line.case_id->text()) : Json(nullptr)},
          {"code_name", line.code_name.has_value() ? Json(name_in(speech, *line.code_name)) : Json(nullptr)},
          {"reason", or_null(line.why)}};
}

Json write_pack_state(const std::optional<pack::PackRefusal>& refused) {
  if (!refused.has_value()) return {{"state", "ok"}, {"place", ""}, {"about", ""}};
  return {{"state", "bad"}, {"place", refused->place}, {"about", refused->about}};
}

Json write_health(const Health& health, const LogVerdict& log, TimePoint now) {
  Json refused = Json::array();
  for (const auto& [code, count] : health.refused) refused.push_back({{"code", code}, {"count", count}});
  const std::int64_t left = health.roster_days_left;
  const char* roster = left >= kRosterComfortableDays ? "ok" : left >= 0 ? "warn" : "bad";
  const std::int64_t keys_left = health.signing_key_days_left;
  const char* keys = keys_left >= kSigningKeysComfortableDays ? "ok" : keys_left >= 0 ? "warn" : "bad";
  return {{"now", utc(now)},
          {"relay", write_relay(health)},
          {"relays", write_relays(health)},
          {"last_pull_at", or_null(health.last_pull)},
          {"refused", std::move(refused)},
          {"day_keys", write_day_keys(health, now)},
          {"roster", {{"state", roster}, {"days_left", left}}},
          {"signing_keys", {{"state", keys}, {"days_left", keys_left}}},
          {"stale_cases", health.stale_cases},
          {"unopened", health.unopened},
          {"unopened_max", health.unopened_max},
          {"redated", health.redated},
          {"replies_waiting", health.replies_waiting},
          {"log_verified", log.intact}};
}

void DeskApi::Core::add_log(http::Routes& routes) {
  routes.on("GET", "/api/log", handler(&Core::show_log))
      .on("GET", "/api/health", handler(&Core::show_health))
      .on("POST", "/api/case/*/print", handler(&Core::note_print), {.body_bytes_max = kBodyBytesMax});
}

Reply DeskApi::Core::show_log(Call& call) {
  LET(const std::uint64_t before, number_in_query(call.request, "before", 0, kSequenceMax, 0));
  LET(const std::uint64_t limit, number_in_query(call.request, "limit", 1, kLinesMax, kLinesUsual));
  LET(const std::vector<LogLine> lines,
      parts_.office.oversight().access_log(call.token, before, static_cast<unsigned>(limit)));
  LET(const LogVerdict verdict, parts_.office.oversight().verify_log());
  const queue::Speech speech = speech_for(call, "");
  nlohmann::json json = {{"lines", nlohmann::json::array()}, {"verified", verdict.intact}, {"next_before", nullptr}};
  for (const LogLine& line : lines) json["lines"].push_back(write_log_line(line, speech));
  if (lines.size() == limit && lines.back().sequence > 1) json["next_before"] = lines.back().sequence;
  return json;
}

Reply DeskApi::Core::show_health(Call& call) {
  LET(const Health health, parts_.office.oversight().health(call.token));
  LET(const LogVerdict verdict, parts_.office.oversight().verify_log());
  Json shown = write_health(health, verdict, parts_.clock.now());
  shown["pack"] = write_pack_state(parts_.pack_refused);
  LET(const TokenStock tokens, parts_.office.oversight().tokens(call.token));
  shown["tokens"] = write_tokens(tokens);
  return shown;
}

Reply DeskApi::Core::note_print(Call& call) {
  LET(const CaseId id, case_of(call));
  TRY(parts_.office.oversight().note_taken_out(call.token, office::TakenOut::kPrint, &id));
  return done(call.token);
}

}  // namespace waymark::desk::api
