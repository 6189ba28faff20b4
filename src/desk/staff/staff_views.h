// What the office shows about people and about the log: plain values without keys.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "desk/keyring/ids.h"

namespace waymark::desk {

struct LogLine {
  std::uint64_t sequence = 0;
  TimePoint at = {};
  std::string who = {};     ///< alias; empty when it is not known who tried
  std::string what = {};    ///< stable name such as "case.open", "staff.sign-in-refused"
  std::uint64_t times = 1;  ///< how often, for lines that stand for many
  std::string why = {};     ///< what a deed about staff was for; of a case the log holds the deed alone
  std::optional<CaseId> case_id = {};
  std::optional<std::uint32_t> code_name = {};
  std::string from = {};  ///< alias whose case it was, where somebody else took it or gave it away
};

struct LogVerdict {
  bool intact = false;
  std::uint64_t lines = 0;
  std::uint64_t covered = 0;    ///< lines up to and with the last signed one
  std::uint64_t first_bad = 0;  ///< when not intact
};

/// kContested: two people have tried to accept one invitation. Nobody can confirm it; the coordinator removes the
/// person and invites them again, by another way. The numbers are stored.
enum class StaffState { kActive, kInvited, kConfirming, kContested };

struct StaffRow {
  std::string alias;
  std::vector<std::string> roles;
  StaffState state = StaffState::kActive;
  std::optional<bool> signed_in = {};  ///< nothing for those who may not see it
};

/// What was done when somebody left.
struct Departure {
  std::string alias;
  unsigned compartments = 0;    ///< that have a new key
  unsigned cases = 0;           ///< that have a new key
  unsigned cases_waiting = 0;   ///< that get theirs when their owner or a lead signs in
  bool knew_reply_key = false;  ///< replace it with `waymark roster renew --new-keys`
  bool knew_list_key = false;
  /// Day keys that were not public yet are new. Pages that were handed out before stay good, the ones with the old keys
  /// are readable also for whoever copied these keys: hand out a new page.
  bool replaced_day_keys = false;
};

struct Invitation {
  std::string alias;
  std::string code;  ///< shown once; 32 characters in groups of four
};

struct Enrolment {
  std::string alias;
  std::string totp_uri;     ///< otpauth://…
  std::string totp_secret;  ///< base32
};

struct Me {
  std::string alias;
  std::vector<std::string> roles;
  TimePoint lease_until = {};
  Seconds idle_lock{};
};

}  // namespace waymark::desk
