// Refusal: why no number is given. A refusal is a result, not a failure: the catalogue has a sentence for each reason
// (web/shared/texts/estimate.*.json, key "estimate.refusal.NAME"), and the program ends with exit code 2.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace waymark::estimate {

enum class Reason : std::uint8_t {
  // the table
  kEmpty,             ///< no row, or nobody counted
  kNotATable,         ///< a row with another number of cells (number: its line), or no column for the count
  kNotPresence,       ///< neither 0 nor 1 where one must stand (number: line, first: the column)
  kCountOrList,       ///< a last column of 0 and 1 alone, and no two rows alike: it may be either (first)
  kNotANumber,        ///< a count that is no number (number: line)
  kNegative,          ///< a count below zero (number: line)
  kFractional,        ///< a count with a fraction (number: line)
  kThousands,         ///< a count with a separator that may stand for thousands: "1,000", "1.000" (number: line)
  kNotUtf8,           ///< bytes that are no UTF-8: names of lists would be lost
  kOpenQuote,         ///< a quote that never closes (number: line where it opens)
  kOverflow,          ///< a count or a sum above kCountMax (number: line)
  kOnlyTwoLists,      ///< fewer than three lists (number: how many)
  kTooManyLists,      ///< more than kListsMax (number: how many)
  kSameListName,      ///< two columns of one name (first)
  kDuplicatePattern,  ///< one pattern on two rows (number: line of the second)
  kNobodyPattern,     ///< a count for people on no list (number: line)
  kEmptyList,         ///< nobody on a list (first)
  kNoOverlap,         ///< nobody on two lists
  kLittleOverlap,     ///< fewer than kOverlapMin people on two or more lists (number: how many)
  kOnePattern,        ///< everybody has one pattern
  kContainedList,     ///< everybody of `first` is also on `second`, and fewer than three lists are left without it
  kNotTwoLists,       ///< with covariates: not two columns are left for the lists (number: how many)
  kNoColumn,          ///< a list's file has no column of the id (first)
  kRagged,            ///< a row of a list's file has another number of cells than its header (number: line)
  kListAlone,         ///< nobody of a list is on any other (first)
  kNoValue,           ///< a group, a covariate or an id without a value (number: line, first: which)
  kMixedValues,       ///< a covariate of numbers with something that is none (number: line, first: which)
  kSameColumn,        ///< the column that identifies a person is there twice (first)
  kOneOfTwoWithin,    ///< with covariates: everybody of list `first` is on `second`
  kSaysNothing,       ///< a covariate that is the same for everybody, or whose values too few people share (first)
  kTooManyValues,     ///< a covariate of more words than can be fitted (first)
  // the population
  kUndeclared,  ///< population, period or region not declared (first: which)
  kOpen,        ///< people come and go during the period
  // the methods
  kInfinite,         ///< the model's maximum likelihood estimate does not exist
  kNotIdentifiable,  ///< several sizes fit equally well
  kNotConverged,     ///< the chains disagree
  kNoMixture,        ///< nowhere do people differ in how easily lists see them
};

/// A stable lower-case name such as "no-overlap".
std::string_view name_of(Reason reason);

struct Refusal {
  Reason reason;
  std::int64_t number = 0;
  std::string first = {};
  std::string second = {};
  std::string list = {};  ///< the list in whose file it is, if each list has one
};

template <class T>
using Refused = std::expected<T, Refusal>;

inline std::unexpected<Refusal> refuse(Reason reason, std::int64_t number = 0, std::string first = {},
                                       std::string second = {}) {
  return std::unexpected<Refusal>(Refusal{reason, number, std::move(first), std::move(second)});
}

}  // namespace waymark::estimate
