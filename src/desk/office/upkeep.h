// Upkeep: what the desk's program does while nobody asks: filing what was pulled, letting replies go, renewing keys.
// No token: none of this shows anything.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "desk/casefile/filing.h"
#include "desk/casefile/outbound.h"
#include "desk/casefile/relay_audit.h"
#include "desk/keyring/token_pool.h"
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
  /// How its second relay is, as it says; docs/spec/relay.md "Two places". 0: it has none.
  std::uint8_t second = 0;
  std::uint32_t not_copied = 0;  ///< envelopes that its second relay has not got
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
  Result<FilingReport> take_in(std::span<const PulledEnvelope> pulled, std::string_view relay = kOnlyRelay);
  /// How many envelopes may be pulled now, at most `wanted`. Fewer while nobody can open them and much waits here.
  Result<unsigned> room_for(unsigned wanted);
  /// The names of the office's relays, the main one first; one that is called kOnlyRelay unless this is called.
  void know_relays(std::vector<std::string> names);
  [[nodiscard]] std::vector<std::string> relays();
  /// The relay had nothing more at this moment. The office counts as emptied on the day on which all of them were.
  Result<void> note_complete_pull(std::string_view relay = kOnlyRelay);
  /// In this round the relay gave again what it had said to have deleted.
  Result<void> note_repeat(std::string_view relay = kOnlyRelay);
  /// Another relay's word for each of what was just taken in.
  Result<void> note_words(std::span<const RelayWord> words);
  Result<void> learn_relay_key(std::string_view relay, const crypto::VerifyKeyBytes& key,
                               KeyFrom from = KeyFrom::kRelay);
  /// Before a pull, and what it is for after one that left nothing.
  Result<std::int64_t> newest_word();
  Result<void> judge_words(std::string_view relay, std::int64_t newest);
  /// Opens and files what waits, if somebody of the first line is signed in; one transaction of up to `limit`.
  Result<FilingReport> file_waiting(unsigned limit);

  Result<std::vector<OutboundReply>> due(unsigned limit, std::string_view relay = kOnlyRelay);
  Result<void> settle(const RecordId& record, PushAnswer answer, std::string_view relay = kOnlyRelay);
  void set_relay_report(RelayReport report, std::string_view relay = kOnlyRelay);

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
  /// The same for another relay than the main one: nothing is signed for it, and the library speaks of the main one.
  Result<std::optional<std::string>> public_cards_for_another(std::uint32_t relay_serial);
  /// Whether this relay should be asked now which tokens it knows. @error kStorage
  Result<bool> should_ask_for_tokens(const std::string& relay);
  /// The pools that a relay should get that has all hashes of the pools before `first_missing`. @error kStorage
  Result<std::vector<TokenPool>> token_pools_for(const std::string& relay, std::uint32_t first_missing);
  /// How many hashes of a pool it has now.
  Result<void> tokens_arrived(const std::string& relay, std::uint32_t pool, std::size_t count);
  /// It does not know this call.
  Result<void> tokens_unknown(const std::string& relay);
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
  Result<void> make_missing_pools();
  Result<void> renew_lists_with(const KeyRing& keys, KeyRenewal renewal);

  Core& core_;
};

}  // namespace office
}  // namespace waymark::desk
