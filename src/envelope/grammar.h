// Grammar: what dates, years, days and countries a requester's page takes and the desk files, from one file.
//
// grammar.json beside this is compiled in here and built into the pages (web/shared/protocol/grammar.ts), so that
// neither side can accept what the other does not. Library envelope_message.
// @source docs/spec/envelope.md "Fields"
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"

namespace waymark::envelope {

struct Country {
  std::string_view code;                ///< ISO 3166-1, two capitals
  std::vector<std::string_view> names;  ///< Russian, Ukrainian, English; then other ways to write it
};

struct Grammar {
  int year_first;  ///< years a date may have, both inclusive
  int year_last;
  int short_year_below;  ///< a typed year below this means one of this century
  int short_year_add;
  std::uint32_t days_max;  ///< "in how many days", "how many days ago"
  /// Outside these the page asks once whether the date is meant; it is taken then.
  int past_years_back;
  int future_years_back;
  int future_years_ahead;
  std::vector<Country> countries;  ///< by code
};

/// What grammar.json says. Lives as long as the program.
const Grammar& grammar();

/// "25.11.2026", "25.11.26", "2026-11-25" and "0026-11-25" are 2026-11-25. Nothing for what is no day of the calendar
/// or lies outside the years.
std::optional<std::string> read_typed_date(std::string_view typed);
/// "9:05", "9" are 09:05, 09:00. Nothing for what is no time of day.
std::optional<std::string> read_typed_hour(std::string_view typed);
/// "2027" and "27" are 2027. Nothing for what is no year of the grammar.
std::optional<std::string> read_typed_year(std::string_view typed);

/// The name in this language; the code itself for a country that is not in the list.
std::string country_name(std::string_view code, Language language);

}  // namespace waymark::envelope
