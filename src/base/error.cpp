#include "base/error.h"

#include "base/check.h"

namespace waymark {

std::string_view name_of(Code code) {
  switch (code) {
    case Code::kTruncated: return "truncated";
    case Code::kMalformed: return "malformed";
    case Code::kWrongSize: return "wrong-size";
    case Code::kTooLarge: return "too-large";
    case Code::kUnsupported: return "unsupported";
    case Code::kNotForUs: return "not-for-us";
    case Code::kAuthentication: return "authentication";
    case Code::kWrongInstance: return "wrong-instance";
    case Code::kWrongDay: return "wrong-day";
    case Code::kExpired: return "expired";
    case Code::kReplayed: return "replayed";
    case Code::kNotFound: return "not-found";
    case Code::kConflict: return "conflict";
    case Code::kFull: return "full";
    case Code::kDenied: return "denied";
    case Code::kBadPassphrase: return "bad-passphrase";
    case Code::kRateLimited: return "rate-limited";
    case Code::kUnavailable: return "unavailable";
    case Code::kStorage: return "storage";
    case Code::kInvalid: return "invalid";
  }
  check_failed(__FILE__, __LINE__, "unknown code");
}

std::string describe(const Error& error) {
  std::string line{error.where};
  line += ": ";
  line += name_of(error.code);
  if (!error.detail.empty()) line += " (" + error.detail + ")";
  return line;
}

}  // namespace waymark
