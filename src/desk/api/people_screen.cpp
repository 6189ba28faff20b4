// The staff: the calls, what they read, what they show.
#include "desk/api/body.h"
#include "desk/api/core.h"
#include "desk/staff/roles.h"

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

Json moment(const std::optional<TimePoint>& time) { return time ? Json(utc(*time)) : Json(nullptr); }

/// @param load  nothing for those who may not see it: who is here and how much everybody has goes together
Json write_staff(const StaffRow& row, const std::optional<queue::Load>& load) {
  const char* state = row.state == StaffState::kActive      ? "active"
                      : row.state == StaffState::kInvited   ? "invited"
                      : row.state == StaffState::kContested ? "contested"
                                                            : "confirming";
  return {{"alias", row.alias},
          {"roles", row.roles},
          {"state", state},
          {"signed_in", row.signed_in ? Json(*row.signed_in) : Json(nullptr)},
          {"cases", load ? Json(load->open) : Json(nullptr)},
          {"owed", load ? Json(load->owed) : Json(nullptr)},
          {"soon", load ? Json(load->soon) : Json(nullptr)},
          {"nearest_at", load ? moment(load->nearest) : Json(nullptr)},
          {"answered_at", load ? moment(load->answered_at) : Json(nullptr)}};
}

Json write_watch(const queue::Watch& watch) {
  return {{"unowned_late", watch.unowned_late},
          {"unowned_soon", watch.unowned_soon},
          {"broken", watch.broken},
          {"came_hour", watch.came_hour},
          {"came_day", watch.came_day},
          {"answered_hour", watch.answered_hour},
          {"answered_day", watch.answered_day}};
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
  std::optional<queue::Watch> watch;
  if (has_oversight(me.roles))
    TRY(boards_.with(call.token, me,
                     [&](const queue::Board& board, std::uint64_t) { watch = board.watch(parts_.clock.now()); }));
  nlohmann::json staff = nlohmann::json::array();
  for (const StaffRow& row : rows)
    staff.push_back(write_staff(row, watch ? std::optional(watch->owners[row.alias]) : std::nullopt));
  return nlohmann::json{{"staff", std::move(staff)}, {"watch", watch ? write_watch(*watch) : nlohmann::json()}};
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
