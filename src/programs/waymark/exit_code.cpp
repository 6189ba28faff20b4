#include "programs/waymark/exit_code.h"

namespace waymark::program {

Stop stop_for(const Error& error, std::string_view doing) {
  const std::string could_not = "Could not " + std::string{doing} + ": ";
  switch (error.code) {
    case Code::kBadPassphrase:
      return {Exit::kSignIn,
              "Alias, passphrase or code is not right. (Which of them is never said. A code works once: wait for the "
              "next.)"};
    case Code::kRateLimited: return {Exit::kSignIn, "Too many refused tries for this alias. Wait before the next one."};
    case Code::kExpired: return {Exit::kSignIn, could_not + "the session has ended, sign in again."};
    case Code::kStorage: return {Exit::kStorage, could_not + "the database or a file fails (" + describe(error) + ")."};
    case Code::kFull: return {Exit::kStorage, could_not + "the disk is full."};
    case Code::kUnsupported:
      return {Exit::kStorage, could_not + "the database was made by another program or a newer version of Waymark."};
    case Code::kDenied:
      return {Exit::kFailed, could_not + "this person has no right or no key for it (" + error.detail + ")."};
    case Code::kInvalid:
      if (error.where == "desk/passphrase")
        return {Exit::kUsage,
                could_not + (error.detail == "short"
                                 ? "a passphrase needs at least 16 characters. Five random words are good."
                                 : "this passphrase is guessed early: it is made of common words, a row of "
                                   "keys, repeats or the alias. Five random words are good.")};
      return {Exit::kUsage, could_not + "a value is not acceptable (" + error.detail + ")."};
    case Code::kConflict: return {Exit::kFailed, could_not + "it is there already (" + error.detail + ")."};
    case Code::kNotFound: return {Exit::kFailed, could_not + "not found."};
    default: return {Exit::kFailed, could_not + describe(error) + "."};
  }
}

}  // namespace waymark::program
