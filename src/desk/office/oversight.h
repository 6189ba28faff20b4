// Oversight: who opened and changed what, and the health of what works while nobody looks.
#pragma once

#include <cstdint>
#include <vector>

#include "desk/casefile/views.h"
#include "desk/keyring/token_stock.h"
#include "desk/office/session_token.h"
#include "desk/staff/access_log.h"

namespace waymark::desk::office {

/// What leaves the office's own keeping, on paper or as a file.
enum class TakenOut : std::uint8_t { kPrint, kCalendar };

class Oversight {
 public:
  explicit Oversight(Core& core) : core_(core) {}

  /// Newest first, at most `limit` (1…500) lines older than sequence `before` (0: from the newest). Everybody's for
  /// the roles coordinator, lead and security; one's own for all others.
  Result<std::vector<LogLine>> access_log(const SessionToken& token, std::uint64_t before, unsigned limit);
  Result<LogVerdict> verify_log();
  Result<Health> health(const SessionToken& token);
  /// How it stands with the tokens of this week's replies.
  Result<TokenStock> tokens(const SessionToken& token);
  /// Writes into the log that this person takes something out.
  /// @param id  the case, of a print. @error kNotFound, kDenied for a case that they cannot open
  Result<void> note_taken_out(const SessionToken& token, TakenOut what, const CaseId* id = nullptr);

 private:
  Core& core_;
  LogWatch log_watch_;  ///< the health view asks often; each line is checked once
};

}  // namespace waymark::desk::office
