// Items: tasks, call-backs, contact windows, legal matters, consents and people of a case: writing them down, changing
// them, saying that they are over, and taking that back.
#pragma once

#include <string_view>

#include "desk/casefile/item.h"
#include "desk/office/session_token.h"

namespace waymark::desk::office {

class Items {
 public:
  explicit Items(Core& core) : core_(core) {}

  /// Writes an item down, or changes the one whose id it has. The same operation again is the same item.
  /// @return its id
  /// @error kInvalid, kTooLarge as check_item, kInvalid also for an owner whom nobody knows, and for a link to a case
  /// that is not made by link(); kNotFound for an id that is none of the case, or of another kind; kFull at
  /// kItemsPerCaseMax; kDenied, kNotFound for the case
  Result<RecordId> put(const SessionToken& token, const CaseId& id, const Item& item, const RecordId& operation);
  /// Two people write about the same from two mailboxes: each case names the other, and who writes there, in one step.
  /// Neither is closed, and nothing of one is copied into the other: whoever answers does so in the case of the one who
  /// reads it, by that one's rules.
  /// @param here, there  relation of whoever writes in `id` and in `other` to the person in need
  /// @error kInvalid for one case twice, or a relation that is none; kConflict when they are linked already; kFull;
  /// kNotFound, kDenied for either case
  Result<void> link(const SessionToken& token, const CaseId& id, const CaseId& other, std::string_view here,
                    std::string_view there, const RecordId& operation);
  /// It is over: done, or (dropped) a mistake. @error kNotFound; kConflict when it is over already
  Result<void> end(const SessionToken& token, const CaseId& id, const RecordId& item, bool dropped);
  /// Takes that back, whoever said it. @error kNotFound; kConflict when it is not over
  Result<void> open_again(const SessionToken& token, const CaseId& id, const RecordId& item);

  /// Whoever calls has seen that a day in court comes; or, not `seen`, takes that back. The caller has made sure that
  /// it is a day of this case and which step has come (queue/court.h). The same twice is once.
  /// @error kConflict for a closed case; kNotFound, kDenied for the case
  Result<void> see_court(const SessionToken& token, const CaseId& id, TimePoint day, int step, bool seen,
                         const RecordId& operation);

 private:
  Core& core_;
};

}  // namespace waymark::desk::office
