// List: the agenda of the compartments that somebody holds, and what changed of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "desk/casefile/views.h"
#include "desk/keyring/ids.h"
#include "desk/office/session_token.h"
#include "desk/staff/sessions.h"

namespace waymark::desk::office {

class List {
 public:
  explicit List(Core& core) : core_(core) {}

  /// The agenda of the compartments this person holds, in no order.
  Result<std::vector<AgendaRow>> rows(const SessionToken& token);
  /// The same for what changed after `counter`; its cost does not grow with the cases that did not change.
  Result<AgendaChanges> changes_since(const SessionToken& token, std::uint64_t counter);
  /// How the oldest text that nobody has read begins (see first_words.h), for each of these cases and in their order;
  /// empty where there is none, or the session cannot open the case. No line of the log: who asks could open the case,
  /// and nothing counts as read.
  Result<std::vector<std::string>> first_words(const SessionToken& token, const std::vector<CaseId>& ids);
  /// Goes up at every change that a screen could show. Does not count as activity for the idle lock.
  Result<std::uint64_t> change_counter(const SessionToken& token);
  struct Pulse {
    std::string alias;  ///< of whoever asks
    std::uint64_t counter = 0;
    std::optional<CaseStanding> here = {};  ///< of the case that was asked for
    std::vector<bool> listed = {};          ///< of `others`, which stand in this person's list
  };
  /// All that a screen asks for each second, in one turn at the lock. Does not count as activity either.
  Result<Pulse> pulse(const SessionToken& token, const std::optional<CaseId>& here, const std::vector<CaseId>& others);

 private:
  /// Opens the cases that this person can open, and remembers in the session how their unread texts begin.
  Result<void> open_unread(Session& session, const std::vector<CaseId>& ids);
  /// Which texts of a case are unread now, without their words; `unread` is 0 for a case that is not there.
  [[nodiscard]] UnreadWords unread_of(const CaseId& id) const;

  Core& core_;
};

}  // namespace waymark::desk::office
