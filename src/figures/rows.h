// Rows: what can be counted, one for each countable thing; and the same with everything left out that was taken back.
//
// They come from the desk's stat rows, which outlive the cases, or from a file. No text, no name.
// @source docs/spec/desk-store.md "Stat rows"; docs/spec/figures.md "Rows"
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "figures/metric.h"

namespace waymark::figures {

struct CountedRow {
  std::string kind;
  std::int64_t day = 0;           ///< since 1970, on the organisation's calendar
  std::int64_t received_day = 0;  ///< of the case
  std::string subject;            ///< the same for all rows of one case
  std::string language;
  std::string assurance = {};
  std::string code = {};
  std::optional<std::int64_t> date = {};  ///< of an outcome
  std::string evidence = {};
  std::string act = {};
  std::vector<std::string> answers = {};  ///< "question=code"
  std::int64_t seconds = -1;
  std::string zone = {};  ///< whose calendar the days are on; empty: UTC
};

/// A row that counts, with what became of its case.
struct Effective {
  CountedRow row;
  bool duplicate = false;                 ///< the case went into another one
  std::string aside = {};                 ///< class of junk; empty: none
  std::vector<std::string> answers = {};  ///< of the case's request
  /// Values of a property as of Metric::where; "none" where it has none.
  [[nodiscard]] std::vector<std::string> values(std::string_view property) const;
  [[nodiscard]] std::optional<std::int64_t> day(Moment moment) const;
  /// Appends what all properties together are: equal where values() are. For looking many rows up at once.
  void add_profile(std::string& to) const;
};

/// Leaves out acts that were undone and outcomes that were dropped, and joins each row with the end of its case. The
/// order of the rows does not matter, but for what ended last, which goes by day and then by place.
std::vector<Effective> effective(std::vector<CountedRow> rows);

inline constexpr std::size_t kRowsBytesMax = 1'024UL * 1'024 * 1'024;

/// JSON Lines, members as of the stat rows, "day" and "date" as YYYY-MM-DD.
/// @error kMalformed with the number of the line; kTooLarge
Result<std::vector<CountedRow>> parse_rows(std::string_view lines);
std::string write_rows(const std::vector<CountedRow>& rows);

}  // namespace waymark::figures
