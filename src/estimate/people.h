// people: two lists with what is known of each person. The input of doubly_robust, and its reader.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "estimate/refusal.h"

namespace waymark::estimate {

struct Person {
  bool on_first = false;
  bool on_second = false;
  std::vector<double> features;  ///< numbers as such and squared, of mean 0 and variance 1; words as 0 and 1
};

/// How a covariate enters: as a number with its square, or as groups.
struct Entered {
  std::string name;
  double low = 0;  ///< of a number
  double high = 0;
  std::size_t groups = 0;  ///< 0: it is a number
  std::size_t rare = 0;    ///< people whose value fewer than kLevelMin share; they are one of the groups
};

struct People {
  std::string first;  ///< names of the two lists
  std::string second;
  std::vector<std::string> features;
  std::vector<Person> people;
  std::vector<Entered> entered = {};  ///< one a covariate, in the order of the columns
};

inline constexpr std::size_t kFeaturesMax = 100;
inline constexpr std::size_t kCodesMax = 10;  ///< so few different numbers, each of enough people, enter as groups
inline constexpr std::size_t kLevelMin = 20;  ///< a word of fewer people is taken together with the other rare ones

/// One row a person: two columns of 1 and 0, which are the lists, and the covariates, named. A covariate of numbers
/// alone is a number, any other is words; a few numbers that many share (codes of regions, classes of age) are words
/// too.
/// @error kEmpty, kNotUtf8, kNotATable (no such column, a row of another length), kNotTwoLists (number: how many
///        columns are left), kNotPresence, kNobodyPattern, kNoValue (number: line), kOpenQuote,
///        kMixedValues (number: line, first: the covariate), kTooManyValues, kSaysNothing (first: the covariate)
Refused<People> read_people(std::string_view text, std::span<const std::string> covariates);

}  // namespace waymark::estimate
