// Reporting lag: courts put records on their sites weeks and months late, so the newest months look low. From how
// earlier months filled up, a now-cast says how many a month will have, with an interval. It is an estimate and is
// marked as one.
//
// The chain ladder with Mack's error. C(m,d): events of month m seen by the end of the d-th month after it.
//   f(d)  = Σ C(m,d+1) / Σ C(m,d)                                  over months where both were observed     (2)
//   U(m)  = C(m,D(m)) f(D(m)) … f(K-1)                             the now-cast                             (3)
//   σ²(d) = 1/(n(d)-1) Σ C(m,d) (C(m,d+1)/C(m,d) - f(d))²                                                   (5)
//   mse   = U² Σ_d σ²(d)/f(d)² (1/U(m,d) + 1/Σ C(j,d))                                                      (7)
// and a log-normal interval from it. The variance is never taken below that of a Poisson count of what is to come
// (over-dispersed Poisson, England and Verrall 2002, 3.2, with dispersion >= 1), for small courts give no spread.
// @source Mack 1993, ASTIN Bulletin 23:213, theorem 3; the test reproduces its table of the Taylor and Ashe triangle
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "courts/archive/facts.h"

namespace waymark::courts {

/// Cumulative counts; rows[m][d], a hole where month m was not observed d months later. Rows may differ in length.
struct ReportingTriangle {
  std::vector<std::vector<std::optional<double>>> rows;
};

/// What becomes of one row of a triangle.
struct NowCast {
  double seen = 0;       ///< the newest observed count
  double expected = 0;   ///< >= seen
  double error = 0;      ///< standard error of `expected`
  double low = 0;        ///< 95 %; never below `seen`
  double high = 0;       ///< infinite when no earlier month tells how such a month fills up
  bool filling = false;  ///< more is to be expected
  bool possible = true;  ///< false: still filling, and nothing tells how much
};

/// @return one for each row of the triangle
std::vector<NowCast> now_cast(const ReportingTriangle& triangle);

/// Delays beyond this many months are not looked at.
inline constexpr int kDelayMonthsMax = 36;
/// Fewer months with a look at the courts' pages tell nothing about how a month fills up.
inline constexpr int kObservedMonthsMin = 3;

/// A month as a number: year * 12 + month - 1.
int month_number(std::int32_t day);
/// "2024-03".
std::string iso_month(int month);

/// Without enough looks, or with looks at uneven distances, as many of the newest months are marked as still filling,
/// and nothing is guessed.
inline constexpr int kMonthsMarked = 6;

/// Counts events by their month and by the day they were first seen. One thread each; counters can be added up.
class LagCounter {
 public:
  /// @param month  of the event, as month_number()  @param seen  day it was first seen, kSeenMin … kSeenMax
  void add(int month, std::int32_t seen) {
    std::vector<std::int64_t>& days = counts_[month];
    const auto at = static_cast<std::size_t>(std::clamp(seen, kSeenMin, kSeenMax) - kSeenMin);
    if (at >= days.size()) days.resize(at + 1);
    ++days[at];
  }
  void add(const LagCounter& other);

  struct Month {
    int month = 0;  ///< of the event, as month_number()
    NowCast cast = {};
  };
  /// The newest months, those whose delays can still matter; oldest first.
  /// @param oldest  first day of observation: what was seen then may have been there for long, so it tells no delay
  /// @param newest  last day that anything was seen. Periods of observation end on its day of the month, so that the
  /// newest
  ///                period is as long as the others.
  [[nodiscard]] std::vector<Month> months(std::int32_t oldest, std::int32_t newest) const;

 private:
  static constexpr std::int32_t kSeenMin = 10'957;             // 2000-01-01: no court had a site before
  static constexpr std::int32_t kSeenMax = 47'481;             // 2099-12-31
  std::unordered_map<int, std::vector<std::int64_t>> counts_;  // month → by day from kSeenMin
};

}  // namespace waymark::courts
