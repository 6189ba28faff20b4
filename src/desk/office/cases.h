// Cases: opening one, whose it is, what became of it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "desk/casefile/views.h"
#include "desk/office/session_token.h"
#include "desk/staff/sessions.h"

namespace waymark::desk {

/// What need not be begun within this time stands where it stands.
inline constexpr Seconds kRaisedAheadMax{7 * 86400};

inline constexpr std::size_t kReasonCodePointsMax = 500;
inline constexpr Seconds kGiveBackUndo{600};

namespace office {

class Cases {
 public:
  explicit Cases(Core& core) : core_(core) {}

  /// Logged. @error kNotFound, kDenied (taken by somebody else)
  Result<CaseView> open(const SessionToken& token, const CaseId& id);
  /// What the case is to this person now. Does not count as activity, and no line of the log.
  Result<CaseStanding> standing(const SessionToken& token, const CaseId& id);
  /// @param newest  the last message that was seen: when another one has come since, nothing is marked.
  /// @error kConflict in that case
  Result<void> mark_read(const SessionToken& token, const CaseId& id, const RecordId& newest);

  /// Gives the case a new key and seals its records again, to this person, the leads and recovery. A lead may take
  /// over. @error kConflict when it is mine already
  Result<void> take(const SessionToken& token, const CaseId& id);
  /// Back to the first line, with a new key and a line for whoever comes next (0…500 code points).
  /// @error kInvalid for somebody else's case without a line
  Result<void> give_back(const SessionToken& token, const CaseId& id, std::string_view line = {});
  /// Takes one's own giving-back back within kGiveBackUndo: the case is again whose it was.
  /// @error kConflict when it is too late, or something else happened since
  Result<void> undo_give_back(const SessionToken& token, const CaseId& id);
  /// My cases that others took over or gave away since I signed in the time before this one, newest first.
  Result<std::vector<LostCase>> lost(const SessionToken& token);

  /// Moves a case against the rules, with a reason (1…500 code points).
  /// @param to  raised: by when it must be begun, at most kRaisedAheadMax ahead; nothing: at once, with those in danger
  /// @error kInvalid for another `to`; kConflict with kChangedSince when somebody else has moved it meanwhile
  Result<void> move(const SessionToken& token, const CaseId& id, Override::Direction direction, std::string_view reason,
                    std::optional<TimePoint> to = {}, Seen seen = {});
  /// What has happened to a case since a version of it, oldest first. Not logged: whoever asks has the case open.
  Result<std::vector<Entry>> changes(const SessionToken& token, const CaseId& id, std::uint32_t seen);

 private:
  Result<CaseView> show(Session& session, const CaseId& id, OpenedCase& opened);

  Core& core_;
};

}  // namespace office
}  // namespace waymark::desk
