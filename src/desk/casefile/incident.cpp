#include "desk/casefile/incident.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "desk/casefile/stat_row.h"
#include "desk/keyring/sealed_row.h"
#include "text/zone.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/incident";
using nlohmann::json;

constexpr std::array<std::string_view, 7> kKinds{"raid", "blocked", "outage", "impostor", "threat", "leak", "other"};

RowPlace place_of(const RecordId& id, std::uint32_t version) {
  return {.table = SealedTable::kIncident, .owner = id.bytes, .version = version};
}

std::string write(const Incident& incident) {
  json out{{"kind", name_of(incident.kind)},
           {"date", incident.date},
           {"text", incident.text},
           {"by", incident.by},
           {"at", incident.at.time_since_epoch().count()}};
  if (!incident.place.empty()) out["place"] = incident.place;
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// What is left of one that was taken back.
constexpr std::string_view kDropped = "{}";

Result<Incident> read(const RecordId& id, std::string_view text) {
  const json in = json::parse(text, nullptr, false);
  if (!in.is_object()) return fail(Code::kMalformed, kWhere);
  const auto word = [&in](const char* key) {
    const auto found = in.find(key);
    return found != in.end() && found->is_string() ? found->get<std::string>() : std::string{};
  };
  Incident one{.id = id, .date = word("date"), .place = word("place"), .text = word("text"), .by = word("by")};
  LET(one.kind, incident_kind_from(word("kind")));
  const auto at = in.find("at");
  if (at == in.end() || !at->is_number_integer()) return fail(Code::kMalformed, kWhere);
  one.at = TimePoint{Seconds{at->get<std::int64_t>()}};
  TRY(check_incident(one));
  return one;
}

std::uint32_t day_of(const std::string& date) {
  const auto local = text::local_time_from(date);
  if (!local.has_value()) return 0;
  const auto days = std::chrono::sys_days{local->day}.time_since_epoch().count();
  return days < 0 ? 0 : static_cast<std::uint32_t>(days);
}

/// It counts on the day on which it happened, and stands for nobody.
StatRow stat_row_of(const Incident& incident, std::string kind, std::uint32_t day, std::string zone) {
  StatRow row{.kind = std::move(kind), .day = day, .received_day = day, .subject = incident.id.text()};
  row.zone = std::move(zone);
  row.code = name_of(incident.kind);
  row.date = incident.date;
  row.act = incident.id.text();
  return row;
}

}  // namespace

std::string_view name_of(IncidentKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

Result<IncidentKind> incident_kind_from(std::string_view name) {
  const auto* const found = std::ranges::find(kKinds, name);
  if (found == kKinds.end()) return fail(Code::kMalformed, kWhere);
  return static_cast<IncidentKind>(found - kKinds.begin());
}

Result<void> check_incident(const Incident& incident) {
  if (incident.date.size() != 10 || !text::local_time_from(incident.date).has_value())
    return fail(Code::kInvalid, kWhere, "date");
  const auto letters = count_code_points(incident.text);
  if (!letters || *letters == 0) return fail(Code::kInvalid, kWhere, "text");
  if (*letters > kIncidentTextMax) return fail(Code::kTooLarge, kWhere, "text");
  const auto place = count_code_points(incident.place);
  if (!place) return fail(Code::kInvalid, kWhere, "place");
  return *place > kIncidentPlaceMax ? fail(Code::kTooLarge, kWhere, "place") : Result<void>{};
}

Result<bool> put_incident(store::Connection& store, const KeyRing& keys, const Incident& incident,
                          const StatCalendar& calendar, crypto::Random& random) {
  const CompartmentKey* key = keys.newest(Compartment::kFirstLine);
  if (key == nullptr) return fail(Code::kDenied, kWhere);
  LET(const std::int64_t known, store.number("SELECT count(*) FROM incident WHERE id = ?", incident.id.view()));
  if (known > 0) return false;
  LET(const std::int64_t count, store.number("SELECT count(*) FROM incident"));
  if (count >= static_cast<std::int64_t>(kIncidentsMax)) return fail(Code::kFull, kWhere);
  const Bytes sealed = seal_row(key->agenda_key(), place_of(incident.id, key->version()), write(incident), random);
  TRY(store.execute("INSERT INTO incident VALUES (?, ?, ?, ?)", incident.id.view(), name_of(key->name()),
                    key->version(), sealed));
  TRY(put_stat_row(store, keys, stat_row_of(incident, "incident", day_of(incident.date), calendar.zone_at(incident.at)),
                   random));
  return true;
}

Result<std::vector<Incident>> read_incidents(store::Connection& store, const KeyRing& keys) {
  LET(store::Rows rows, store.query("SELECT id, compartment, version, blob FROM incident"));
  std::vector<Incident> all;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) break;
    LET(const RecordId id, RecordId::from_bytes(rows.blob(0)));
    LET(const Compartment compartment, compartment_from(rows.text(1)));
    const auto version = static_cast<std::uint32_t>(rows.integer(2));
    const CompartmentKey* key = keys.find(compartment, version);
    if (key == nullptr) continue;
    LET(const std::string text, open_row(key->agenda_key(), place_of(id, version), rows.blob(3)));
    if (text == kDropped) continue;
    LET(Incident one, read(id, text));
    all.push_back(std::move(one));
  }
  std::ranges::sort(all, [](const Incident& a, const Incident& b) {
    return std::tie(b.date, b.at, b.id) < std::tie(a.date, a.at, a.id);
  });
  return all;
}

Result<void> drop_incident(store::Connection& store, const KeyRing& keys, const Incident& incident,
                           const StatCalendar& calendar, TimePoint now, crypto::Random& random) {
  const CompartmentKey* key = keys.newest(Compartment::kFirstLine);
  if (key == nullptr) return fail(Code::kDenied, kWhere);
  LET(const std::int64_t known, store.number("SELECT count(*) FROM incident WHERE id = ?", incident.id.view()));
  if (known == 0) return fail(Code::kNotFound, kWhere);
  const Bytes sealed = seal_row(key->agenda_key(), place_of(incident.id, key->version()), kDropped, random);
  TRY(store.execute("UPDATE incident SET compartment = ?, version = ?, blob = ? WHERE id = ?", name_of(key->name()),
                    key->version(), sealed, incident.id.view()));
  return put_stat_row(store, keys, stat_row_of(incident, "undone", calendar.day_at(now), calendar.zone_at(now)),
                      random);
}

}  // namespace waymark::desk
