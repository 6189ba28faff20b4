// Exit codes of the waymark command, and the sentence for each error that a person can do something about.
#pragma once

#include <string>

#include "base/result.h"

namespace waymark::program {

enum class Exit : int {
  kOk = 0,
  kFailed = 1,     ///< anything not named below
  kUsage = 2,      ///< command line or configuration
  kStorage = 3,    ///< folder, database, disk
  kSignIn = 4,     ///< passphrase or code refused, or too many tries
  kWrongKey = 5,   ///< the root key or the recovery file belongs to another office
  kRoster = 6,     ///< the roster has expired or the day-key lists have run out
  kClock = 7,      ///< this machine's clock is off
  kRelay = 8,      ///< the relay does not answer or refuses us
  kLogBroken = 9,  ///< the access log is not intact
};

inline constexpr const char* kExitHelp =
    "Exit codes: 0 good, 1 failed, 2 command line or configuration, 3 storage, 4 sign-in refused, 5 wrong root key or\n"
    "recovery file, 6 roster or day keys expired, 7 clock off, 8 relay, 9 access log not intact.";

/// What ends a command: one sentence for the person at the terminal, and the exit code.
struct Stop {
  Exit exit;
  std::string sentence;
};

/// The sentence and exit code of an error; `doing` completes "Could not …".
Stop stop_for(const Error& error, std::string_view doing);

}  // namespace waymark::program
