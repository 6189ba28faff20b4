// Release: the figures that were printed at one time, as the ledger keeps them and as anybody may read them.
//
// A ledger is a chain of releases: each names the hash of the one before. For the same figure (metric, version, period,
// condition) it prints the same for ever, unless a later release says that it corrects it (we were wrong) or revises it
// (announced before: late rows), with the old value and the reason.
// @source docs/spec/figures.md "Release" and "Ledger"
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "figures/count.h"
#include "figures/noise.h"
#include "figures/protect.h"

namespace waymark::figures {

/// "language=ru,uk answer.need=money"; empty without a condition.
std::string text_of(const Condition& condition);

/// Which number: what the ledger goes by.
struct FigureId {
  std::string metric;
  int version = 1;
  Period period;
  Condition condition = {};
  /// "requests@1 2023-09..2023-11 language=ru,uk": the same for the same figure, and for no other.
  [[nodiscard]] std::string text() const;
  bool operator==(const FigureId&) const = default;
};

enum class How { kPlain, kRounded, kPrivate, kFloor };
std::string_view name_of(How how);
std::optional<How> how_from(std::string_view name);

struct PrintedFigure {
  FigureId id;
  /// "exact", "rounded", "hidden", "few" (rests on fewer than ten), "noise", "at-least", "small" (of floors: no more
  /// than ten). Which of the hidden ones are small is nobody's business: with it, others could be told.
  std::string rule;
  std::optional<std::int64_t> shown;  ///< nothing: hidden
  std::int64_t error = 0;             ///< "noise": nineteen times in twenty no further off than this
  bool operator==(const PrintedFigure&) const = default;
};

enum class Erratum { kCorrection, kRevision };
struct Change {
  FigureId id;
  Erratum kind = Erratum::kCorrection;
  std::optional<std::int64_t> before;
  std::string reason;  ///< one sentence, for the public
  bool operator==(const Change&) const = default;
};

/// Days that lie on the calendar of another zone than the release's: the organisation changed its zone.
struct PastCalendar {
  std::string zone;
  std::int64_t until = 0;  ///< the last day that was counted so; what was written down later lies on the next one's
  bool operator==(const PastCalendar&) const = default;
};

struct Release {
  std::uint64_t serial = 1;
  std::int64_t day = 0;                      ///< since 1970
  std::string zone;                          ///< whose calendar the months are of
  std::vector<PastCalendar> calendars = {};  ///< of months that reach back behind a change of it, oldest first
  Period period;                             ///< that the report is about
  How how = How::kPlain;
  /// kPrivate: what each figure of a month costs, and what a month may cost in all.
  Fraction epsilon = {};
  Fraction epsilon_of_month = {};
  std::vector<PrintedFigure> figures;
  std::vector<Change> changes;
  std::vector<Period> announced;  ///< periods whose figures will be revised when late rows have come
  std::string previous;           ///< SHA-256 of the text of the release before, hexadecimal; empty for the first
  bool operator==(const Release&) const = default;
};

/// Whether the calendar changed in this month: its number is of days of both.
bool is_of_two_calendars(const Release& release, Month month);

inline constexpr std::size_t kReleaseBytesMax = 16UL * 1'024 * 1'024;
inline constexpr std::size_t kReleasesMax = 10'000;

/// One line of JSON with sorted members: the same release gives the same bytes.
std::string write_release(const Release& release);
/// @error kMalformed with the member; kTooLarge
Result<Release> parse_release(std::string_view text);
/// Hexadecimal SHA-256 of write_release().
std::string hash_of(const Release& release);

class Ledger {
 public:
  /// One release a line. @error kMalformed with the line that does not follow the one before or cannot be read
  static Result<Ledger> parse(std::string_view lines);
  [[nodiscard]] std::string text() const;

  [[nodiscard]] const std::vector<Release>& releases() const { return releases_; }
  /// What was printed last for this figure. Borrowed; null if never.
  [[nodiscard]] const PrintedFigure* printed(const FigureId& id) const;
  /// What was printed last for each figure. Borrowed.
  [[nodiscard]] std::vector<const PrintedFigure*> standing() const;
  /// Hash that the next release has to name.
  [[nodiscard]] std::string head() const;
  [[nodiscard]] bool is_announced(const Period& period) const;

  /// @error kConflict if it does not follow, or prints another number for a figure without saying so; the detail names
  ///        the figure. kInvalid if its day lies before the last one's
  Result<void> add(Release release);

 private:
  std::vector<Release> releases_;
  std::map<std::string, std::pair<std::size_t, std::size_t>> newest_;  // release and place, by the figure's text
};

}  // namespace waymark::figures
