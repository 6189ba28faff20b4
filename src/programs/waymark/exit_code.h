// Exit codes of the waymark command (their help is the text "waymark.exits"), and the sentence for each error that a
// person can do something about.
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

/// What ends a command: one sentence for the person at the terminal (by say()), and the exit code.
struct Stop {
  Exit exit;
  std::string sentence;
};

/// The sentence and exit code of an error. @param cannot  what did not work, in the language that is spoken: "Could
/// not read the roster" (say("cannot.…"))
Stop stop_for(const Error& error, const std::string& cannot);

}  // namespace waymark::program
