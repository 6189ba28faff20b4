// What the office shows to somebody who is signed in: plain values without keys, ready to be written as JSON.
//
// Texts in here are content. They live in memory only and never reach a log or an error.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "desk/casefile/item.h"
#include "desk/casefile/outcome.h"
#include "desk/keyring/ids.h"
#include "desk/queue/packed_situation.h"
#include "desk/staff/staff_views.h"

namespace waymark::desk {

/// One row of the agenda: what the whole compartment may see of a case.
struct AgendaRow {
  CaseId case_id;
  std::uint32_t code_name =
      0;                ///< index: pair of words = code_name % 8192; code_name / 8192 is a number to add when not 0
  Situation situation;  ///< owner and unread count are in it
  bool mine = false;
};

/// The same of every case of an office at once, as it lies in memory.
struct ChangedRow {
  CaseId case_id;
  std::uint32_t code_name = 0;
  PackedSituation situation;
};

/// What changed in the list after a value of the change counter.
struct AgendaChanges {
  std::uint64_t counter = 0;  ///< ask with it next time
  bool whole = false;         ///< `rows` is the whole list: forget what you have
  std::vector<ChangedRow> rows = {};
  std::vector<CaseId> gone = {};
};

enum class EntryKind { kMessage, kReply, kNote, kEvent };
/// kHeld can be undone; kQueued waits for the relay; kStored is at the relay; kFailed must be written again.
enum class ReplyState { kHeld, kQueued, kStored, kFailed, kUndone };

/// One line of the conversation, oldest first.
struct Entry {
  RecordId id;
  EntryKind kind = EntryKind::kMessage;
  std::uint32_t version = 0;  ///< of the case, since this
  TimePoint at = {};
  std::uint32_t day = 0;       ///< messages: the UTC day of the key it was sealed to; otherwise the day of `at`
  std::string author = {};     ///< alias; empty for the requester
  std::string assurance = {};  ///< messages: "browser", "portable", "clerk", "bridge"
  Language language = Language::kRussian;
  std::string text = {};              ///< UTF-8, shown as text, never as markup
  std::string contact_words = {};     ///< messages: when and how it is safe to answer, in the requester's words
  std::vector<std::string> odd = {};  ///< messages: what could not be read, as envelope::Message::odd names it
  std::string what = {};          ///< events: "taken", "returned", "given-back", "raised", "lowered", "fact", "stage",
                                  ///< "checked-verified" and so on; `text` is the reason or the note that goes with it
  std::string owner = {};         ///< "returned": whose case it is again
  std::optional<Fact> fact = {};  ///< "fact" and "checked-…"
  std::optional<Outcome> outcome = {};     ///< "outcome"
  std::optional<TimePoint> wakes_at = {};  ///< "waiting_…"
  std::optional<Item> item = {};           ///< "item", "item-…"
  std::optional<TimePoint> court_at = {};  ///< "court-seen", "court-unseen": which day
  ReplyState state = ReplyState::kStored;
  std::optional<TimePoint> hold_until = {};
};

/// What the person who asks may do with a case now.
struct May {
  bool take = false, give_back = false, reply = false, note = false, set_fact = false, move = false, end = false;
};

struct CaseView {
  AgendaRow row;
  std::uint32_t version = 0;             ///< goes up with everything that happens, see Seen
  std::uint64_t changed = 0;             ///< as CaseStanding::changed at this moment
  std::string compartment = {};          ///< "first_line"
  std::vector<Entry> entries = {};       ///< without undone replies
  std::vector<Fact> facts = {};          ///< superseded ones too
  std::vector<std::string> access = {};  ///< aliases and compartments that can open it
  std::vector<LogLine> log = {};
  May may = {};
  std::vector<NotedOutcome> outcomes = {};
  std::vector<NotedItem> items = {};  ///< without dropped ones
  std::optional<CaseId> merged_into = {};
  std::vector<CaseId> merged = {};        ///< cases that went into this one
  std::optional<RecordId> undo_act = {};  ///< my last act that ended something, while it can be undone
  unsigned messages = 0;                  ///< texts of the requester so far
  unsigned replies_left = 0;              ///< free places in the mailbox until the end of next week
};

/// The version of a case on the screen of whoever changes it; nothing: whatever it is now. What somebody else has
/// changed since is not overwritten: kConflict with kChangedSince.
using Seen = std::optional<std::uint32_t>;
inline constexpr std::string_view kChangedSince = "changed since";

/// What a case is to somebody whose screen shows it.
struct CaseStanding {
  enum class Kind : std::uint8_t { kOpen, kTaken, kGone };
  Kind kind = Kind::kOpen;
  std::optional<std::string> owner = {};  ///< kTaken
  std::optional<TimePoint> since = {};    ///< kTaken, kGone: nothing when this process does not remember
  std::uint64_t changed = 0;              ///< kOpen: another number whenever anything in it has changed
};

enum class DraftKind : std::uint8_t { kReply, kNote };
/// "reply", "note"
inline std::string_view name_of(DraftKind kind) { return kind == DraftKind::kReply ? "reply" : "note"; }
/// @error kMalformed
inline Result<DraftKind> draft_kind_from(std::string_view name) {
  if (name == "reply") return DraftKind::kReply;
  if (name == "note") return DraftKind::kNote;
  return fail(Code::kMalformed, "desk/drafts");
}

/// An unsent text of the person who asks.
struct DraftView {
  CaseId case_id;
  DraftKind kind = DraftKind::kReply;
  std::string text;
  std::uint32_t version = 1;  ///< goes up with every change
};

/// A case of mine that somebody else took over or gave away.
struct LostCase {
  CaseId case_id;
  std::uint32_t code_name = 0;
  std::string by;
  TimePoint at = {};
  bool given_back = false;  ///< otherwise `by` leads it now
};

/// A reply as the office keeps it until it goes.
struct HeldReply {
  RecordId record;
  TimePoint hold_until = {};
};

/// One relay of several.
struct RelayHealth {
  std::string name;
  bool reachable = false;
  std::string error = {};  ///< name of the code of the last failure, or empty
  std::uint32_t waiting = 0;
  std::optional<TimePoint> last_pull = {};
  std::uint64_t broken_words = 0;  ///< envelopes that it has said to keep, by its signature, and has not given us
  bool repeats = false;            ///< it gives again and again what it has said to have deleted
  std::uint64_t keys = 0;          ///< under which it gave its word; more than one: its database was replaced
  std::uint8_t second = 0;         ///< how its own second relay is, docs/spec/relay.md "Two places"
  std::uint32_t not_copied = 0;    ///< envelopes that its second relay has not got
};

/// The state of what works while nobody looks. What is said of "the relay" is said of the main one.
struct Health {
  std::vector<RelayHealth> relays = {};  ///< all of them, the main one first
  bool relay_reachable = false;
  std::string relay_error = {};  ///< name of the code of the last failure, or empty
  std::optional<TimePoint> last_pull = {};
  std::int64_t clock_skew_s = 0;  ///< relay's clock minus ours, as last seen
  std::uint32_t waiting_at_relay = 0;
  std::uint64_t unopened = 0;                         ///< stored here, waiting for somebody of the first line
  std::uint64_t unopened_max = 0;                     ///< that may wait here; what is more stays at the relay
  std::uint64_t replies_waiting = 0;                  ///< sealed, not yet at the relay
  std::map<std::string, std::uint64_t> refused = {};  ///< envelopes dropped, by name of the code
  std::uint64_t redated = 0;                          ///< filed, though the relay named another day than theirs
  std::optional<std::uint32_t> lists_until_day = {};  ///< last day for which a signed day-key list is ready
  std::int64_t roster_days_left = 0;                  ///< negative when it has expired
  std::int64_t signing_key_days_left = 0;  ///< until list and reply keys should be replaced; negative afterwards
  std::uint64_t stale_cases = 0;           ///< cases of somebody who was removed: their owner or a lead must sign in
};

}  // namespace waymark::desk
