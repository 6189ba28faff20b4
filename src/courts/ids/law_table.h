// The dated law table: which parts of the articles on absence, desertion and disobedience existed when, and what they
// threaten.
//
// A part that did not exist on the day of the act or of the verdict is a sign of a typing error (or of a wrong date),
// and the report says so; nothing is corrected silently. Every row says where it is from and when it was checked; a row
// that nobody could check is marked so and is printed with that mark. See docs/courts.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace waymark::courts {

struct LawRow {
  std::string_view article;  ///< "337"
  std::string_view part;     ///< "5", "" for an article without parts
  std::string_view since;    ///< first day in force, "2022-09-24"
  std::int16_t years_min;    ///< of imprisonment; 0 when the law names none
  std::int16_t years_max;    ///< 0 when the part knows no imprisonment
  std::string_view says;     ///< in short
  std::string_view source;   ///< where it was read
  std::string_view checked;  ///< day of the check, "2026-11-22"; "" = could not be checked
};

std::span<const LawRow> law_table();
/// The row of a part; an empty part asks for any row of the article.
const LawRow* law_row(std::string_view article, std::string_view part);
bool law_knows(std::string_view article, std::string_view part);

enum class LawAnswer : std::uint8_t { kNotInTable, kNoSuchPart, kNotYet, kInForce };
/// Whether a part was law on a day; kNotInTable for articles the table does not cover.
LawAnswer law_on(std::string_view article, std::string_view part, std::int32_t day);

}  // namespace waymark::courts
