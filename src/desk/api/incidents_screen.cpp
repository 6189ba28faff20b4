// Incidents: what happened to many at once, as the page shows and writes it.
#include "desk/api/body.h"
#include "desk/api/core.h"
#include "desk/api/write.h"

namespace waymark::desk::api {
namespace {

using Json = nlohmann::json;
constexpr std::string_view kWhere = "desk/api";
constexpr std::size_t kShownMax = 500;

Result<Incident> read_incident(Body& body, const DeskApiParts& parts) {
  Incident incident;
  LET(const std::string id, body.word("operation_id"));
  LET(incident.id, RecordId::from_text(id));
  LET(const std::string kind, body.word("kind"));
  LET(incident.kind, incident_kind_from(kind));
  LET(incident.date, body.word("date"));
  LET(incident.place, body.optional_text("place", kIncidentPlaceMax));
  LET(incident.text, body.text("text", kIncidentTextMax));
  const auto local = text::local_time_from(incident.date);
  if (!local.has_value() || incident.date.size() != 10) return fail(Code::kInvalid, kWhere, "date");
  if (local->day > parts.zone.to_local(parts.clock.now()).day) return fail(Code::kInvalid, kWhere, "lies ahead");
  return incident;
}

}  // namespace

void DeskApi::Core::add_incidents(http::Routes& routes) {
  const http::PathRule with_body{.body_bytes_max = kBodyBytesMax};
  routes.on("GET", "/api/incidents", handler(&Core::show_incidents))
      .on("POST", "/api/incidents", handler(&Core::put_incident), with_body)
      .on("POST", "/api/incidents/*/drop", handler(&Core::drop_incident), with_body);
}

Reply DeskApi::Core::show_incidents(Call& call) {
  LET(const std::vector<Incident> all, parts_.office.incidents().all(call.token));
  LET(const Me me, parts_.office.doors().me(call.token));
  const bool lead = sight_of(me) == queue::Sight::kEverybodys;
  Json shown = Json::array();
  for (const Incident& one : all) {
    if (shown.size() == kShownMax) break;
    shown.push_back({{"id", one.id.text()},
                     {"kind", name_of(one.kind)},
                     {"date", one.date},
                     {"place", or_null(one.place)},
                     {"text", one.text},
                     {"by", one.by},
                     {"at", utc(one.at)},
                     {"may_drop", lead || one.by == me.alias}});
  }
  return Json{{"incidents", std::move(shown)}, {"total", all.size()}};
}

Reply DeskApi::Core::put_incident(Call& call) {
  LET(Body body, Body::of(call.request));
  LET(Incident incident, read_incident(body, parts_));
  TRY(body.done());
  TRY(parts_.office.incidents().put(call.token, std::move(incident)));
  return done(call.token);
}

Reply DeskApi::Core::drop_incident(Call& call) {
  LET(const RecordId id, RecordId::from_text(call.request.parts[0]));
  TRY(parts_.office.incidents().drop(call.token, id));
  return done(call.token);
}

}  // namespace waymark::desk::api
