// Stat rows: one sealed row for each countable thing, written in the transaction of the event that it counts. It holds
// codes, days and a subject that stands for the case, no text, no alias and no case id, and stays when the case goes.
// @source docs/spec/desk-store.md "Stat rows"
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/language.h"
#include "crypto/random.h"
#include "desk/casefile/case_state.h"
#include "desk/keyring/key_ring.h"
#include "store/connection.h"

namespace waymark::desk {

/// What rows from before there was a calendar are counted in.
inline constexpr std::string_view kUtcZone = "UTC";

class StatCalendar;

struct StatRow {
  /// "request", "stage", "first_reply", "outcome", "outcome_dropped", "closed", "aside", "reopened", "merged",
  /// "unmerged", "undone", "erased", "incident", "card_told"
  std::string kind;
  std::uint32_t day = 0;           ///< on which it happened, on the calendar of `zone`
  std::uint32_t received_day = 0;  ///< of the case, likewise
  std::string subject;             ///< 32 hexadecimal digits: the same for all rows of one case; incident: its own
  Language language = Language::kRussian;
  std::string assurance = {};  ///< request, erased: how the first message came
  std::string code = {};       ///< stage, outcome: its code; closed: the side; aside: the class; card_told: the card
  std::string date = {};       ///< outcome: YYYY-MM-DD
  std::string evidence = {};   ///< outcome
  std::string act = {};        ///< the act that it belongs to; "undone" takes all rows of its act back
  std::vector<std::string> answers = {};  ///< request: "question=code", without dates and places
  std::int64_t seconds = -1;              ///< first_reply: from the request on
  std::string zone{kUtcZone};             ///< whose days: see StatCalendar
  bool operator==(const StatRow&) const = default;
};

/// What stands for a case in its rows, made of its id: so that the team can trace a figure to the log of its case, and
/// rows of one case can be told from those of another when the case is gone.
std::string stat_subject(const CaseId& id);

/// What an event has made of a case.
struct CountedCase {
  const CaseId& id;
  const Situation& after;
  const Event& event;
  const StatCalendar& calendar;
};
/// A row "stage" when the event has changed the stage. Closing has rows of its own, and undoing takes rows back.
Result<void> count_stage(store::Connection& store, const KeyRing& keys, const CountedCase& counted, Stage before,
                         crypto::Random& random);
/// That row, if there is one.
std::optional<StatRow> stage_row(const CountedCase& counted, Stage before);

/// Inside the caller's transaction. @error kDenied without the first line's keys
Result<void> put_stat_row(store::Connection& store, const KeyRing& keys, const StatRow& row, crypto::Random& random);
/// All rows that these keys open, in no order. @error kStorage, kAuthentication, kMalformed
Result<std::vector<StatRow>> read_stat_rows(store::Connection& store, const KeyRing& keys);

}  // namespace waymark::desk
