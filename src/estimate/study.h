// study: from a declared population and its table to a verdict: estimate, wide, or cannot be estimated, because ….
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "estimate/graphs.h"
#include "estimate/methods.h"
#include "estimate/read_table.h"
#include "estimate/self_test.h"

namespace waymark::estimate {

inline constexpr double kEstimateRatioMax = 2;  ///< upper limit at most twice the lower one: an estimate
inline constexpr double kWideRatioMax = 10;     ///< beyond that not even the order of magnitude is known
inline constexpr int kClosedMonthsMax = 12;     ///< a longer period needs a reason why nobody came or went
inline constexpr double kSelfTestCoverageMin = 0.5;

/// What is being counted. Without it a number means nothing.
struct Declaration {
  std::string population;  ///< "men charged with leaving their unit"
  std::string period;      ///< "2023-01..2023-12" or "2023"
  std::string region;
  std::string closed_because = {};  ///< why a long period is still one population
  bool open = false;                ///< people came and went: only strata of time can be estimated
  bool strata_are_time = false;
  bool stratified = false;  ///< the table is split; without that nothing can be strata of time
};

/// @error kUndeclared (first: population, period or region), kOpen (number: months; also for strata of time without
/// strata)
Refused<void> check_declaration(const Declaration& declaration);

/// Months of "YYYY", "YYYY-MM", "YYYY-MM..YYYY-MM" (days may follow); nothing if it is not written so.
std::optional<int> months_of(std::string_view period);

/// What the stepwise estimate becomes if the one thing no data can show, an interaction of all lists at once, is not
/// zero but multiplies the unseen by `factor`. @source Aleshin-Guendel, Sadinle and Wakefield 2024, Biometrics 80,
/// section 3; Gerritse, van der Heijden and Bakker 2015, J. Official Statistics 31
struct SensitivityRow {
  double factor = 1;
  double population = 0;
};
std::vector<SensitivityRow> dependence_sensitivity(const OverlapTable& table, double population);

enum class Verdict : std::uint8_t { kEstimate, kWide, kCannot };
enum class Because : std::uint8_t {
  kNothing,
  kMethodsDisagree,
  kNoUpperLimit,
  kTooFewMethods,
  kSelfTestFails,
  kBelowBound,
  kHiddenCounts
};
std::string_view name_of(Verdict verdict);
std::string_view name_of(Because because);

struct Study {
  OverlapTable table;  ///< without what was left out
  Methods methods;
  std::optional<Joined> joined;  ///< nothing where the verdict is kCannot: no number that could be quoted
  double at_least = 0;           ///< with kBelowBound: the lower limit of Chao's bound, in people
  Verdict verdict = Verdict::kCannot;
  Because because = Because::kNothing;
  std::vector<PairBound> pairs;
  std::vector<PriorRow> priors;  ///< empty above kGraphListsMax lists
  std::vector<SensitivityRow> sensitivity;
  std::vector<SelfTestRow> self_test;
  std::vector<LeftOut> left_out;
  /// With the lists that were left out, to be compared: methods, joined and verdict alone. At most one, and none if
  /// `with_all_refused` says why.
  std::vector<Study> with_all_lists = {};
  std::optional<Refusal> with_all_refused = {};
  /// Counts of the table that are hidden. Then `joined` and the verdict span kFillings ways to fill them in, and all
  /// the rest is of the way with the middle of each.
  std::size_t hidden = 0;
};

/// From methods, joined and self-test to the verdict; where nothing can be said the joined number is taken away.
void judge(Study& study, double confidence);

/// Everything about one table, less the lists that lie within another.
/// @error what check_table says; kInfinite, kNotIdentifiable if the chosen model has no estimate
Refused<Study> make_study(const OverlapTable& table, const MethodOptions& options);

/// Ways in which a table with hidden counts is tried: each at its middle, all at their low ends, all at their high
/// ends, and two at random.
inline constexpr int kFillings = 5;

/// The same of a table some of whose counts are hidden: the joined interval holds those of all fillings, and the
/// verdict is kCannot where it is so for any of them.
/// @error of any filling
Refused<Study> make_study(const Stratum& stratum, const MethodOptions& options);

/// Several groups together, each estimated alone; nothing unless every group has an estimate. Ends are added to ends:
/// the same methods err in the same direction on the same lists, so errors of groups do not cancel out.
std::optional<Joined> sum_of_groups(const std::vector<Study>& studies);

}  // namespace waymark::estimate
