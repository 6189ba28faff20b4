// Doors: signing in and out. Keys live in the sessions, in memory, from sign-in until the lease ends (8 h), the idle
// lock, lock() or the end of the process.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "crypto/xwing_key.h"
#include "desk/casefile/views.h"
#include "desk/office/session_token.h"
#include "desk/staff/people.h"

namespace waymark::desk {

struct SignedIn {
  SessionToken token;
  Me me;
  std::string device = {};  ///< for the browser to keep and to send with its next sign-in; empty when it has one
};

/// What somebody at the door says they are.
struct Knock {
  std::string_view alias;
  const SecretBytes& passphrase;
  std::string_view totp;         ///< six digits
  std::string_view device = {};  ///< what an earlier sign-in gave this browser, or a door code; empty: neither
};

namespace office {

class Doors {
 public:
  explicit Doors(Core& core) : core_(core) {}

  /// Always the same work, whether or not the alias exists. Blocks for about a second (one at a time). Refused, too,
  /// when the passphrase, the second factor or the sessions of this person were changed meanwhile, or somebody pressed
  /// the panic lock in their name: the later change wins.
  /// @error kBadPassphrase (never said which part), kRateLimited (see sign_in_wait), kUnavailable (too many at the
  /// door)
  Result<SignedIn> sign_in(const Knock& knock);
  /// From a device that is not known.
  Result<SignedIn> sign_in(std::string_view alias, const SecretBytes& passphrase, std::string_view totp) {
    return sign_in(Knock{.alias = alias, .passphrase = passphrase, .totp = totp});
  }
  /// Seconds until this alias may try again from this device; strangers share one wait for each alias. The same answer
  /// for aliases that do not exist.
  Seconds sign_in_wait(std::string_view alias, std::string_view device = {});
  /// Whether this person has signed in from this device, or holds a door code.
  bool knows_device(std::string_view alias, std::string_view device);
  /// Ends this session and wipes its keys. Never fails.
  void sign_out(const SessionToken& token);
  /// Panic lock: the same, and the log says so.
  void lock(const SessionToken& token);
  Result<Me> me(const SessionToken& token);
  /// Whether anybody is signed in now; ends sessions whose lease or idle time is over. For what is kept in memory only
  /// while somebody is here.
  [[nodiscard]] bool anybody_here();

 private:
  struct AtDoor;
  Result<AtDoor> look_at(const Knock& knock);
  Result<SignedIn> finish_sign_in(const AtDoor& door, Result<crypto::XWingSeed> seed, std::string_view totp);
  Result<SignedIn> start_session(Unit unit, const AtDoor& door, crypto::XWingSeed seed, SecondFactor factor);
  Result<std::string> welcome_device(const AtDoor& door);
  Result<SignedIn> refuse_sign_in(Unit unit, const AtDoor& door);

  Core& core_;
};

}  // namespace office
}  // namespace waymark::desk
