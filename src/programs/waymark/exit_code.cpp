#include "programs/waymark/exit_code.h"

#include "programs/waymark/speech.h"

namespace waymark::program {

Stop stop_for(const Error& error, const std::string& cannot) {
  const auto because = [&](Exit exit, std::string_view key, const std::string& detail) {
    return Stop{exit, say(key, {{"cannot", cannot}, {"detail", detail}})};
  };
  switch (error.code) {
    case Code::kBadPassphrase: return {Exit::kSignIn, say("error.bad-passphrase")};
    case Code::kRateLimited: return {Exit::kSignIn, say("error.rate-limited")};
    case Code::kExpired: return because(Exit::kSignIn, "error.expired", {});
    case Code::kStorage: return because(Exit::kStorage, "error.storage", describe(error));
    case Code::kFull: return because(Exit::kStorage, "error.full", {});
    case Code::kUnsupported: return because(Exit::kStorage, "error.unsupported", {});
    case Code::kDenied: return because(Exit::kFailed, "error.denied", error.detail);
    case Code::kInvalid:
      if (error.where == "desk/passphrase")
        return because(Exit::kUsage, error.detail == "short" ? "error.passphrase-short" : "error.passphrase-guessed",
                       {});
      return because(Exit::kUsage, "error.invalid", error.detail);
    case Code::kConflict: return because(Exit::kFailed, "error.conflict", error.detail);
    case Code::kNotFound: return because(Exit::kFailed, "error.not-found", {});
    default: return because(Exit::kFailed, "error.other", describe(error));
  }
}

}  // namespace waymark::program
