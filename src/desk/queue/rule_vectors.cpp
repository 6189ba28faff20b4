#include "desk/queue/rule_vectors.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace waymark::desk::queue {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kWhere = "desk/rule_vectors";
constexpr std::string_view kFormat = "waymark rule vectors 1";

struct Vector {
  std::string name;
  TimePoint now;
  Situation situation;
  Json expect;
};

Result<std::string> text_at(const Json& object, const char* key) {
  if (!object.contains(key) || !object[key].is_string())
    return fail(Code::kMalformed, kWhere, std::string{"no text "} + key);
  return object[key].get<std::string>();
}

Result<TimePoint> time_at(const Json& object, const char* key, const text::Zone& zone) {
  LET(const std::string local, text_at(object, key));
  LET(const text::LocalTime time, text::local_time_from(local));
  return zone.to_utc(time);
}

Fact fact_of(const envelope::Answer& answer, TimePoint said_at) {
  Fact fact{.key = answer.question, .value = answer.code, .precision = answer.precision(), .said_at = said_at};
  for (const auto& [key, value] : answer.details)
    if (key != "precision") fact.attributes.emplace(key, value);
  return fact;
}

Result<Situation> situation_at(const Json& vector, const text::Zone& zone) {
  LET(const TimePoint received, time_at(vector, "received", zone));
  Situation situation{.received_at = received, .oldest_unread_at = received, .unread = 1, .last_message_at = received};
  if (!vector.contains("answers") || !vector["answers"].is_array()) return fail(Code::kMalformed, kWhere, "no answers");
  for (const Json& text : vector["answers"]) {
    if (!text.is_string()) return fail(Code::kMalformed, kWhere, "an answer is no text");
    LET(const envelope::Answer answer, envelope::parse_answer(text.get<std::string>()));
    situation.facts.push_back(fact_of(answer, received));
  }
  if (!vector.contains("replied")) return situation;
  LET(situation.first_reply_at, time_at(vector, "replied", zone));
  situation.last_reply_at = situation.first_reply_at;
  situation.unread = 0;
  situation.oldest_unread_at.reset();
  return situation;
}

Result<Vector> vector_from(const Json& json, const text::Zone& zone) {
  if (!json.is_object() || !json.contains("expect") || !json["expect"].is_object())
    return fail(Code::kMalformed, kWhere, "a vector without expect");
  Vector vector;
  LET(vector.name, text_at(json, "name"));
  LET(vector.now, time_at(json, "now", zone));
  LET(vector.situation, situation_at(json, zone));
  vector.expect = json["expect"];
  return vector;
}

Json time_or_null(const std::optional<TimePoint>& time, const text::Zone& zone) {
  if (!time.has_value()) return nullptr;
  return local_text(*time, zone);
}

std::string name_of_own(OwnClock own) {
  switch (own) {
    case OwnClock::kPromise: return "promise";
    case OwnClock::kSilence: return "silence";
    case OwnClock::kWake: return "wake";
    case OwnClock::kRaised: return "raised";
    case OwnClock::kNone: break;
  }
  return "none";
}

/// Everything that a vector may expect, as found.
Json found_in(const Derived& derived, const Placement& placement, const text::Zone& zone) {
  const RunningClock* clock = placement.clock.has_value() ? &derived.clocks[*placement.clock] : nullptr;
  return {{"section", name_of(placement.section)},
          {"band", name_of(placement.band)},
          {"danger", placement.danger},
          {"clock", clock == nullptr ? Json(nullptr) : Json(clock->kind)},
          {"own", name_of_own(placement.own)},
          {"latest_safe", time_or_null(clock == nullptr ? placement.due : latest_safe(derived, *clock), zone)},
          {"moment", clock == nullptr ? Json(nullptr) : time_or_null(clock->moment, zone)},
          {"silence", derived.silence.rule},
          {"silent", placement.silent_since.has_value()},
          {"clocks", derived.clocks.size()}};
}

/// A date alone is its 00:00.
Json whole_time(const std::string& what, const Json& expected) {
  constexpr std::size_t kDateAlone = 10;
  const bool is_time = what == "latest_safe" || what == "moment";
  if (!is_time || !expected.is_string() || expected.get_ref<const std::string&>().size() != kDateAlone) return expected;
  return expected.get<std::string>() + "T00:00";
}

void compare(const Vector& vector, const Json& found, VectorReport& report) {
  for (const auto& [what, expected] : vector.expect.items()) {
    const Json actual = found.contains(what) ? found[what] : Json("(no such expectation)");
    if (actual != whole_time(what, expected))
      report.misfits.push_back({vector.name, what, expected.dump(), actual.dump()});
  }
}

}  // namespace

std::string local_text(TimePoint time, const text::Zone& zone) {
  const text::LocalTime local = zone.to_local(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", static_cast<int>(local.day.year()),
                     static_cast<unsigned>(local.day.month()), static_cast<unsigned>(local.day.day()),
                     local.of_day.count() / 60, local.of_day.count() % 60);
}

Result<VectorReport> run_rule_vectors(const pack::Pack& pack, const text::Zone& zone, std::string_view json) {
  if (json.size() > kVectorsBytesMax) return fail(Code::kTooLarge, kWhere);
  const Json all = Json::parse(json, nullptr, false);
  if (!all.is_object() || !all.contains("vectors") || !all["vectors"].is_array())
    return fail(Code::kMalformed, kWhere, "no vectors");
  LET(const std::string format, text_at(all, "format"));
  if (format != kFormat) return fail(Code::kUnsupported, kWhere, "format");
  VectorReport report;
  for (const pack::Clock& clock : pack.clocks) report.untested.insert(clock.id);
  for (const pack::SilenceRule& rule : pack.silence) report.untested.insert("silence." + rule.id);
  for (const Json& one : all["vectors"]) {
    LET(const Vector vector, vector_from(one, zone));
    const Derived derived = derive(pack, vector.situation, zone);
    compare(vector, found_in(derived, place(derived, Present::at(vector.now, zone)), zone), report);
    for (const RunningClock& clock : derived.clocks) report.untested.erase(clock.kind);
    // A rule of silence is seen to work only where somebody was answered and the test says which rule counts.
    if (derived.situation.last_reply_at.has_value() && vector.expect.contains("silence"))
      report.untested.erase("silence." + derived.silence.rule);
    ++report.vectors;
  }
  return report;
}

}  // namespace waymark::desk::queue
