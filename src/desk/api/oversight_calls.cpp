// Oversight: the access log, the health of what runs unattended, the staff.
#include <algorithm>

#include "desk/api/body.h"
#include "desk/api/core.h"

namespace waymark::desk::api {
namespace {

constexpr std::uint64_t kLinesMax = 200;
constexpr std::uint64_t kLinesUsual = 100;
constexpr std::uint64_t kSequenceMax = UINT64_MAX / 2;
constexpr std::size_t kRolesMax = 8;
/// As Office::accept_invitation says.
constexpr Seconds kInvitationLasts{7 * 86400};

}  // namespace

void DeskApi::Core::add_oversight(http::Routes& routes) {
  routes.on("GET", "/api/log", handler(&Core::show_log))
      .on("GET", "/api/health", handler(&Core::show_health))
      .on("GET", "/api/staff", handler(&Core::show_staff))
      .on("POST", "/api/staff/invite", handler(&Core::invite), {.body_bytes_max = kDoorBodyBytesMax})
      .on("POST", "/api/staff/remove", handler(&Core::remove_person), {.body_bytes_max = kDoorBodyBytesMax})
      .on("POST", "/api/staff/door-code", handler(&Core::make_door_code), {.body_bytes_max = kDoorBodyBytesMax});
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
  return write_health(health, verdict, parts_.clock.now());
}

Reply DeskApi::Core::show_staff(Call& call) {
  LET(const Me me, parts_.office.doors().me(call.token));
  LET(const std::vector<StaffRow> rows, parts_.office.people().staff(call.token));
  nlohmann::json staff = nlohmann::json::array();
  TRY(boards_.with(call.token, me, [&](const queue::Board& board, std::uint64_t) {
    std::map<std::string, std::size_t> load = board.load();
    for (const StaffRow& row : rows) staff.push_back(write_staff(row, load[row.alias]));
  }));
  return nlohmann::json{{"staff", std::move(staff)}};
}

Reply DeskApi::Core::invite(Call& call) {
  LET(Body body, Body::of(call.request));
  LET(const std::string alias, body.word("alias"));
  LET(const std::vector<std::string> roles, body.words("roles", kRolesMax));
  TRY(body.done());
  LET(const std::vector<Invitation> made, parts_.office.people().invite(call.token, {alias}, roles));
  if (made.size() != 1) return fail(Code::kStorage, "desk/api");
  return nlohmann::json{{"alias", made[0].alias},
                        {"invitation", made[0].code},
                        {"expires_at", utc(parts_.clock.now() + kInvitationLasts)}};
}

Reply DeskApi::Core::remove_person(Call& call) {
  LET(Body body, Body::of(call.request));
  LET(const std::string alias, body.word("alias"));
  LET(const std::optional<std::string> reason, body.optional_word("reason"));
  TRY(body.done());
  LET(const Departure departure, parts_.office.people().remove(call.token, alias, reason.value_or("")));
  boards_.drop_all();
  return write_departure(departure);
}

Reply DeskApi::Core::make_door_code(Call& call) {
  LET(Body body, Body::of(call.request));
  LET(const std::string alias, body.word("alias"));
  TRY(body.done());
  LET(const std::string code, parts_.office.people().make_door_code(call.token, alias));
  return nlohmann::json{{"alias", alias}, {"code", code}};
}

}  // namespace waymark::desk::api
