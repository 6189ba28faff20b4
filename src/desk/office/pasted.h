// Pasted: what came by another way than the relay, through somebody of the staff.
#pragma once

#include <optional>
#include <string_view>

#include "desk/keyring/ids.h"
#include "desk/office/session_token.h"

namespace waymark::desk {

/// What became of a pasted text.
struct PasteReport {
  /// kKnown: filed before, and case_id says where. kGone: nothing of its writer is here (any more): what there was
  /// was erased at their wish.
  enum class Outcome : std::uint8_t { kNewCase, kFurther, kErased, kKnown, kGone };
  Outcome outcome = Outcome::kKnown;
  std::optional<CaseId> case_id = {};  ///< always there but for kErased and kGone
  /// Sealed with a page that is older than this day, on which the keys were replaced.
  std::optional<std::uint32_t> page_before_day = {};
};

namespace office {

class Pasted {
 public:
  explicit Pasted(Core& core) : core_(core) {}

  /// A sealed text that a requester passed on by a messenger: opened and filed like an envelope from the relay, once,
  /// whichever way it came first. Logged. @source docs/spec/portable.md "At the desk"
  /// @error kDenied without the first line's keys; as envelope::read_pasted; kNotForUs (no day key of ours opens it),
  /// kWrongDay (its day's key is destroyed), kWrongInstance, kAuthentication, kMalformed, kUnsupported: nothing stored
  Result<PasteReport> file(const SessionToken& token, std::string_view text);

 private:
  Core& core_;
};

}  // namespace office
}  // namespace waymark::desk
