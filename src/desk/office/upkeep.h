// Upkeep: what the desk's program does while nobody asks: filing what was pulled, letting replies go, renewing keys.
// No token: none of this shows anything.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "desk/casefile/filing.h"
#include "desk/casefile/outbound.h"
#include "desk/office/figures_publisher.h"
#include "desk/office/session_token.h"

namespace waymark::desk {

/// What sync saw at the relay.
struct RelayReport {
  bool reachable = false;
  std::string error = {};  ///< name of a code
  std::optional<TimePoint> at = {};
  std::int64_t clock_skew_s = 0;
  std::uint32_t waiting = 0;
};

/// kMissing keeps the day keys that are there; kFresh makes new ones for all days whose whole key is not published yet,
/// for the case that seeds may have been seen by somebody.
enum class KeyRenewal { kMissing, kFresh };

namespace office {

class Upkeep {
 public:
  explicit Upkeep(Core& core) : core_(core) {}

  /// Takes in what was pulled, durably: files it at once if somebody of the first line is signed in, keeps it as it
  /// came otherwise. When it returns without an error, the relay may forget these rows.
  Result<FilingReport> take_in(std::span<const PulledEnvelope> pulled);
  /// How many envelopes may be pulled now, at most `wanted`. Fewer while nobody can open them and much waits here.
  Result<unsigned> room_for(unsigned wanted);
  /// The relay had nothing more at this moment.
  Result<void> note_complete_pull();
  /// Opens and files what waits, if somebody of the first line is signed in; one transaction of up to `limit`.
  Result<FilingReport> file_waiting(unsigned limit);

  Result<std::vector<OutboundReply>> due(unsigned limit);
  Result<void> settle(const RecordId& record, PushAnswer answer);
  void set_relay_report(RelayReport report);

  /// The list to publish today; nothing when there is none.
  Result<std::optional<DayListText>> todays_list();
  /// Rosters with a serial above `serial`, in their order.
  Result<std::vector<std::string>> rosters_after(std::uint32_t serial);
  /// The public cards for a relay that has `relay_serial`, signed anew first if they have to be and anybody with the
  /// reply key is here; nothing when the relay has them. @error kStorage
  Result<std::optional<std::string>> public_cards_after(std::uint32_t relay_serial);
  /// Whether this relay should be asked now which release of figures it serves. @error kStorage
  Result<bool> should_ask_for_figures(const std::string& relay);
  /// The release of figures for a relay that serves `held`; nothing when it has it, or must not get it. @error kStorage
  Result<std::optional<FiguresParcel>> figures_for(const std::string& relay, const HeldFigures& held);
  /// The relay did not take it: it is tried again later.
  void figures_refused(const std::string& relay);
  /// Signs the lists of the coming days now. @error kDenied without the list key
  Result<void> renew_lists(const SessionToken& token, KeyRenewal renewal);

  /// Ends sessions, renews lists, drains inboxes, destroys seeds: whatever the time and the sessions allow.
  Result<void> housekeeping();
  /// Which facts must never be pushed out of a case by others; as the question pack says.
  void know_dangers(IsDanger is_danger);
  /// On whose days rows for counting lie from now on; as the question pack says. @return whether that is another zone
  /// than before  @error kMalformed for a zone that is not known; kStorage
  Result<bool> know_zone(const std::string& zone);

 private:
  Result<void> drain_inboxes();
  Result<void> renew_lists_with(const KeyRing& keys, KeyRenewal renewal);

  Core& core_;
};

}  // namespace office
}  // namespace waymark::desk
