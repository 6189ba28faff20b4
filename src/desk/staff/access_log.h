// AccessLog: who did what, when and why, without content. Lines are sealed, chained by hash and signed.
//
// Append inside the transaction of the deed itself, so that there is no deed without its line. Checking the chain
// needs no key but the roster's reply keys. @source docs/spec/desk-store.md "Access log"
#pragma once

#include <span>

#include "crypto/verify/hash.h"
#include "desk/keyring/key_ring.h"
#include "desk/staff/staff_views.h"
#include "store/connection.h"

namespace waymark::desk {

inline constexpr std::size_t kLogReasonBytesMax = 2'000;

/// Adds one line; `sequence` of the line is ignored.
/// @param keys of the person who is signed in: seals under the team's key and signs; nullptr seals to the team's
/// identity
Result<void> append_log(store::Connection& store, const LogLine& line, const KeyRing* keys, crypto::Random& random);

/// Lines after `sequence`, oldest first, at most `limit`. A line that does not open reads as what = "log.unreadable".
Result<std::vector<LogLine>> read_log(store::Connection& store, const KeyRing& keys, std::uint64_t sequence,
                                      unsigned limit);

/// Checks the chain and every signature. @param keys every reply key the organisation's rosters ever named
Result<LogVerdict> verify_log(store::Connection& store, std::span<const crypto::ReplyVerifyKey> keys);

/// Watches the log while the desk runs: each look checks the lines that were added since the last one, the line where
/// it stopped, and the newest signature, which covers every line before it. A log that was found broken stays so. What
/// it does not see: a line further back that was changed after it was looked at. `waymark log verify` looks at every
/// line.
class LogWatch {
 public:
  Result<LogVerdict> look(store::Connection& store, std::span<const crypto::ReplyVerifyKey> keys);

 private:
  LogVerdict broken_at(std::uint64_t sequence);
  [[nodiscard]] Result<bool> head_is_unchanged(store::Connection& store) const;

  LogVerdict verdict_{.intact = true};
  crypto::Sha256 head_{};  ///< of line verdict_.lines
};
/// The reply keys of all rosters in the database.
Result<std::vector<crypto::ReplyVerifyKey>> all_reply_keys(store::Connection& store);

}  // namespace waymark::desk
