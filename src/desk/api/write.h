// Write: what several screens show, as the JSON of web/desk/openapi.json. Pure functions; texts in the reader's
// language. What one screen alone shows stands beside its calls.
#pragma once

#include <nlohmann/json.hpp>

#include "desk/casefile/views.h"
#include "desk/queue/placement.h"
#include "desk/queue/sentence.h"

namespace waymark::desk::api {

/// Who reads, when.
struct Reader {
  const queue::Speech& speech;
  const text::Zone& zone;
  std::string alias;
  TimePoint now;
};

/// "2026-11-22T15:24:00Z"
std::string utc(TimePoint time);
/// "2026-11-22"
std::string utc_day(std::uint32_t day);

/// What is not there is null.
nlohmann::json or_null(const std::optional<TimePoint>& time);
nlohmann::json or_null(const std::optional<std::string>& text);
nlohmann::json or_null(const std::string& text);
/// A case's name in the reader's language.
std::string name_in(const queue::Speech& speech, std::uint32_t code_name);

nlohmann::json write_me(const Me& me);
nlohmann::json write_enrolment(const Enrolment& enrolment);
/// Where a case stands in the list and why, and one of its clocks.
nlohmann::json write_placement(const queue::Derived& derived, const queue::Placement& placement, const Reader& reader);
nlohmann::json write_clock(const queue::Derived& derived, const queue::RunningClock& clock, const Reader& reader);
/// The day in court that is nearest and not acknowledged, else the nearest that has begun to count; null without one.
nlohmann::json write_court(const queue::Derived& derived, const Reader& reader);
nlohmann::json write_pack(const pack::Pack& pack, Language language);
nlohmann::json write_log_line(const LogLine& line, const queue::Speech& speech);
nlohmann::json write_health(const Health& health, const LogVerdict& log, TimePoint now);

}  // namespace waymark::desk::api
