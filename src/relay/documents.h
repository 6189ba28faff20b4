// Documents: the roster chain, the day-key list, the public cards and the figures that the relay hands out, checked
// before they are.
//
// The relay is trusted with none: it checks so that a mistake or a thief of the transport key cannot replace what
// requesters see by something that their pages would refuse.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "relay/figures.h"
#include "relay/public_set.h"
#include "relay/store.h"
#include "roster/day_keys.h"
#include "roster/roster.h"

namespace waymark::relay {

/// One consistent set, never changed once made.
struct Published {
  std::uint64_t version = 0;  ///< of what is kept, see Store::documents_version
  std::optional<roster::VerifiedRoster> roster;
  std::optional<roster::DayKeyList> day_keys;
  std::shared_ptr<const Bytes> roster_text;  // shared with answers under way; null before the first
  std::shared_ptr<const Bytes> chain_text;   // all rosters, each followed by a NUL byte
  std::shared_ptr<const Bytes> day_keys_text;
  ServedCardsPtr cards;              // null before the first, and when a new roster made the last one void
  std::uint32_t cards_serial = 0;    ///< of the last set there was; nothing older comes back
  ServedFiguresPtr figures;          // null before the first release
  std::uint32_t figures_serial = 0;  ///< of the last release there was; nothing older comes back

  /// Whether requests may come in: there is a roster and today is not past it.
  [[nodiscard]] bool is_open(TimePoint now) const;
};
using PublishedPtr = std::shared_ptr<const Published>;

/// Verifies what is kept.
/// @error any error of roster/ when it does not fit `instance` (it was changed from outside)
Result<PublishedPtr> verify_documents(const KeptDocuments& kept, const crypto::InstanceId& instance);

/// Checks a new document against `before` and stores it; publishing the current one again changes nothing.
/// @param document  a note; of public cards and figures the whole set (roster/public_cards.h, figures_set.h)
/// @return the set with it
/// @error those of roster/; kConflict for a serial that does not follow, and when
/// another relay on the same store was faster, or for figures whose ledger does not go on;
/// kReplayed for public cards or figures older than those that are kept; kNotFound for anything but a roster before any
/// roster
Result<PublishedPtr> publish_document(Store& store, const crypto::InstanceId& instance, const Published& before,
                                      DocumentKind kind, std::string_view document);

/// The current set, swapped as a whole. Safe from any thread.
class Documents {
 public:
  explicit Documents(PublishedPtr first) : current_(std::move(first)) {}
  [[nodiscard]] PublishedPtr current() const {
    const std::lock_guard lock{mutex_};
    return current_;
  }
  void replace(PublishedPtr next) {
    const std::lock_guard lock{mutex_};
    current_ = std::move(next);
  }

 private:
  mutable std::mutex mutex_;
  PublishedPtr current_;
};

}  // namespace waymark::relay
