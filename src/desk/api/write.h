// Write: values of the office as the JSON of web/desk/openapi.json. Pure functions; texts in the reader's language.
#pragma once

#include <nlohmann/json.hpp>

#include "desk/casefile/views.h"
#include "desk/queue/board.h"
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

nlohmann::json write_me(const Me& me);
nlohmann::json write_enrolment(const Enrolment& enrolment);
nlohmann::json write_departure(const Departure& departure);
/// `first_words` is null: the office has them, see Office::first_words.
nlohmann::json write_row(const queue::BoardRow& row, const Reader& reader);
/// A case that somebody else leads: who, and how long is left; nothing that the person has told, nor when.
nlohmann::json write_untold_row(const queue::BoardRow& row, const Reader& reader);
nlohmann::json write_page(const queue::Page& page, const Reader& reader);
nlohmann::json write_case(const CaseView& view, const pack::Pack& pack, const Reader& reader);
nlohmann::json write_standing(const CaseStanding& standing);
nlohmann::json write_pack(const pack::Pack& pack, Language language);
nlohmann::json write_log_line(const LogLine& line, const queue::Speech& speech);
nlohmann::json write_health(const Health& health, const LogVerdict& log, TimePoint now);
nlohmann::json write_staff(const StaffRow& row, std::size_t cases);

}  // namespace waymark::desk::api
