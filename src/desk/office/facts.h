// Facts: what is known of a case, who said it, and whether it was checked.
#pragma once

#include <string_view>

#include "desk/casefile/views.h"
#include "desk/office/session_token.h"

namespace waymark::desk::office {

/// All of them: kConflict with kChangedSince when somebody has changed what is known of the same question meanwhile.
class Facts {
 public:
  explicit Facts(Core& core) : core_(core) {}

  /// Adds a fact (said_at, said_by and author as given). Which older facts it takes the place of is the pack's rule:
  /// see queue/clocks.h.
  Result<void> set(const SessionToken& token, const CaseId& id, const Fact& fact, Seen seen = {});
  /// Adds a fact in the place of another one, named as in fact_ref.h. When the code is another, the old one is written
  /// down as contradicted in the same step, so that its clocks stop.
  /// @error kInvalid for a name that fits no fact, or a fact of another question
  Result<void> correct(const SessionToken& token, const CaseId& id, const Fact& fact, std::string_view replaces,
                       Seen seen = {});
  /// Sets whether a fact was checked, and a note of how (0…500 code points); value, date, precision and speaker stay as
  /// they are. @error kInvalid for a name that fits no fact
  Result<void> check(const SessionToken& token, const CaseId& id, std::string_view fact, Verification verification,
                     std::string_view note, Seen seen = {});

 private:
  Core& core_;
};

}  // namespace waymark::desk::office
