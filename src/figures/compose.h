// Compose: a release from what was counted: what was printed before is printed again, the rest is protected against
// this release and all earlier ones together, and what cannot be made safe is refused.
//
// Counts of the same rows form one system, whatever metric, version, period or condition they are of; so overlapping
// categories, totals, months against quarters and corrections are all seen. Protected are not only the figures that are
// wanted: also what is left between two of them, what they share, and every month of them, if few people stand there.
// What was made is attacked once more as a whole (audit.h), together with all earlier releases, before it is handed
// out.
// @source docs/spec/figures.md "Disclosure control"
#pragma once

#include "crypto/random.h"
#include "figures/release.h"

namespace waymark::figures {

struct DeclaredChange {
  Erratum kind = Erratum::kCorrection;
  std::string reason;
};

struct Order {
  std::vector<FigureId> figures;
  Period period;  ///< of the report
  std::int64_t day = 0;
  std::string zone;
  std::vector<PastCalendar> calendars = {};  ///< all that were counted in before, oldest first
  How how = How::kPlain;
  Fraction epsilon = {1, 2};                           ///< kPrivate
  Fraction epsilon_of_month = {2, 1};                  ///< kPrivate
  std::map<std::string, DeclaredChange> changes = {};  ///< by FigureId::text()
  std::vector<Period> announced = {};
};

/// Why there is no release: one of these.
struct Refusal {
  /// "unknown-metric", "impossible-period", "changed" (differs from what was printed: declare it), "not-announced",
  /// "one-person" (a change tells few people), "leak", "budget", "too-fine", "clock"
  std::string code;
  std::string figure;                         ///< which
  std::vector<std::string> combination = {};  ///< "leak", "one-person": what tells it; "changed": before and now
  /// "leak", "one-person": the fewest figures that would have to be left out, of this release or an earlier one.
  std::vector<std::string> leave_out = {};
};

/// @param rows  all of them, effective
/// @return the release that may follow in the ledger, or why there is none
std::expected<Release, Refusal> compose(const Order& order, const Registry& registry, const EffectiveRows& rows,
                                        const Ledger& ledger, crypto::Random& random);

/// Counts of fewer rows than this are not told as medians or shares.
inline constexpr std::int64_t kRowsOfShareMin = 10;

}  // namespace waymark::figures
