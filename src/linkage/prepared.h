// Prepared: the table as comparison wants it. Each field's distinct normal values get a number, and beside it whatever
// their kind is compared by: letters, Latin letters, date parts, a number, tokens. Value 0 is "missing".
//
// Rows lie together in memory (one row's values of all fields in a line of the cache), because pairs jump between rows.
// Thread rule: read-only once made.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "linkage/comparators.h"
#include "linkage/config.h"
#include "linkage/normal_form.h"
#include "linkage/table.h"
#include "linkage/workers.h"

namespace waymark::linkage {

inline constexpr ValueId kMissing = 0;

/// Letters of all values of a field, one after the other.
class LetterStore {
 public:
  void add(std::string_view text);
  [[nodiscard]] LetterView at(ValueId id) const {
    return LetterView{bytes_}.subspan(places_[id].begin, places_[id].length);
  }
  [[nodiscard]] std::uint64_t mask(ValueId id) const { return places_[id].mask; }
  [[nodiscard]] std::size_t size() const { return places_.size(); }

 private:
  struct Place {
    std::uint64_t mask;
    std::uint32_t begin;
    std::uint32_t length;
  };
  std::vector<Place> places_;
  std::vector<std::uint8_t> bytes_;
};

struct PreparedField {
  FieldConfig config;                 ///< levels and columns filled in
  StringPool texts;                   ///< normal form of each value; [kMissing] is empty
  std::vector<std::uint32_t> counts;  ///< records that have the value
  std::size_t present = 0;            ///< records that have any value
  LetterStore letters;
  LetterStore latin;           ///< only with has_two_scripts
  std::vector<bool> is_latin;  ///< only with has_two_scripts
  bool has_two_scripts = false;
  std::vector<DateParts> dates;                    ///< only dates
  std::vector<int> day_numbers;                    ///< only dates; kNoDay if the calendar has none
  std::vector<double> numbers;                     ///< only numbers
  std::vector<std::vector<std::uint32_t>> tokens;  ///< sets and fields with a `words` level; sorted
  std::vector<ValueId> partner;  ///< kSwapped: the number of the same text in the other field; kMissing if none
  std::size_t swapped_with = 0;  ///< kSwapped: that field
  std::size_t absent = 0;        ///< records whose value is a word for "not known" that nobody had to configure
  std::string absent_word = {};  ///< one of them
  std::size_t unreadable = 0;    ///< records whose value is no date or number and counts as missing
};
inline constexpr int kNoDay = -2'000'000'000;

class Prepared {
 public:
  /// Prepares the fields of `config`. @error kNotFound if the table lacks a column; kTooLarge over kPoolBytesMax
  static Result<Prepared> make(const Table& table, const LinkConfig& config, const Workers& workers);

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t field_count() const { return fields_.size(); }
  [[nodiscard]] const std::vector<PreparedField>& fields() const { return fields_; }
  /// One value a field.
  [[nodiscard]] const ValueId* row(Row row) const { return values_.data() + std::size_t{row} * fields_.size(); }

 private:
  std::size_t rows_ = 0;
  std::vector<PreparedField> fields_;
  std::vector<ValueId> values_;  ///< rows_ x fields_
};

/// Adds the columns of config.people to the table. @error kNotFound if one to be cut is missing
Result<void> add_person_columns(Table& table, const LinkConfig& config);

/// The columns of the table that the configuration needs (not those that add_person_columns makes).
std::vector<std::string> columns_needed(const LinkConfig& config);

}  // namespace waymark::linkage
