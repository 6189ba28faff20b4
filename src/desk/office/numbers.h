// Numbers: the rows for counting, for whoever makes figures of them, and which release of figures went out last.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "desk/casefile/stat_row.h"
#include "desk/office/session_token.h"
#include "desk/staff/sessions.h"

namespace waymark::desk::office {

class Numbers {
 public:
  explicit Numbers(Core& core) : core_(core) {}

  /// All rows, in no order; the log says that somebody counted. @error kDenied for whoever is not of the first line
  Result<std::vector<StatRow>> rows(const SessionToken& token);
  /// Hash of the last release that this office made; nothing before the first. @error kDenied as rows()
  Result<std::optional<std::string>> last_release(const SessionToken& token);
  /// @param hash  hexadecimal SHA-256. @error kDenied as rows(); kInvalid for anything else
  Result<void> note_release(const SessionToken& token, std::string_view hash);

 private:
  Result<Session*> enter(const SessionToken& token);
  Core& core_;
};

}  // namespace waymark::desk::office
