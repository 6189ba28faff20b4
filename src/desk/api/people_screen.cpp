// The staff: the calls, what they read, what they show.
#include "desk/api/body.h"
#include "desk/api/core.h"

namespace waymark::desk::api {

using Json = nlohmann::json;

namespace {

constexpr std::size_t kRolesMax = 8;
/// As office::Joining::accept says.
constexpr Seconds kInvitationLasts{7 * 86400};

Json write_departure(const Departure& departure) {
  return {{"alias", departure.alias},
          {"cases", departure.cases},
          {"cases_waiting", departure.cases_waiting},
          {"knew_signing_keys", departure.knew_reply_key || departure.knew_list_key},
          {"replaced_day_keys", departure.replaced_day_keys}};
}

Json write_staff(const StaffRow& row, std::size_t cases) {
  const char* state = row.state == StaffState::kActive      ? "active"
                      : row.state == StaffState::kInvited   ? "invited"
                      : row.state == StaffState::kContested ? "contested"
                                                            : "confirming";
  // Who is here and how much everybody has goes together: for oversight alone.
  const bool overseen = row.signed_in.has_value();
  return {{"alias", row.alias},
          {"roles", row.roles},
          {"state", state},
          {"signed_in", overseen ? Json(*row.signed_in) : Json(nullptr)},
          {"cases", overseen ? Json(cases) : Json(nullptr)}};
}

}  // namespace

void DeskApi::Core::add_people(http::Routes& routes) {
  const http::PathRule door{.body_bytes_max = kDoorBodyBytesMax};
  routes.on("GET", "/api/staff", handler(&Core::show_staff))
      .on("POST", "/api/staff/invite", handler(&Core::invite), door)
      .on("POST", "/api/staff/remove", handler(&Core::remove_person), door)
      .on("POST", "/api/staff/door-code", handler(&Core::make_door_code), door);
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
