// Presence: who looks at which case just now, and who writes in it, so that two people do not read the same first row.
//
// In this memory only and a few seconds old: nothing of it is stored, logged or counted, on purpose (it would say who
// works how fast). A tab that nobody sees says nothing. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "desk/keyring/ids.h"

namespace waymark::desk::api {

/// Forgotten after this time without a word; a page says it anew every second or two.
inline constexpr Seconds kPresenceLasts{6};

struct Present {
  CaseId case_id;
  std::string alias;
  bool writing = false;
};

class Presence {
 public:
  /// @param case_id  nothing: somewhere else
  void say(const std::string& alias, const std::optional<CaseId>& case_id, bool writing, TimePoint now);
  /// Everybody who is somewhere, by alias.
  [[nodiscard]] std::vector<Present> all(TimePoint now) const;

 private:
  struct Said {
    CaseId case_id;
    bool writing;
    TimePoint at;
  };
  mutable std::mutex lock_;
  std::map<std::string, Said> said_;  // guarded by lock_
};

}  // namespace waymark::desk::api
