// Event: one thing that happened to a case, as it is sealed in a record. A case is the fold of its events.
// @source docs/spec/desk-store.md "Events"
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/language.h"
#include "crypto/random.h"
#include "desk/casefile/item.h"
#include "desk/casefile/outcome.h"
#include "desk/keyring/ids.h"
#include "desk/queue/situation.h"
#include "envelope/message.h"

namespace waymark::desk {

enum class EventKind {
  kMessage,
  kReply,
  kUndo,
  kNote,
  kTaken,
  kGivenBack,
  kRead,
  kFact,
  kMoved,
  kStage,
  kChecked,
  kOutcome,
  kOutcomeDropped,
  kActUndone,
  kMerged,
  kUnmerged,
  kItem,
  kItemEnded,
  kItemOpened,
  kCourtSeen
};

struct Event {
  RecordId operation;  ///< an operation that was applied is not applied again; messages: the message id
  TimePoint at = {};
  std::string by = {};  ///< alias; empty for the requester
  EventKind kind = EventKind::kNote;

  std::string text = {};  ///< message, reply, note; moved: the reason; given back: the line for whoever comes next;
                          ///< checked: how it was seen
  // message
  std::uint32_t day = 0;
  std::string assurance = {};
  Language language = Language::kRussian;
  std::string contact = {};
  std::string pack = {};
  std::vector<std::string> answers = {};
  std::vector<std::string> odd = {};  ///< envelope::Message::odd: what of it could not be read
  Bytes mailbox = {};                 ///< 32 bytes in the first message of a case, otherwise empty
  Bytes reply_key = {};               ///< 1,216 bytes, likewise
  // reply
  std::uint32_t week = 0;
  std::uint8_t slot = 0;
  std::int64_t hold_s = 0;
  std::vector<ToldCard> cards = {};  ///< of the library, that the reply carried; `before` is not used
  // the rest
  RecordId undone = {};
  std::string from = {};          ///< taken, given back: whose case it was
  std::string owner = {};         ///< taken: whose it is now, where that is not `by`
  std::optional<Fact> fact = {};  ///< checked: the fact as it was said, with its new mark
  std::optional<Override::Direction> direction = {};
  std::optional<TimePoint> to = {};  ///< raised: see Override; day in court: when it is
  std::optional<Stage> stage = {};
  std::optional<TimePoint> wakes_at = {};
  Side side = Side::kNone;  ///< stage: what the case is besides from now on
  Junk junk = Junk::kNone;  ///< stage, with kQuarantine or kDuplicate: as what it was set aside
  /// Reply, outcome, item, read, stage: the act that they belong to, so that it is undone as one. Act undone: which.
  RecordId act = {};
  std::optional<Outcome> outcome = {};
  std::optional<CaseId> other = {};  ///< merged, unmerged: the other case
  bool into = false;                 ///< merged: this case went into the other one
  /// Day in court acknowledged (`to` is which), or, `dropped`, taken back: how many days before it.
  int step = 0;
  /// Item: what is written down; its id is that of the item that it changes, or of nobody for a new one. Ended, opened
  /// again: `undone` is which.
  std::optional<Item> item = {};
  bool dropped = false;  ///< item ended: it was a mistake, or is not needed
};

/// A new event of somebody on the staff, with a random operation id.
Event staff_event(EventKind kind, std::string_view by, TimePoint at, crypto::Random& random);
/// The event of a message that was opened. @param first  whether it opens a case
Event message_event(const envelope::Message& message, TimePoint at, bool first);

std::string to_json(const Event& event);
/// @error kMalformed for anything that to_json does not write
Result<Event> event_from_json(std::string_view text);

/// "browser", "portable", "clerk", "bridge"
std::string_view name_of(envelope::Assurance assurance);

}  // namespace waymark::desk
