// read_table: text of a CSV file → overlap tables, one a stratum. The only place where foreign bytes become numbers.
//
// Accepted: a header; one column a list with 1/0 (also true/false, yes/no, obs/un); one column with the count, or none
// if each row is one person; if asked, a column with the stratum. Separator comma, semicolon or tab; quotes allowed.
// A count may be hidden: "1..4", from and to.
// And read_lists: several files, one a list, each with a column that identifies the person (made by linking).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "estimate/table.h"

namespace waymark::estimate {

inline constexpr std::size_t kFileBytesMax = 64U << 20U;

struct ReadOptions {
  std::string count_column =
      {};  ///< empty: the last column, if it is called count, freq, n or y or holds more than 0/1
  std::string stratum_column = {};  ///< empty: one stratum
};

struct Stratum {
  std::string name;    ///< empty if the file is not stratified
  OverlapTable table;  ///< hidden counts stand in it with their middle
  std::vector<HiddenCount> hidden = {};
};

/// @return strata in the order of their first row
/// @error kEmpty, kOpenQuote, kNotATable, kNotPresence, kCountOrList, kNoValue (a group), kNotANumber, kNegative,
/// kFractional, kOverflow, kTooManyLists,
///        kSameListName, kDuplicatePattern, kNobodyPattern; a hidden count from more to less is kNotANumber
Refused<std::vector<Stratum>> read_table(std::string_view text, const ReadOptions& options = {});

struct NamedList {
  std::string name;
  std::string text;  ///< CSV with a header
};

/// One table from linked lists: the same value of `id_column` is the same person.
/// @error kEmpty, kOpenQuote, kNoColumn, kRagged, kNotUtf8, kSameColumn, kNoValue (a row without an id; first: the
/// column), kTooManyLists, kSameListName; `list` says in whose file
Refused<OverlapTable> read_lists(std::span<const NamedList> lists, std::string_view id_column);

}  // namespace waymark::estimate
