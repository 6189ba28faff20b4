// Situation: the few facts of a case that decide its place in the queue, and nothing else.
//
// It is what the agenda keeps of a case, sealed under the compartment key: codes and dates of the question pack,
// times and an owner's alias. No text of anybody is in it, on purpose: the agenda is opened by the whole compartment.
// Facts come from answers (said by the requester) and from staff. Times are UTC; the date a fact speaks of is the
// subject's own local time, kept as it was said in attributes["date"]. Written as compact JSON, version 1.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/language.h"
#include "base/result.h"
#include "desk/queue/due.h"
#include "envelope/answer.h"

namespace waymark::desk {

/// How sharply a date was said. `kUnknown` is an answer: it never lowers a case.
using envelope::Precision;
enum class Verification { kUnverified, kPending, kVerified, kContradicted };
enum class Speaker { kRequester, kSubject, kThirdParty, kStaff };
enum class Stage {
  kNew,
  kTriage,
  kActive,
  kWaitingPerson,
  kWaitingThird,
  kWaitingDate,
  kReferred,
  kClosed,
  kAnonymised
};

/// What a case is besides its stage.
enum class Side {
  kNone,
  kOutOfMandate,  ///< closed with a kind text: others can help, not we
  kDuplicate,     ///< closed: merged into another case
  kQuarantine,    ///< closed: set aside as a kind of junk
  kContactLost,   ///< closed: nobody answers any more
  kReopened       ///< was closed, and the person has written again or somebody of us opened it
};
/// What a request was set aside as. Kept for counting, also when the case is opened again.
enum class Junk { kNone, kProvocation, kPress, kTest, kWrongService, kAbuse, kDuplicate };

/// Stable names as written in JSON, in the API and in answers ("day", "unverified", "requester", "waiting_person"…).
std::string_view name_of(Precision precision);
std::string_view name_of(Verification verification);
std::string_view name_of(Speaker speaker);
std::string_view name_of(Stage stage);
/// "" for kNone.
std::string_view name_of(Side side);
std::string_view name_of(Junk junk);
/// @error kMalformed for any other text
Result<Precision> precision_from(std::string_view name);
Result<Verification> verification_from(std::string_view name);
Result<Speaker> speaker_from(std::string_view name);
Result<Stage> stage_from(std::string_view name);
Result<Side> side_from(std::string_view name);
Result<Junk> junk_from(std::string_view name);

/// Somebody else's turn: until they write, or until a moment that one of us has set.
inline bool is_waiting(Stage stage) {
  return stage == Stage::kWaitingPerson || stage == Stage::kWaitingThird || stage == Stage::kWaitingDate ||
         stage == Stage::kReferred;
}

/// One stated fact: a question of the pack, the code that was answered, and what was added to it.
struct Fact {
  std::string key;                                     ///< question id of the pack, such as "what_next"
  std::string value;                                   ///< code of the pack, such as "leave_ends", or "unknown"
  std::map<std::string, std::string> attributes = {};  ///< "date" = YYYY-MM-DD or YYYY-MM-DDThh:mm, "country" = KZ…
  Precision precision = Precision::kExact;
  Speaker said_by = Speaker::kRequester;
  std::string author = {};  ///< alias of whoever wrote it down; empty for answers of the requester
  TimePoint said_at = {};
  Verification verification = Verification::kUnverified;
  bool superseded =
      false;  ///< a person struck it out; what a later fact supersedes by the pack, mark_superseded() finds
  bool operator==(const Fact&) const = default;
};

/// A person's decision to move a case against the rules. The reason is in the case's log, not here.
struct Override {
  enum class Direction { kRaised, kLowered };
  Direction direction;
  TimePoint at;  ///< a lowered case comes back kLoweredFor after this moment
  /// Raised: by when it must be begun. Nothing: at once, with those in danger.
  std::optional<TimePoint> to = {};
  bool operator==(const Override&) const = default;
};

/// A card that the person was told: the id and the newest version of it, and the one before that, if they were told
/// several. Codes of the library, no text.
struct ToldCard {
  std::string id;
  int version = 0;
  int before = 0;  ///< 0: none
  bool operator==(const ToldCard&) const = default;
};

/// Somebody has acknowledged a day in court: which, at which step (days before it, see queue/court.h), who.
struct CourtSeen {
  TimePoint at = {};
  int step = 0;
  std::string by = {};  ///< alias
  bool operator==(const CourtSeen&) const = default;
};

struct Situation {
  TimePoint received_at = {};                      ///< when the first request was filed at the desk
  std::optional<TimePoint> oldest_unread_at = {};  ///< set while unread > 0
  unsigned unread = 0;
  std::optional<std::string> owner = {};  ///< alias
  Language language = Language::kRussian;
  std::vector<Fact> facts = {};
  Stage stage = Stage::kNew;
  Side side = Side::kNone;
  Junk junk = Junk::kNone;
  std::optional<TimePoint> first_reply_at = {};
  std::optional<TimePoint> last_reply_at = {};
  std::optional<TimePoint> last_message_at = {};  ///< the newest text of the requester
  std::optional<TimePoint> wakes_at = {};         ///< kWaiting… stages: when to look at it again
  /// When one of us decided what to wait for: what had come until then is attended to, though not answered.
  std::optional<TimePoint> attended_at = {};
  std::optional<Override> override_ = {};
  std::vector<Due> dues = {};              ///< at most kDuesMax, nearest first
  std::vector<ToldCard> told = {};         ///< by id
  std::vector<CourtSeen> court_seen = {};  ///< oldest first, at most kCourtSeenMax
  bool operator==(const Situation&) const = default;
};

/// The largest JSON of one situation that is read back.
inline constexpr std::size_t kSituationBytesMax = 60'000;
inline constexpr std::size_t kSituationFactsMax = 256;
inline constexpr std::size_t kToldCardsMax = 64;
inline constexpr std::size_t kCourtSeenMax = 32;
inline constexpr int kCourtStepMax = 7;  ///< days

/// One fact alone, in the form it has inside a situation.
std::string to_json(const Fact& fact);
/// @error kTooLarge, kMalformed
Result<Fact> fact_from_json(std::string_view json);

/// Compact JSON (UTF-8, one line, keys in a fixed order).
std::string to_json(const Situation& situation);
/// @error kTooLarge over a limit, kMalformed otherwise, kUnsupported for another version
Result<Situation> situation_from_json(std::string_view json);

}  // namespace waymark::desk
