// CaseNumber: the number of a case with its older numbers, as courts write it.
//
//   1-151/2026                      one number: index - serial / year
//   2-12/2025 (2-45/2024;)          older numbers of the same case in round brackets
//   8Г-15211/2026 [88-14715/2026]   number of the complaint, then of the case it became, in square brackets
//   2-5322/2026 ~ М-2791/2026       number of the material that the case grew out of
//   3/1-12/2023, 4/17-3/2024        control and execution, 225-УД24-12-К10   Supreme Court
//
// A number is unique only at one court; key material for linking is (court, number, year) and its older numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace waymark::courts {

/// What the index of the number says about the case.
enum class Stage : std::uint8_t {
  kUnknown,
  kFirst,           ///< criminal, first instance (1 at garrison courts, 2 at circuit courts)
  kAppeal,          ///< criminal, appeal (10, 22, 55)
  kCassation,       ///< criminal, cassation (7У, 77)
  kSupervision,     ///< Supreme Court
  kControl,         ///< 3/x: arrests, searches, complaints in the investigation
  kExecution,       ///< 4/x: execution of sentences; here a suspended sentence becomes real
  kAdministrative,  ///< 5, 12 and what follows
  kCivil,           ///< 2, 2а, 33, 8Г, 88 …
};
std::string_view name_of(Stage stage);

/// One number, in normal spelling: no leading zeros in the serial, Cyrillic letters, no spaces.
struct SingleNumber {
  std::string index = {};    ///< "1", "8Г", "3/1"
  std::string serial = {};   ///< "151", "12-К10"
  int year = 0;              ///< 0 when it is not in the number
  std::string written = {};  ///< as it stood there, without surrounding space
  bool supreme = false;      ///< a number of the Supreme Court: the year is in the index
  [[nodiscard]] std::string normal() const;
  bool operator==(const SingleNumber&) const = default;
};

struct CaseNumber {
  std::string written = {};              ///< the whole field, squeezed
  SingleNumber main = {};                ///< the first one
  std::vector<SingleNumber> old = {};    ///< in round brackets
  std::vector<SingleNumber> other = {};  ///< in square brackets or after "~": the same case under another index
  bool understood = false;               ///< false: nothing but `written` is set
  /// Every number, the main one first, in normal spelling.
  [[nodiscard]] std::vector<std::string> all() const;
  bool operator==(const CaseNumber&) const = default;
};

/// Reads one number without brackets. Nothing if it is not one.
std::optional<SingleNumber> read_single_number(std::string_view text);
/// Never fails: what is not understood keeps `written` alone.
CaseNumber read_case_number(std::string_view text);

/// Kind of the court in a code such as "26GV0001" (positions 3 and 4): GV garrison, OV circuit, AV appeal, KV
/// cassation.
std::string_view court_kind(std::string_view court_code);
/// @param title       of the card ("Уголовные дела - первая инстанция"), wins over the index when it says something
/// @param court_code  may be empty
Stage stage_of(std::string_view title, const CaseNumber& number, std::string_view court_code);

}  // namespace waymark::courts
