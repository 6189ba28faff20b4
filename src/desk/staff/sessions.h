// Sessions: who is signed in, in memory only. A lease ends after 8 hours, an idle session earlier; then its keys are
// wiped.
//
// Not thread-safe; the office's lock guards it.
#pragma once

#include <map>
#include <memory>

#include "base/clock.h"
#include "crypto/totp.h"
#include "crypto/verify/hash.h"
#include "desk/keyring/case_key.h"
#include "desk/keyring/key_ring.h"
#include "desk/staff/staff_views.h"

namespace waymark::desk {

inline constexpr Seconds kLease{8 * 3'600};
inline constexpr Seconds kIdleLock{15 * 60};
/// A screen asks again for what it shows; only after this time is that a new opening for the log.
inline constexpr Seconds kOpeningCounts{10 * 60};
inline constexpr std::size_t kTokenBytes = 32;
inline constexpr std::size_t kSessionsPerPersonMax = 4;

/// How the unread text of a case begins, as long as the same texts are unread.
struct UnreadWords {
  unsigned unread = 0;
  std::optional<TimePoint> since;
  std::string words;
  [[nodiscard]] bool stands_for(const UnreadWords& other) const {
    return unread == other.unread && since == other.since;
  }
};

struct Session {
  std::string alias;
  std::vector<std::string> roles;
  KeyRing keys;
  TimePoint lease_until;
  TimePoint last_active;
  std::uint64_t generation = 0;                           ///< of the person when the session began
  std::optional<crypto::TotpSecret> pending_factor = {};  ///< waits for its first code
  std::map<CaseId, CaseKey> case_keys = {};               ///< opened so far
  std::map<CaseId, UnreadWords> unread_words = {};        ///< of the lists that were shown
  std::map<CaseId, TimePoint> openings = {};              ///< when the log last said that this person opened a case
};

class Sessions {
 public:
  /// A new session and its token (43 characters). The oldest of the same person ends when there are too many.
  std::string add(Session session, crypto::Random& random);
  /// The session of a token, counted as activity. @error kExpired
  Result<Session*> find(std::string_view token, TimePoint now);
  /// The same without counting as activity, for polling. @error kExpired
  Result<Session*> peek(std::string_view token, TimePoint now);
  /// Ends a session; its alias if there was one.
  std::optional<std::string> end(std::string_view token);
  void end_all_of(std::string_view alias);
  /// Ends those whose lease or idle time is over.
  void sweep(TimePoint now);
  /// Any session that holds a compartment's key; nullptr if there is none.
  Session* any_with(Compartment name);
  /// Ends the sessions for which `keep` (Session& → Result<bool>) says false or fails.
  template <class Keep>
  void keep_if(Keep keep) {
    for (auto it = by_token_.begin(); it != by_token_.end();) {
      const Result<bool> kept = keep(*it->second);
      it = kept.has_value() && *kept ? std::next(it) : by_token_.erase(it);
    }
  }
  /// Forgets a case's key in all sessions: it was rotated or shredded.
  void forget_case(const CaseId& id);
  [[nodiscard]] bool has(std::string_view alias) const;
  [[nodiscard]] bool empty() const { return by_token_.empty(); }
  /// The sessions, to look for one that opens a case.
  template <class Visit>
  void each(Visit visit) {
    for (auto& [token, session] : by_token_) visit(*session);
  }

 private:
  /// Of a clock that was set back, idling counts from the moment at which that is seen: otherwise a screen that was
  /// left open would stay open for as long as the clock was set back.
  static bool is_over(Session& session, TimePoint now);
  // Keyed by the token's hash, so that the time of a look-up says nothing about a token.
  std::map<crypto::Sha256, std::unique_ptr<Session>> by_token_;
};

}  // namespace waymark::desk
