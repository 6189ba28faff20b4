// The docket: clocks by day. A file of it for a calendar is made by the page, where the office allows that.
#include "desk/api/body.h"
#include "desk/api/core.h"
#include "desk/queue/court.h"
#include "desk/queue/docket.h"

namespace waymark::desk::api {
namespace {

constexpr std::uint64_t kDaysMax = 62;
constexpr std::uint64_t kDaysUsual = 42;
/// More entries than anybody reads; the days are counted whole.
constexpr std::size_t kEntriesMax = 500;

using Json = nlohmann::json;

/// Midnight of a day "YYYY-MM-DD" on the zone's clock, and so many days later. @error kInvalid
Result<void> set_window(queue::DocketAsk& ask, const std::vector<http::FormField>& fields, std::uint64_t days,
                        const text::Zone& zone) {
  text::LocalTime from = zone.to_local(ask.now);
  if (const auto said = http::value_of(fields, "from")) {
    const auto day = text::local_time_from(*said);
    if (!day.has_value()) return fail(Code::kInvalid, "desk/api");
    from = *day;
  }
  from.of_day = std::chrono::minutes{0};
  ask.from = zone.to_utc(from);
  from.day = std::chrono::year_month_day{std::chrono::sys_days{from.day} + std::chrono::days{days}};
  ask.until = zone.to_utc(from);
  return {};
}

/// Only the words that it knows. @error kInvalid
Result<bool> is_on(const std::vector<http::FormField>& fields, std::string_view name, std::string_view on,
                   std::string_view off) {
  const std::string_view value = http::value_of(fields, name).value_or(off);
  if (value != on && value != off) return fail(Code::kInvalid, "desk/api");
  return value == on;
}

Json write_zone(const queue::RunningClock* clock) {
  if (clock == nullptr || clock->zone == nullptr) return nullptr;
  return {{"name", clock->zone->name()}, {"told", clock->zone_told}};
}

/// What cannot be undone, as it was said; null for what we owe ourselves.
Json write_date_label(const queue::DocketEntry& entry, const queue::RunningClock* clock, const Reader& reader) {
  if (clock == nullptr || !clock->fact.has_value()) return nullptr;
  return or_null(reader.speech.date_label(entry.of->derived.situation.facts[*clock->fact], reader.now));
}

/// Who does it, where that is not whoever leads the case.
Json write_doer(const queue::DocketEntry& entry, const queue::RunningClock* clock) {
  if (clock == nullptr || !clock->due.has_value()) return nullptr;
  const std::string& owner = entry.of->derived.situation.dues[*clock->due].owner;
  return owner.empty() ? Json(nullptr) : Json(owner);
}

/// Where the entry is a day in court that has begun to count.
Json write_court_of(const queue::DocketEntry& entry, const Reader& reader) {
  const queue::RunningClock* clock = entry.clock.has_value() ? &entry.of->derived.clocks[*entry.clock] : nullptr;
  if (clock == nullptr || !queue::is_court(clock->kind)) return nullptr;
  Json court = write_court(entry.of->derived, reader);
  return !court.is_null() && court["at"] == or_null(clock->moment) ? court : Json(nullptr);
}

Json write_entry(const queue::DocketEntry& entry, const Reader& reader) {
  const queue::Derived& derived = entry.of->derived;
  const queue::RunningClock* clock = entry.clock.has_value() ? &derived.clocks[*entry.clock] : nullptr;
  return {{"case_id", entry.of->id.text()},
          {"code_name", name_in(reader.speech, entry.of->code_name)},
          {"owner", or_null(derived.situation.owner)},
          {"mine", derived.situation.owner == reader.alias},
          {"doer", write_doer(entry, clock)},
          {"court", write_court_of(entry, reader)},
          {"kind", clock == nullptr ? std::string{queue::name_of(entry.own)} : clock->kind},
          {"label", clock == nullptr ? reader.speech.clock_label(entry.own) : reader.speech.clock_label(*clock)},
          {"begin_by", utc(entry.begin_by)},
          {"date", or_null(entry.date)},
          {"date_label", write_date_label(entry, clock, reader)},
          {"zone", write_zone(clock)}};
}

std::string label_of_kind(const std::string& kind, const queue::Speech& speech) {
  for (const auto own : {queue::OwnClock::kPromise, queue::OwnClock::kSilence, queue::OwnClock::kWake})
    if (queue::name_of(own) == kind) return speech.clock_label(own);
  return speech.clock_label(kind);
}

Json write_docket(const queue::Docket& docket, const Reader& reader) {
  Json entries = Json::array();
  for (const queue::DocketEntry& entry : docket.entries) entries.push_back(write_entry(entry, reader));
  Json kinds = Json::array();
  for (const auto& [kind, count] : docket.kinds)
    kinds.push_back({{"kind", kind}, {"label", label_of_kind(kind, reader.speech)}, {"count", count}});
  Json days = Json::array();
  for (const auto& [day, count] : docket.days)
    days.push_back({{"day", utc(TimePoint{day}).substr(0, 10)}, {"count", count}});
  return {{"now", utc(reader.now)},    {"entries", std::move(entries)}, {"total", docket.total},
          {"kinds", std::move(kinds)}, {"days", std::move(days)},       {"past", docket.past}};
}

}  // namespace

void DeskApi::Core::add_docket(http::Routes& routes) {
  routes.on("GET", "/api/docket", handler(&Core::show_docket))
      .on("POST", "/api/docket/calendar", handler(&Core::note_calendar), {.body_bytes_max = kBodyBytesMax});
}

Reply DeskApi::Core::show_docket(Call& call) {
  LET(const std::vector<http::FormField> fields, http::parse_form(call.request.query));
  LET(const std::uint64_t days, number_in_query(call.request, "days", 1, kDaysMax, kDaysUsual));
  LET(const Me me, parts_.office.doors().me(call.token));
  queue::DocketAsk ask{.reader = me.alias, .sight = sight_of(me), .now = parts_.clock.now(), .limit = kEntriesMax};
  TRY(set_window(ask, fields, days, parts_.zone));
  LET(ask.by_date, is_on(fields, "by", "date", "begin"));
  LET(ask.mine, is_on(fields, "mine", "yes", "no"));
  ask.kind = http::value_of(fields, "kind").value_or("");
  const queue::Speech speech = speech_for(call, me.alias);
  const Reader reader{speech, parts_.zone, me.alias, ask.now};
  Json json;
  TRY(boards_.with(call.token, me, [&](const queue::Board& board, std::uint64_t counter) {
    json = write_docket(queue::docket(board, ask, parts_.zone), reader);
    json["counter"] = counter;
  }));
  json["calendar"] = options_.calendar_file;
  return json;
}

Reply DeskApi::Core::note_calendar(Call& call) {
  if (!options_.calendar_file) return fail(Code::kDenied, "desk/api");
  TRY(parts_.office.oversight().note_taken_out(call.token, office::TakenOut::kCalendar));
  return done(call.token);
}

}  // namespace waymark::desk::api
