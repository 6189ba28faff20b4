// Rows: what can be counted, one for each countable thing; and the same with everything left out that was taken back.
//
// They come from the desk's stat rows, which outlive the cases, or from a file. No text, no name.
// @source docs/spec/desk-store.md "Stat rows"; docs/spec/figures.md "Rows"
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "figures/metric.h"
#include "figures/period.h"

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

/// All that figures may ask of a row besides its time: rows of one profile count alike everywhere.
struct Profile {
  std::string kind, code, evidence, language, assurance;
  std::string aside;                 ///< class of junk; empty: none
  bool duplicate = false;            ///< the case went into another one
  std::vector<std::string> answers;  ///< of the case's request
};

/// What the profiles have of one property: few different sets of values, each asked about once.
struct Property {
  std::vector<std::vector<std::string>> sets;  ///< of values as of Metric::where; {"none"} where there are none
  std::vector<std::uint32_t> set_of;           ///< of each profile
  /// Which of the sets have one of these values.
  [[nodiscard]] std::vector<bool> meet(const std::set<std::string>& values) const;
};

/// Rows that count, with what became of their cases: without acts that were undone and outcomes that were dropped.
class EffectiveRows {
 public:
  EffectiveRows() = default;
  /// The order of the rows does not matter, but for what ended last, which goes by day and then by place.
  explicit EffectiveRows(std::vector<CountedRow> rows);

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] const CountedRow& row(std::size_t at) const { return rows_[at]; }
  [[nodiscard]] std::uint32_t profile_of(std::size_t at) const { return profile_of_[at]; }
  /// The month that a metric counts a row in; none where an outcome has no date.
  [[nodiscard]] std::optional<Month> month_of(std::size_t at, Moment moment) const;
  /// A number that all rows of one case share.
  [[nodiscard]] std::uint32_t case_of(std::size_t at) const { return case_of_[at]; }
  [[nodiscard]] const std::vector<Profile>& profiles() const { return profiles_; }
  /// @param name  as of Metric::where; of a question that nobody answered everybody's set is {"none"}
  [[nodiscard]] const Property& property(std::string_view name) const;
  /// Values that one row has of a property.
  [[nodiscard]] const std::vector<std::string>& values(std::size_t at, std::string_view property_name) const;

 private:
  class Join;
  struct Months {
    Month day, received;
    std::optional<Month> date;
  };
  void find_properties();
  std::vector<CountedRow> rows_;
  // Of each row. What every count looks at lies close together: the rows themselves are many lines of memory.
  std::vector<Months> months_;
  std::vector<std::uint32_t> profile_of_;
  std::vector<std::uint32_t> case_of_;
  std::vector<Profile> profiles_;
  std::map<std::string, Property, std::less<>> properties_;
  Property none_;
};

inline constexpr std::size_t kRowsBytesMax = 1'024UL * 1'024 * 1'024;

/// JSON Lines, members as of the stat rows, "day" and "date" as YYYY-MM-DD.
/// @error kMalformed with the number of the line; kTooLarge
Result<std::vector<CountedRow>> parse_rows(std::string_view lines);
std::string write_rows(const std::vector<CountedRow>& rows);

}  // namespace waymark::figures
