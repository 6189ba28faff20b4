// Ends: waiting, what became of a case, closing it with a last message, setting it aside, opening it again, merging.
//
// An act that ends something is one transaction with an id of its own: the same id again is the same act, and undo()
// takes all of it back. Every countable thing writes its stat row with the event.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "desk/casefile/views.h"
#include "desk/office/session_token.h"
#include "desk/staff/sessions.h"

namespace waymark::desk {

/// How long an act that ends something can be taken back with one call.
inline constexpr Seconds kEndUndo{600};

/// How a case is closed.
struct Closing {
  Side side = Side::kNone;  ///< kNone, kOutOfMandate or kContactLost
  std::vector<Outcome> outcomes = {};
  std::string_view last_words = {};  ///< empty: none; otherwise a reply, held like any other
  /// The newest message that was seen: when another one has come since, nothing is closed. Empty: not looked at.
  std::optional<RecordId> newest = {};
  Seen seen = {};  ///< any word, fact or act that has come since keeps it open
};

/// Something to be done, set in the same act.
struct TaskToSet {
  std::string text;
  ItemDate due = {};
  bool mine = true;  ///< of whoever acts; otherwise of nobody yet
};
inline constexpr std::size_t kTasksToSetMax = 5;

/// What is waited for, and what is said in the same act.
struct Waiting {
  Stage stage = Stage::kWaitingPerson;
  std::optional<TimePoint> until = {};
  std::string_view words = {};  ///< empty: nothing is sent; otherwise a reply, held like any other
  Seen seen = {};               ///< any word, fact or act that has come since is kept from being overlooked
  std::vector<TaskToSet> tasks = {};
};

/// What an act did.
struct Ended {
  std::optional<HeldReply> reply = {};  ///< the last message, while it is held
};

namespace office {

class Ends {
 public:
  explicit Ends(Core& core) : core_(core) {}

  /// Closes a case: outcomes, a last message and the stage in one act.
  /// @param act  made by the caller; the same again is the same act
  /// @error kConflict when it is closed already, or a message has come that was not seen; kDenied for a last message in
  /// a case that is not mine; kInvalid, kTooLarge, kFull as for a reply; kFull over kOutcomesPerCaseMax
  Result<Ended> close(const SessionToken& token, const CaseId& id, const Closing& closing, const RecordId& act);
  /// Waits for the person, for somebody else, or for a date: until a moment, or (kWaitingPerson) until they write.
  /// kReferred: others go on with it, and we look again at that moment.
  /// With words it answers and waits in one act; tasks are set in it, and undone with it.
  /// @error kInvalid for another stage, or a moment that has passed; kConflict for a closed case; for words as close();
  /// for tasks kInvalid, kTooLarge as check_item, kFull at kItemsPerCaseMax
  Result<Ended> wait(const SessionToken& token, const CaseId& id, const Waiting& waiting, const RecordId& act);
  /// The same without words.
  Result<void> wait(const SessionToken& token, const CaseId& id, Stage stage, std::optional<TimePoint> until,
                    const RecordId& act) {
    LET(const Ended ended, wait(token, id, Waiting{.stage = stage, .until = until}, act));
    (void)ended;
    return {};
  }
  /// Sets a request aside as one kind of junk: closed, counted, undoable; whoever writes again is back in the list.
  /// @param unread  how many unread texts a row of the list showed; nothing: not looked at
  /// @error kConflict when it is closed already, or a message has come that was not seen
  Result<void> set_aside(const SessionToken& token, const CaseId& id, Junk junk, const RecordId& act, Seen seen = {},
                         std::optional<unsigned> unread = {});
  /// Opens a closed case again. @error kConflict when it is open
  Result<void> reopen(const SessionToken& token, const CaseId& id);
  /// Takes one's own last act back within kEndUndo. A last message that has gone stays gone.
  /// @error kConflict when it is too late, or something else happened since
  Result<void> undo(const SessionToken& token, const CaseId& id, const RecordId& act);

  /// @error kFull over kOutcomesPerCaseMax; the same operation again is the same outcome
  Result<RecordId> add_outcome(const SessionToken& token, const CaseId& id, const Outcome& outcome,
                               const RecordId& operation);
  /// @error kNotFound
  Result<void> drop_outcome(const SessionToken& token, const CaseId& id, const RecordId& outcome);

  /// Closes `id` as a duplicate of `into`. Each keeps its own conversation and mailbox: what one person wrote is never
  /// shown to another. Only a person merges.
  /// @param seen  of `id`: any word, fact or act that has come since keeps it open
  /// @error kInvalid for one case twice, or an `into` that is merged itself; kConflict when `id` is merged already, or
  /// changed since; kNotFound, kDenied for either
  Result<void> merge(const SessionToken& token, const CaseId& id, const CaseId& into, const RecordId& act,
                     Seen seen = {});
  /// @error kConflict when it is not merged
  Result<void> unmerge(const SessionToken& token, const CaseId& id);

 private:
  struct Act;
  Result<Ended> end(Session& session, OpenedCase& opened, const Act& act);
  Result<void> set_task(Session& session, OpenedCase& opened, const TaskToSet& task, const RecordId& act);
  Result<void> count(Session& session, const OpenedCase& opened, const Act& act);
  Result<RecordId> note_outcome(Session& session, OpenedCase& opened, const Outcome& outcome, const RecordId& act,
                                const RecordId& operation);

  Core& core_;
};

}  // namespace office
}  // namespace waymark::desk
